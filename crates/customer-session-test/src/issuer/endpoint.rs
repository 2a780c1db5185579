//! What a request asks for.

/// What a request asks for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Endpoint {
    /// Questions about tokens (RFC 7662).
    Introspection,
    /// The JWK Set.
    Jwks,
    /// The metadata of RFC 8414.
    OAuthMetadata,
    /// The metadata of OpenID Connect Discovery.
    OpenIdConfiguration,
    /// Anything else.
    Other,
    /// The end of tokens (RFC 7009).
    Revocation,
}

impl Endpoint {
    /// What a path asks for, at an issuer with this path of its own.
    pub(super) fn of(path: &str, own: &str) -> Self {
        if path == JWKS {
            Self::Jwks
        } else if path == INTROSPECTION {
            Self::Introspection
        } else if path == REVOCATION {
            Self::Revocation
        } else if path.strip_prefix(OAUTH_METADATA) == Some(own) {
            Self::OAuthMetadata
        } else if path.strip_suffix(OPENID_CONFIGURATION) == Some(own) {
            Self::OpenIdConfiguration
        } else {
            Self::Other
        }
    }
}

pub(super) const INTROSPECTION: &str = "/introspect";
pub(super) const JWKS: &str = "/jwks";
pub(super) const REVOCATION: &str = "/revoke";
const OAUTH_METADATA: &str = "/.well-known/oauth-authorization-server";
const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_places_of_metadata_differ_where_the_issuer_has_a_path() {
        let of = |path| Endpoint::of(path, "/tenant");

        assert_eq!(
            of("/tenant/.well-known/openid-configuration"),
            Endpoint::OpenIdConfiguration
        );
        assert_eq!(
            of("/.well-known/oauth-authorization-server/tenant"),
            Endpoint::OAuthMetadata
        );
        assert_eq!(of("/.well-known/openid-configuration"), Endpoint::Other);
        assert_eq!(
            of("/tenant/.well-known/oauth-authorization-server"),
            Endpoint::Other
        );
    }
}
