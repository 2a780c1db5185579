//! `customer-session verify`.

use std::{convert::Infallible, path::PathBuf, str::FromStr};

use clap::{ArgGroup, Args};
use customer_session::provider::jwt::Algorithm;

/// Say whether a token is accepted, and why not
///
/// The verdict is the one that a request with this token would get from the middleware.
#[derive(Args)]
#[command(
    group = ArgGroup::new("source").required(true).args(["jwks", "discover", "polar"]),
    after_help = AFTER_HELP,
)]
pub(crate) struct Verify {
    /// The token; or - to read one per line from stdin, which keeps them out of the shell's history
    pub(crate) token: String,
    /// Print one line of JSON per token
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) signed: Signed,
    #[command(flatten)]
    pub(crate) polar: PolarArgs,
}

#[derive(Args)]
#[command(next_help_heading = "Signed tokens (JWT)")]
pub(crate) struct Signed {
    /// The issuer's keys: a JWK Set
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) jwks: Option<Source>,
    /// Find the issuer's keys by its metadata (OpenID Connect Discovery, RFC 8414)
    #[arg(long, requires = "issuer")]
    pub(crate) discover: bool,
    /// Who signs, `iss`, to the letter; without it: anybody, as long as one of the keys fits
    #[arg(long, value_name = "URL", conflicts_with = "polar")]
    pub(crate) issuer: Option<String>,
    /// Whom tokens must be meant for, `aud`; may be repeated. Without it: anybody
    #[arg(long, conflicts_with = "polar")]
    pub(crate) audience: Vec<String>,
    /// By which algorithms the issuer signs, such as RS256,ES256. Default: all with public keys
    #[arg(long, value_delimiter = ',', value_parser = algorithm, conflicts_with = "polar")]
    pub(crate) algorithms: Vec<Algorithm>,
    /// Of which kind tokens must be, `typ`; may be repeated; or any. Default: at+jwt, JWT or none
    #[arg(long, value_name = "TYPE", conflicts_with = "polar")]
    pub(crate) typ: Vec<String>,
    /// By how much clocks may differ, 0 to 300. Default: 30
    #[arg(long, value_name = "SECONDS", conflicts_with = "polar")]
    pub(crate) leeway: Option<u64>,
}

#[derive(Args)]
#[command(next_help_heading = "Sessions of Polar")]
pub(crate) struct PolarArgs {
    /// Ask Polar, with the access token in POLAR_ACCESS_TOKEN
    #[arg(long)]
    pub(crate) polar: bool,
    /// Which Polar: production, sandbox, or an address. Default: POLAR_SERVER, else production
    #[arg(
        long,
        value_name = "SERVER",
        requires = "polar",
        conflicts_with_all = ["jwks", "discover"]
    )]
    pub(crate) polar_server: Option<PolarServer>,
    /// Your organization. Default: POLAR_ORGANIZATION_ID
    #[arg(
        long,
        value_name = "UUID",
        requires = "polar",
        conflicts_with_all = ["jwks", "discover"]
    )]
    pub(crate) organization_id: Option<String>,
    /// Read the access token from this file, in place of POLAR_ACCESS_TOKEN
    #[arg(
        long,
        value_name = "FILE",
        requires = "polar",
        conflicts_with_all = ["jwks", "discover"]
    )]
    pub(crate) access_token_file: Option<PathBuf>,
}

/// Where a key set is.
#[derive(Clone)]
pub(crate) enum Source {
    File(PathBuf),
    Url(String),
}

impl FromStr for Source {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.contains("://") {
            true => Self::Url(text.to_owned()),
            false => Self::File(text.into()),
        })
    }
}

/// Which Polar is asked.
#[derive(Clone)]
pub(crate) enum PolarServer {
    Production,
    Sandbox,
    Address(String),
}

impl FromStr for PolarServer {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "production" => Self::Production,
            "sandbox" => Self::Sandbox,
            address => Self::Address(address.to_owned()),
        })
    }
}

/// Of which kinds tokens must be.
pub(crate) enum Types<'a> {
    Any,
    OneOf(&'a [String]),
    Usual,
}

impl Signed {
    /// What `--typ` says; `None` if it contradicts itself.
    pub(crate) fn types(&self) -> Option<Types<'_>> {
        match &*self.typ {
            [] => Some(Types::Usual),
            [any] if any == "any" => Some(Types::Any),
            types if types.iter().any(|typ| typ == "any") => None,
            types => Some(Types::OneOf(types)),
        }
    }
}

fn algorithm(name: &str) -> Result<Algorithm, String> {
    let public = |algorithm: &&Algorithm| !algorithm.is_symmetric();
    Algorithm::of_name(name)
        .filter(|algorithm| public(&algorithm))
        .ok_or_else(|| {
            let names: Vec<_> = Algorithm::ALL
                .iter()
                .filter(public)
                .map(|algorithm| algorithm.as_str())
                .collect();
            format!("say one of {}", names.join(", "))
        })
}

const AFTER_HELP: &str = "\
Exit codes:
  0  every token was accepted
  1  a token was rejected
  2  wrong usage or configuration, or no token at all
  3  a token could not be judged, such as when the issuer cannot be reached (outweighs 1)

With --json, one line per token:
  {\"outcome\":\"accepted\",\"customer\":{…},\"expires_at\":…}
  {\"outcome\":\"rejected\",\"status\":401,\"reason\":\"signature_invalid\",\"detail\":…}";
