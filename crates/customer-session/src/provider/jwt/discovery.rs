//! Where an issuer's keys are: said by the configuration, or by the issuer's own metadata (RFC 8414
//! §3, OpenID Connect Discovery 1.0 §4).

mod local;
#[cfg(test)]
mod tests;

use std::{error::Error, fmt};

use url::Url;

use self::local::is_local;
use super::{jwks::unexpected, strict};
use crate::{
    config::ConfigError,
    provider::ProviderError,
    upstream::{HttpAnswer, HttpRequest, Upstream, is_https_or_loopback, parse_document},
};

/// Where an issuer's keys are.
#[derive(Clone, Debug)]
pub(crate) enum Whereabouts {
    Discovered(Issuer),
    Given(Url),
}

/// An issuer whose metadata say where its keys are.
#[derive(Clone, Debug)]
pub(crate) struct Issuer {
    /// To the letter, as tokens and metadata name it.
    name: String,
    openid: Url,
    oauth: Url,
}

/// Why it is not known where an issuer's keys are.
#[derive(Debug)]
pub(super) enum Unlocated {
    /// The issuer could not be asked, or what answered is not its metadata.
    Unsaid(ProviderError),
    /// What it says of itself rules out that keys are taken from it: another name, or a place that
    /// is not safe.
    Excluded(ProviderError),
}

impl From<ProviderError> for Unlocated {
    fn from(error: ProviderError) -> Self {
        Self::Unsaid(error)
    }
}

impl Whereabouts {
    /// Keys at this address, which may have a query.
    ///
    /// # Errors
    ///
    /// When it is not https, or http to this very machine, or holds credentials or a fragment: keys
    /// that anybody on the way can replace prove nothing.
    pub(crate) fn given(url: &str) -> Result<Self, ConfigError> {
        parse_document("jwks_url", url).map(Self::Given)
    }

    /// Keys at the address that this issuer's metadata name.
    ///
    /// # Errors
    ///
    /// As [`given`](Self::given), and when there is a query: an issuer's identifier has none (RFC
    /// 8414 §2).
    pub(crate) fn discovered(issuer: &str) -> Result<Self, ConfigError> {
        let url = parse_document("issuer", issuer)?;
        if url.query().is_some() {
            let mend = "an issuer whose metadata are to be found has no query; set `jwks_url`";
            return Err(ConfigError::invalid("issuer", "a URL with a query", mend));
        }
        let path = url.path().trim_end_matches('/');
        let place = |path: String| {
            let mut place = url.clone();
            place.set_path(&path);
            place
        };
        Ok(Self::Discovered(Issuer {
            name: issuer.to_owned(),
            openid: place(format!("{path}/.well-known/openid-configuration")),
            oauth: place(format!("/.well-known/oauth-authorization-server{path}")),
        }))
    }

    /// Where the keys are now.
    pub(super) async fn locate(&self, upstream: &Upstream) -> Result<Url, Unlocated> {
        match self {
            Self::Discovered(issuer) => issuer.discover(upstream).await,
            Self::Given(url) => Ok(url.clone()),
        }
    }

    /// Whether all of it travels unencrypted, so that no trusted certificates are needed.
    #[cfg(feature = "upstream")]
    pub(super) fn is_clear_text(&self) -> bool {
        let url = match self {
            Self::Discovered(issuer) => &issuer.openid,
            Self::Given(url) => url,
        };
        url.scheme() == "http"
    }
}

impl Issuer {
    /// Asks in the one place, and in the other if there is nothing.
    async fn discover(&self, upstream: &Upstream) -> Result<Url, Unlocated> {
        let mut answer = ask(upstream, &self.openid).await?;
        if matches!(answer.status, 400..=499) && !matches!(answer.status, 408 | 429) {
            answer = ask(upstream, &self.oauth).await?;
        }
        if answer.status != 200 {
            return Err(unexpected(&answer, "the issuer's metadata").into());
        }
        self.read(&answer.body)
    }

    fn read(&self, metadata: &[u8]) -> Result<Url, Unlocated> {
        let metadata =
            strict::object(metadata).map_err(|flaw| malformed("are unreadable", flaw))?;
        let text = |name| metadata.get(name).and_then(serde_json::Value::as_str);
        let named =
            text("issuer").ok_or_else(|| malformed("name no `issuer`", "it is required"))?;
        // RFC 8414 §3.3: else one issuer could have tokens verified by the keys of another.
        if named != self.name {
            return Err(excluded(AnotherIssuer(printable(named))));
        }
        let address =
            text("jwks_uri").ok_or_else(|| malformed("name no `jwks_uri`", "there are no keys"))?;
        self.judge(address)
    }

    /// Keys must not travel less safely than what says where they are, nor come from a place that
    /// only this machine can reach: whoever writes the metadata would have it fetch from there.
    fn judge(&self, address: &str) -> Result<Url, Unlocated> {
        let url = Url::parse(address).ok().filter(|url| {
            is_https_or_loopback(url)
                && (url.scheme() == "https" || self.openid.scheme() == "http")
                && url.username().is_empty()
                && url.password().is_none()
        });
        let url = url
            .ok_or_else(|| excluded("the issuer's metadata name a `jwks_uri` that is not https"))?;
        if is_local(&url) && !is_local(&self.openid) {
            return Err(excluded(
                "the issuer's metadata name a `jwks_uri` on this machine or its own network; set `jwks_url` if that is meant",
            ));
        }
        Ok(url)
    }
}

async fn ask(upstream: &Upstream, url: &Url) -> Result<HttpAnswer, ProviderError> {
    let mut request = HttpRequest::get(url.clone()).header("accept", "application/json");
    request.max_answer_bytes = MAX_METADATA_BYTES;
    let answer = upstream.send(request).await?;
    // Whatever the transport does, no more is read.
    if answer.body.len() > MAX_METADATA_BYTES {
        return Err(malformed("are too long", "64 KiB are read"));
    }
    Ok(answer)
}

fn excluded(why: impl Into<Box<dyn Error + Send + Sync>>) -> Unlocated {
    Unlocated::Excluded(ProviderError::misconfigured(why))
}

fn malformed(what: &'static str, flaw: &'static str) -> ProviderError {
    ProviderError::malformed_answer(format!("the issuer's metadata {what}: {flaw}"))
}

/// The metadata are those of another issuer: a mistake in the configuration, or a mix-up attack.
#[derive(Debug)]
struct AnotherIssuer(String);

impl fmt::Display for AnotherIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the issuer's metadata name another issuer, `{}`; set `issuer` to the letter",
            self.0
        )
    }
}

impl Error for AnotherIssuer {}

/// For events, in which a stranger's text must not forge lines.
fn printable(text: &str) -> String {
    let printable = |character: char| match character {
        ' '..='~' => character,
        _ => '?',
    };
    text.chars().take(MAX_PRINTED).map(printable).collect()
}

/// Several times what any issuer publishes about itself.
const MAX_METADATA_BYTES: usize = 64 * 1024;
const MAX_PRINTED: usize = 200;
