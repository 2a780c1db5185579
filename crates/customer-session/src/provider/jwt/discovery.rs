//! Where an issuer's keys are: said by the configuration, or by the issuer's own metadata (RFC 8414
//! §3, OpenID Connect Discovery 1.0 §4).

use std::{error::Error, fmt};

use url::Url;

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
    pub(super) async fn locate(&self, upstream: &Upstream) -> Result<Url, ProviderError> {
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
    async fn discover(&self, upstream: &Upstream) -> Result<Url, ProviderError> {
        let mut answer = ask(upstream, &self.openid).await?;
        if matches!(answer.status, 400..=499) && !matches!(answer.status, 408 | 429) {
            answer = ask(upstream, &self.oauth).await?;
        }
        if answer.status != 200 {
            return Err(unexpected(&answer, "the issuer's metadata"));
        }
        self.read(&answer.body)
    }

    fn read(&self, metadata: &[u8]) -> Result<Url, ProviderError> {
        let metadata =
            strict::object(metadata).map_err(|flaw| malformed("are unreadable", flaw))?;
        let text = |name| metadata.get(name).and_then(serde_json::Value::as_str);
        let named =
            text("issuer").ok_or_else(|| malformed("name no `issuer`", "it is required"))?;
        // RFC 8414 §3.3: else one issuer could have tokens verified by the keys of another.
        if named != self.name {
            return Err(ProviderError::misconfigured(AnotherIssuer(printable(
                named,
            ))));
        }
        let address =
            text("jwks_uri").ok_or_else(|| malformed("name no `jwks_uri`", "there are no keys"))?;
        self.judge(address)
    }

    /// Keys must not travel less safely than what says where they are.
    fn judge(&self, address: &str) -> Result<Url, ProviderError> {
        let url = Url::parse(address).ok().filter(|url| {
            is_https_or_loopback(url)
                && (url.scheme() == "https" || self.openid.scheme() == "http")
                && url.username().is_empty()
                && url.password().is_none()
        });
        url.ok_or_else(|| {
            ProviderError::misconfigured(
                "the issuer's metadata name a `jwks_uri` that is not https",
            )
        })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rejection::Reason;

    fn issuer(name: &str) -> Issuer {
        match Whereabouts::discovered(name) {
            Ok(Whereabouts::Discovered(issuer)) => issuer,
            other => panic!("{other:?}"),
        }
    }

    fn read(name: &str, metadata: &str) -> Result<String, Reason> {
        let read = issuer(name).read(metadata.as_bytes());
        read.map(|url| url.to_string())
            .map_err(|error| error.reason())
    }

    #[test]
    fn metadata_are_where_the_standards_put_them() {
        for (name, openid, oauth) in [
            (
                "https://a.example",
                "https://a.example/.well-known/openid-configuration",
                "https://a.example/.well-known/oauth-authorization-server",
            ),
            (
                "https://a.example/",
                "https://a.example/.well-known/openid-configuration",
                "https://a.example/.well-known/oauth-authorization-server",
            ),
            (
                "https://a.example/x/y/",
                "https://a.example/x/y/.well-known/openid-configuration",
                "https://a.example/.well-known/oauth-authorization-server/x/y",
            ),
        ] {
            let issuer = issuer(name);

            assert_eq!(
                (issuer.openid.as_str(), issuer.oauth.as_str()),
                (openid, oauth)
            );
        }
    }

    #[test]
    fn only_an_issuer_that_is_named_to_the_letter_is_believed() {
        let named = |name: &str| {
            let metadata = format!(r#"{{"issuer":"{name}","jwks_uri":"https://a.example/k"}}"#);
            read("https://a.example", &metadata)
        };

        assert_eq!(named("https://a.example"), Ok("https://a.example/k".into()));
        for other in [
            "https://a.example/",
            "https://A.example",
            "https://a.example.evil.example",
            "https://b.example",
            "",
        ] {
            assert_eq!(named(other), Err(Reason::Misconfigured), "{other}");
        }
    }

    #[test]
    fn keys_must_be_at_https_whatever_the_metadata_say() {
        let at = |name: &str, address: &str| {
            let metadata = format!(r#"{{"issuer":"{name}","jwks_uri":"{address}"}}"#);
            read(name, &metadata)
        };

        assert!(at("https://a.example", "https://keys.example/k?p=1").is_ok());
        assert!(at("http://127.0.0.1:9", "http://127.0.0.1:9/k").is_ok());
        for address in [
            "http://a.example/k",
            "http://127.0.0.1/k",
            "file:///etc/passwd",
            "data:,{}",
            "/k",
            "https://user:secret@a.example/k",
        ] {
            let judged = at("https://a.example", address);

            assert_eq!(judged, Err(Reason::Misconfigured), "{address}");
        }
        let judged = at("http://127.0.0.1:9", "http://a.example/k");
        assert_eq!(judged, Err(Reason::Misconfigured));
    }

    #[test]
    fn metadata_that_are_none_are_malformed() {
        for metadata in [
            "",
            "<html>",
            "[]",
            r#"{"issuer":7}"#,
            r#"{"issuer":"https://a.example"}"#,
            r#"{"issuer":"https://a.example","jwks_uri":7}"#,
            r#"{"issuer":"https://b.example","issuer":"https://a.example","jwks_uri":"https://a.example/k"}"#,
        ] {
            let read = read("https://a.example", metadata);

            assert_eq!(read, Err(Reason::IssuerAnswerMalformed), "{metadata}");
        }
    }

    #[test]
    fn addresses_in_clear_text_to_other_machines_are_refused() {
        for address in ["http://a.example", "ftp://a.example", "nonsense"] {
            assert!(Whereabouts::given(address).is_err(), "{address}");
            assert!(Whereabouts::discovered(address).is_err(), "{address}");
        }
        assert!(Whereabouts::given("https://a.example/k?p=1").is_ok());
        assert!(Whereabouts::discovered("https://a.example/?p=1").is_err());
    }

    #[test]
    fn what_a_stranger_calls_itself_is_printed_in_one_short_line() {
        let shown = printable(&format!("a\r\nb\u{202e}{}", "c".repeat(999)));

        assert!(shown.starts_with("a??b?c") && shown.len() == MAX_PRINTED);
    }
}
