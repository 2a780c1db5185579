//! Where an issuer may live.

use std::fmt;

use url::{Host, Url};

use crate::{config::ConfigError, danger::TokensInClearText};

/// The address of an issuer: https, or http to this very machine; without credentials, query or
/// fragment.
#[derive(Clone, Eq, PartialEq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Reads an address. A path may follow the host; a slash at the end makes no difference.
    ///
    /// # Errors
    ///
    /// When it is no URL, has another scheme than https (http is allowed for `localhost`,
    /// `127.0.0.0/8` and `[::1]`), or holds credentials, a query or a fragment. The error names
    /// `field`.
    pub fn parse(field: &'static str, address: &str) -> Result<Self, ConfigError> {
        let url = parse(field, address)?;
        if is_https_or_loopback(&url) {
            return Ok(Self(url));
        }
        Err(ConfigError::invalid(
            field,
            url,
            "use https: tokens and customers would travel in clear text",
        ))
    }

    /// Reads an address that may also be http to another machine.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), but for the scheme.
    pub fn parse_in_clear_text(
        field: &'static str,
        address: &str,
        _: TokensInClearText,
    ) -> Result<Self, ConfigError> {
        let url = parse(field, address)?;
        if matches!(url.scheme(), "http" | "https") {
            return Ok(Self(url));
        }
        Err(ConfigError::invalid(field, url, "use https or http"))
    }

    /// The address of something below this one; each segment is encoded as one segment.
    #[must_use]
    pub fn join<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// Whether calls to it travel unencrypted, so that no trusted certificates are needed.
    #[must_use]
    pub fn is_clear_text(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The address as text, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reads the address of one document: https, or http to this very machine; without credentials or
/// a fragment. A query may be part of it, so that it is not shown.
#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
pub(crate) fn parse_document(field: &'static str, address: &str) -> Result<Url, ConfigError> {
    let whole = Url::parse(address).ok();
    let without_query = address.split('?').next().unwrap_or_default();
    BaseUrl::parse(field, without_query)?;
    match whole {
        Some(url) if url.fragment().is_none() => Ok(url),
        _ => Err(ConfigError::invalid(
            field,
            "a URL with a fragment",
            "give scheme, host, path and query only",
        )),
    }
}

pub(crate) fn is_https_or_loopback(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

fn parse(field: &'static str, address: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(address)
        // What cannot be parsed may hold a password anywhere, so it is not shown.
        .map_err(|error| {
            ConfigError::invalid(field, "not a URL", format!("{error}; write https://host"))
        })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(ConfigError::invalid(
            field,
            "a URL with credentials",
            "set credentials by their own setting",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        // They may hold a key, so they are not shown.
        return Err(ConfigError::invalid(
            field,
            "a URL with a query or a fragment",
            "give scheme, host and path only",
        ));
    }
    if url.host().is_none() {
        return Err(ConfigError::invalid(
            field,
            url,
            "give scheme, host and path only",
        ));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(address: &str) -> Result<String, String> {
        BaseUrl::parse("server", address)
            .map(|url| url.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn https_anywhere_and_http_to_this_machine_are_allowed() {
        for address in [
            "https://api.polar.sh",
            "http://localhost:4010",
            "http://127.0.0.9/x",
            "http://[::1]:1",
        ] {
            assert_eq!(parse(address), Ok(address.to_owned()));
        }
        assert_eq!(
            parse("https://api.polar.sh/"),
            Ok("https://api.polar.sh".into())
        );
    }

    #[test]
    fn other_schemes_and_clear_text_to_other_machines_are_refused() {
        for address in [
            "http://api.polar.sh",
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "file:///etc/passwd",
            "ftp://x",
            "data:,x",
            "nonsense",
        ] {
            assert!(parse(address).is_err(), "{address}");
        }
    }

    #[test]
    fn the_error_names_the_field_and_shows_no_secret() {
        for address in [
            "https://user:canary@api.polar.sh",
            "https://api.polar.sh?key=canary",
            "https://api.polar.sh/#canary",
        ] {
            let error = parse(address).unwrap_err();

            assert!(error.contains("`server`"));
            assert!(!error.contains("canary"));
        }
    }

    #[test]
    fn a_segment_cannot_climb_out_of_its_place() {
        let base = BaseUrl::parse("server", "https://api.polar.sh/api/").unwrap();

        assert_eq!(
            base.join(["v1", "customers", "a/../b?c"]).as_str(),
            "https://api.polar.sh/api/v1/customers/a%2F..%2Fb%3Fc"
        );
        assert_eq!(
            base.join(["v1", "customers", ""]).as_str(),
            "https://api.polar.sh/api/v1/customers/"
        );
    }
}
