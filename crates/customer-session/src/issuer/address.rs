//! Where an issuer and its documents live.

use crate::{config::ConfigError, upstream::BaseUrl};

/// The addresses that follow from the issuer's.
#[derive(Debug)]
pub(super) struct Addresses {
    pub(super) jwks_uri: String,
    /// The path of the key set, as far as it is below the issuer's host.
    pub(super) jwks_path: String,
    /// RFC 8414 §3: the well-known part stands between host and path.
    pub(super) metadata_path: String,
    /// OpenID Connect Discovery 1.0 §4: the well-known part stands at the end.
    pub(super) openid_path: String,
}

impl Addresses {
    pub(super) fn new(issuer: &str, jwks_uri: Option<String>) -> Result<Self, ConfigError> {
        let base = normal("issuer", issuer)?;
        let path = path_of(&base.join([]));
        let path = path.trim_end_matches('/');
        let (jwks, jwks_uri) = match jwks_uri {
            None => {
                let jwks = base.join([".well-known", "jwks.json"]);
                let uri = jwks.to_string();
                (jwks, uri)
            }
            Some(uri) => (key_set(&uri)?.join([]), uri),
        };
        Ok(Self {
            jwks_path: path_of(&jwks),
            jwks_uri,
            metadata_path: format!("/.well-known/oauth-authorization-server{path}"),
            openid_path: format!("{path}/.well-known/openid-configuration"),
        })
    }
}

/// Reads the address of a key set, which is that of one document.
fn key_set(uri: &str) -> Result<BaseUrl, ConfigError> {
    let base = normal("jwks_uri", uri)?;
    if uri.ends_with('/') {
        // It would be told with the slash, and mounted without.
        let mend = format!("write it without the slash at its end, as `{base}`");
        return Err(ConfigError::invalid("jwks_uri", uri.escape_default(), mend));
    }
    Ok(base)
}

/// Reads an address that others compare letter by letter (RFC 8414 §3.3), so that it must be written
/// as they will write it.
fn normal(field: &'static str, address: &str) -> Result<BaseUrl, ConfigError> {
    let base = BaseUrl::parse(field, address)?;
    let written = address.strip_suffix('/').unwrap_or(address);
    if written != base.as_str() {
        return Err(ConfigError::invalid(
            field,
            address.escape_default(),
            format!("verifiers compare it letter by letter; write it as `{base}`"),
        ));
    }
    Ok(base)
}

fn path_of(url: &url::Url) -> String {
    url.path().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(issuer: &str) -> [String; 4] {
        let addresses = Addresses::new(issuer, None).unwrap();
        [
            addresses.jwks_uri,
            addresses.jwks_path,
            addresses.metadata_path,
            addresses.openid_path,
        ]
    }

    #[test]
    fn documents_are_where_the_standards_put_them() {
        assert_eq!(
            paths("https://shop.example"),
            [
                "https://shop.example/.well-known/jwks.json",
                "/.well-known/jwks.json",
                "/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration",
            ]
        );
        for issuer in ["https://shop.example/eu/1", "https://shop.example/eu/1/"] {
            assert_eq!(
                paths(issuer),
                [
                    "https://shop.example/eu/1/.well-known/jwks.json",
                    "/eu/1/.well-known/jwks.json",
                    "/.well-known/oauth-authorization-server/eu/1",
                    "/eu/1/.well-known/openid-configuration",
                ]
            );
        }
    }

    #[test]
    fn the_key_set_may_live_elsewhere() {
        let uri = "https://keys.shop.example/v1/keys.json".to_owned();

        let addresses = Addresses::new("https://shop.example", Some(uri.clone())).unwrap();

        assert_eq!(addresses.jwks_uri, uri);
        assert_eq!(addresses.jwks_path, "/v1/keys.json");
    }

    #[test]
    fn what_verifiers_could_not_compare_is_refused() {
        for issuer in [
            "",
            "shop.example",
            "http://shop.example",
            "https://shop.example?x=1",
            "https://shop.example/#x",
            "https://user@shop.example",
            "HTTPS://shop.example",
            "https://Shop.example",
            "https://shop.example:443",
            "https://shop.example/a/../b",
            " https://shop.example",
            "https://shop.example//",
        ] {
            let error = Addresses::new(issuer, None).unwrap_err().to_string();
            assert!(error.contains("`issuer`"), "{issuer}: {error}");
        }
        let error = Addresses::new("https://shop.example", Some("ftp://x".to_owned()));
        assert!(error.unwrap_err().to_string().contains("`jwks_uri`"));
        assert!(Addresses::new("http://127.0.0.1:4010", None).is_ok());
    }
}
