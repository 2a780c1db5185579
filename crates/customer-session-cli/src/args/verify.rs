//! `customer-session verify`.

use std::{convert::Infallible, path::PathBuf, str::FromStr};

use clap::{ArgGroup, Args};
use customer_session::provider::jwt::Algorithm;

/// Say whether a token is accepted, and why not
///
/// The verdict is the one that a request with this token would get from the middleware.
#[derive(Args)]
#[command(
    group = ArgGroup::new("source").required(true).args(SOURCES),
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
    #[command(flatten)]
    pub(crate) introspected: Introspected,
    #[command(flatten)]
    pub(crate) configured: Configured,
    /// Say why sessions of Stripe cannot be verified here
    #[arg(long, help_heading = "Sessions of Stripe")]
    pub(crate) stripe: bool,
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
    #[arg(long, value_name = "URL", conflicts_with_all = UNSIGNED)]
    pub(crate) issuer: Option<String>,
    /// Whom tokens must be meant for, `aud`; may be repeated. Without it: anybody
    #[arg(long, conflicts_with_all = UNSIGNED)]
    pub(crate) audience: Vec<String>,
    /// By which algorithms the issuer signs, such as RS256,ES256. Default: all with public keys
    #[arg(long, value_delimiter = ',', value_parser = algorithm, conflicts_with_all = UNSIGNED)]
    pub(crate) algorithms: Vec<Algorithm>,
    /// Of which kind tokens must be, `typ`; may be repeated; or any. Default: at+jwt, JWT or none
    #[arg(long, value_name = "TYPE", conflicts_with_all = UNSIGNED)]
    pub(crate) typ: Vec<String>,
    /// By how much clocks may differ, 0 to 300. Default: 30
    #[arg(long, value_name = "SECONDS", conflicts_with_all = UNSIGNED)]
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
        conflicts_with_all = NOT_POLAR
    )]
    pub(crate) polar_server: Option<PolarServer>,
    /// Your organization. Default: POLAR_ORGANIZATION_ID
    #[arg(
        long,
        value_name = "UUID",
        requires = "polar",
        conflicts_with_all = NOT_POLAR
    )]
    pub(crate) organization_id: Option<String>,
    /// Read the access token from this file, in place of POLAR_ACCESS_TOKEN
    #[arg(
        long,
        value_name = "FILE",
        requires = "polar",
        conflicts_with_all = NOT_POLAR
    )]
    pub(crate) access_token_file: Option<PathBuf>,
}

#[derive(Args)]
#[command(next_help_heading = "Tokens that an OAuth server is asked about (RFC 7662)")]
pub(crate) struct Introspected {
    /// Ask the server at this address, with the client secret in INTROSPECTION_CLIENT_SECRET
    #[arg(long, value_name = "URL")]
    pub(crate) introspect: Option<String>,
    /// By which client id the server knows us
    #[arg(long, value_name = "ID", requires = "introspect", conflicts_with_all = NOT_INTROSPECTED)]
    pub(crate) client_id: Option<String>,
    /// Read the client secret from this file, in place of INTROSPECTION_CLIENT_SECRET
    #[arg(long, value_name = "FILE", requires = "introspect", conflicts_with_all = NOT_INTROSPECTED)]
    pub(crate) client_secret_file: Option<PathBuf>,
    /// How the server knows us: basic, post, or bearer, where the secret is an access token of ours.
    /// Default: basic
    #[arg(long, value_name = "WAY", requires = "introspect", conflicts_with_all = NOT_INTROSPECTED)]
    pub(crate) client_auth: Option<ClientAuthentication>,
}

#[derive(Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct Configured {
    /// Verify by the settings in this file: TOML or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Let variables that begin with this prefix and __ outweigh the file
    #[arg(long, value_name = "PREFIX", requires = "config", conflicts_with_all = NOT_CONFIGURED)]
    pub(crate) env_prefix: Option<String>,
}

/// How an OAuth server knows us.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum ClientAuthentication {
    #[default]
    Basic,
    Bearer,
    Post,
}

impl FromStr for ClientAuthentication {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text {
            "basic" => Ok(Self::Basic),
            "bearer" => Ok(Self::Bearer),
            "post" => Ok(Self::Post),
            _ => Err("say basic, post or bearer"),
        }
    }
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

/// Who is asked: one of them.
const SOURCES: [&str; 6] = [
    "jwks",
    "discover",
    "polar",
    "introspect",
    "config",
    "stripe",
];
/// Those with which nothing that is said of one source can stand.
const UNSIGNED: [&str; 4] = ["polar", "introspect", "config", "stripe"];
const NOT_POLAR: [&str; 5] = ["jwks", "discover", "introspect", "config", "stripe"];
const NOT_INTROSPECTED: [&str; 5] = ["jwks", "discover", "polar", "config", "stripe"];
const NOT_CONFIGURED: [&str; 5] = ["jwks", "discover", "polar", "introspect", "stripe"];

const AFTER_HELP: &str = "\
Exit codes:
  0  every token was accepted
  1  a token was rejected
  2  wrong usage or configuration, or no token at all
  3  a token could not be judged, such as when the issuer cannot be reached (outweighs 1)

With --json, one line per token:
  {\"outcome\":\"accepted\",\"customer\":{…},\"expires_at\":…}
  {\"outcome\":\"rejected\",\"status\":401,\"reason\":\"signature_invalid\",\"detail\":…}";
