//! `customer-session mint`.

use std::{path::PathBuf, str::FromStr, time::Duration};

use clap::{Args, Subcommand};
use customer_session::provider::jwt::Algorithm;
use jiff::SignedDuration;
use serde_json::Value;

#[derive(Subcommand)]
pub(crate) enum Mint {
    Key(MintKey),
    Token(MintToken),
}

/// Make a private key, and print its public half as a JWK Set
///
/// The private key is written as PEM (PKCS#8), unencrypted, for its owner alone to read. Files that
/// exist are not overwritten.
#[derive(Args)]
pub(crate) struct MintKey {
    /// What the key signs with: EdDSA, ES256 or RS256
    #[arg(long, default_value = "EdDSA", value_parser = algorithm)]
    pub(crate) algorithm: Algorithm,
    /// File for the private key
    #[arg(long, value_name = "FILE", default_value = "signing-key.pem")]
    pub(crate) out: PathBuf,
    /// File for the JWK Set, in place of stdout
    #[arg(long, value_name = "FILE")]
    pub(crate) jwks_out: Option<PathBuf>,
}

/// Sign a token, and print it
///
/// Whoever reads the output is this customer until the token expires: it is for development.
#[derive(Args)]
pub(crate) struct MintToken {
    /// Private key: PEM (PKCS#8), as `mint key` writes it
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// Who signs, `iss`: an https URL, or http on this machine
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: String,
    /// Whom the token is meant for, `aud`; may be repeated
    #[arg(long, required = true)]
    pub(crate) audience: Vec<String>,
    /// The customer's id, `sub`
    #[arg(long, value_name = "ID")]
    pub(crate) subject: String,
    /// The customer's e-mail address
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// The customer's name
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// What the token may be used for; may be repeated
    #[arg(long)]
    pub(crate) scope: Vec<String>,
    /// For how long it is good, 10 s to 24 h, such as 90s, 15m or 2h
    #[arg(long, value_name = "DURATION", default_value = "15m", value_parser = lifetime)]
    pub(crate) lifetime: Duration,
    /// Another claim, such as 'plan="pro"' or seats=3; may be repeated
    #[arg(long, value_name = "NAME=JSON")]
    pub(crate) claim: Vec<Claim>,
}

/// A claim of the user's own.
#[derive(Clone)]
pub(crate) struct Claim {
    pub(crate) name: String,
    pub(crate) value: Value,
}

impl FromStr for Claim {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, json) = text
            .split_once('=')
            .ok_or("write NAME=JSON, such as 'plan=\"pro\"'")?;
        let value = serde_json::from_str(json)
            .map_err(|_| "behind = stands no JSON; strings have quotes, such as 'plan=\"pro\"'")?;
        Ok(Self {
            name: name.to_owned(),
            value,
        })
    }
}

fn algorithm(name: &str) -> Result<Algorithm, &'static str> {
    let signs = |algorithm: &Algorithm| {
        matches!(
            algorithm,
            Algorithm::EdDSA | Algorithm::ES256 | Algorithm::RS256
        )
    };
    Algorithm::of_name(name)
        .filter(signs)
        .ok_or("say EdDSA, ES256 or RS256")
}

fn lifetime(text: &str) -> Result<Duration, &'static str> {
    text.parse::<SignedDuration>()
        .ok()
        .and_then(|duration| Duration::try_from(duration).ok())
        .ok_or("write a number and its unit, such as 90s, 15m or 2h")
}
