//! Where something of an issuer's is, such as its keys: said by the configuration, or by the issuer's
//! own metadata (RFC 8414 §3, OpenID Connect Discovery 1.0 §4).

mod document;
mod local;
mod pause;
#[cfg(test)]
mod tests;

use std::{error::Error, fmt};

use url::Url;

use self::local::is_local;
pub(super) use self::{
    document::unexpected,
    pause::{FETCH_TIME, SHORTEST_WAIT, pause_after, share},
};
use super::claims::strict;
use crate::{
    config::ConfigError,
    provider::ProviderError,
    upstream::{HttpAnswer, HttpRequest, Upstream, is_https_or_loopback, parse_document},
};

/// Where something of an issuer's is.
#[derive(Clone, Debug)]
pub(crate) enum Whereabouts {
    Discovered(Issuer),
    Given(Url),
}

/// An issuer whose metadata say where something is.
#[derive(Clone, Debug)]
pub(crate) struct Issuer {
    /// To the letter, as tokens and metadata name it.
    name: String,
    openid: Url,
    oauth: Url,
    sought: Sought,
}

/// What is looked for in metadata.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sought {
    /// The member that says where it is (RFC 8414 §2).
    pub(super) member: &'static str,
    /// How to do without the metadata.
    pub(super) mend: &'static str,
}

/// Why it is not known where something is.
#[derive(Debug)]
pub(super) enum Unlocated {
    /// The issuer could not be asked, or what answered is not its metadata.
    Unsaid(ProviderError),
    /// What it says of itself rules out that it is believed: another name, or a place that is not
    /// safe.
    Excluded(ProviderError),
}

impl From<ProviderError> for Unlocated {
    fn from(error: ProviderError) -> Self {
        Self::Unsaid(error)
    }
}

impl Whereabouts {
    /// At this address, which may have a query.
    ///
    /// # Errors
    ///
    /// When it is not https, or http to this very machine, or holds credentials or a fragment: what
    /// anybody on the way can replace proves nothing.
    pub(super) fn given(field: &'static str, url: &str) -> Result<Self, ConfigError> {
        parse_document(field, url).map(Self::Given)
    }

    /// At the address that this issuer's metadata name.
    ///
    /// # Errors
    ///
    /// As [`given`](Self::given), and when there is a query: an issuer's identifier has none (RFC
    /// 8414 §2).
    pub(super) fn discovered(issuer: &str, sought: Sought) -> Result<Self, ConfigError> {
        let url = parse_document("issuer", issuer)?;
        if url.query().is_some() {
            let mend = sought.mend;
            return Err(ConfigError::invalid(
                "issuer",
                "a URL with a query",
                format!("an issuer whose metadata are to be found has no query; {mend}"),
            ));
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
            sought,
        }))
    }

    /// Where it is now.
    pub(super) async fn locate(&self, upstream: &Upstream) -> Result<Url, Unlocated> {
        match self {
            Self::Discovered(issuer) => issuer.discover(upstream).await,
            Self::Given(url) => Ok(url.clone()),
        }
    }

    /// The address, or the issuer, for `Debug`: without a query, which may hold what it must not.
    #[cfg(feature = "introspection")]
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Discovered(issuer) => issuer.name.clone(),
            Self::Given(url) => {
                let mut url = url.clone();
                url.set_query(None);
                url.into()
            }
        }
    }

    /// The address, or that of the issuer's metadata.
    pub(super) const fn address(&self) -> &Url {
        match self {
            Self::Discovered(issuer) => &issuer.openid,
            Self::Given(url) => url,
        }
    }
}

impl Issuer {
    /// Asks in the one place, and in the other if there is nothing, or no word of what is sought.
    async fn discover(&self, upstream: &Upstream) -> Result<Url, Unlocated> {
        let answer = ask(upstream, &self.openid).await?;
        if matches!(answer.status, 400..=499) && !matches!(answer.status, 408 | 429) {
            let answer = ask(upstream, &self.oauth).await?;
            return self.read(&answer)?.ok_or_else(|| self.unnamed());
        }
        if let Some(url) = self.read(&answer)? {
            return Ok(url);
        }
        // A provider of OpenID need not name there what is OAuth's alone.
        let answer = ask(upstream, &self.oauth).await;
        let named = answer.map_err(Unlocated::from);
        match named.and_then(|answer| self.read(&answer)) {
            Ok(Some(url)) => Ok(url),
            Err(Unlocated::Excluded(error)) => Err(Unlocated::Excluded(error)),
            Ok(None) | Err(Unlocated::Unsaid(_)) => Err(self.unnamed()),
        }
    }

    /// What the issuer's metadata say; `None` where they are silent on what is sought.
    fn read(&self, answer: &HttpAnswer) -> Result<Option<Url>, Unlocated> {
        if answer.status != 200 {
            return Err(unexpected(answer, "the issuer's metadata").into());
        }
        let metadata =
            strict::object(&answer.body).map_err(|flaw| malformed("are unreadable", flaw))?;
        let text = |name| metadata.get(name).and_then(serde_json::Value::as_str);
        let named =
            text("issuer").ok_or_else(|| malformed("name no `issuer`", "it is required"))?;
        // RFC 8414 §3.3: else one issuer could have tokens verified by the keys of another.
        if named != self.name {
            return Err(excluded(AnotherIssuer(printable(named))));
        }
        let address = text(self.sought.member);
        address.map(|address| self.judge(address)).transpose()
    }

    fn unnamed(&self) -> Unlocated {
        let Sought { member, mend } = self.sought;
        malformed_over(member, mend).into()
    }

    /// Nothing must travel less safely than what says where it goes, nor go to a place that only
    /// this machine can reach: whoever writes the metadata would have it ask there.
    fn judge(&self, address: &str) -> Result<Url, Unlocated> {
        let Sought { member, mend } = self.sought;
        let url = Url::parse(address).ok().filter(|url| {
            is_https_or_loopback(url)
                && (url.scheme() == "https" || self.openid.scheme() == "http")
                && url.username().is_empty()
                && url.password().is_none()
        });
        let url = url
            .ok_or_else(|| excluded(format!("`{member}` in the issuer's metadata is not https")))?;
        if is_local(&url) && !is_local(&self.openid) {
            return Err(excluded(format!(
                "`{member}` in the issuer's metadata is on this machine or its own network; {mend} if that is meant",
            )));
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

fn malformed_over(member: &str, mend: &str) -> ProviderError {
    ProviderError::malformed_answer(format!("the issuer's metadata name no `{member}`; {mend}"))
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
