//! The documents that verifiers fetch, and their endpoints.

use std::time::Duration;

use serde_json::{Value, json};

use super::JwtIssuer;
use crate::{
    cache::Now,
    endpoint::{Document, Endpoint, EndpointRequest, EndpointResponse},
};

/// The endpoint of an issuer's key set (RFC 7517 §5). See [`JwtIssuer::jwks_endpoint`].
#[derive(Clone, Debug)]
pub struct JwksEndpoint(JwtIssuer);

/// The endpoint of an issuer's metadata (RFC 8414 §3). See [`JwtIssuer::metadata_endpoint`].
#[derive(Clone, Debug)]
pub struct MetadataEndpoint(JwtIssuer);

impl JwtIssuer {
    /// The key set as it is at this moment: the public halves of the keys that sign, will sign, and
    /// signed sessions that may still be good.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let keys = self.0.keys.load();
        let now = Now::read(&*self.0.clock);
        let published: Vec<_> = keys.published(now).map(|key| key.public_jwk()).collect();
        json!({ "keys": published })
    }

    /// The metadata (RFC 8414 §2): the issuer, where its keys are, and that it has no authorization
    /// endpoint, hence neither response nor grant types.
    #[must_use]
    pub fn metadata(&self) -> Value {
        json!({
            "issuer": self.0.frame.issuer,
            "jwks_uri": self.0.addresses.jwks_uri,
            // Required by §2, and §3.2 has empty lists left out. A reader that wants it finds it,
            // and what it finds is true.
            "response_types_supported": [],
            // Left out it would mean the authorization code and the implicit grant.
            "grant_types_supported": [],
        })
    }

    /// The endpoint of the key set: mount it at [`jwks_path`](Self::jwks_path). It answers `GET` and
    /// `HEAD`, `If-None-Match` with 304, and may be cached for half of the
    /// [publication lead](super::JwtIssuerBuilder::publication_lead).
    #[must_use]
    pub fn jwks_endpoint(&self) -> JwksEndpoint {
        JwksEndpoint(self.clone())
    }

    /// The endpoint of the metadata: mount it at [`metadata_path`](Self::metadata_path), and for
    /// verifiers that look for OpenID Connect at [`openid_path`](Self::openid_path) too. It answers as
    /// [that of the key set](Self::jwks_endpoint).
    #[must_use]
    pub fn metadata_endpoint(&self) -> MetadataEndpoint {
        MetadataEndpoint(self.clone())
    }

    /// The path of the key set.
    #[must_use]
    pub fn jwks_path(&self) -> &str {
        &self.0.addresses.jwks_path
    }

    /// The path of the metadata (RFC 8414 §3): `/.well-known/oauth-authorization-server`, and the
    /// issuer's own path behind it.
    #[must_use]
    pub fn metadata_path(&self) -> &str {
        &self.0.addresses.metadata_path
    }

    /// The path of the metadata where OpenID Connect Discovery 1.0 §4 has it: the issuer's own path,
    /// and `/.well-known/openid-configuration` behind it. What is only true of a provider of
    /// identities is not in it, for no ID tokens are issued here.
    #[must_use]
    pub fn openid_path(&self) -> &str {
        &self.0.addresses.openid_path
    }

    /// For how long the documents may be cached.
    fn max_age(&self) -> Duration {
        self.0.spans.lead / 2
    }
}

impl Endpoint for JwksEndpoint {
    fn max_body_bytes(&self) -> usize {
        0
    }

    async fn answer(&self, request: EndpointRequest) -> EndpointResponse {
        Document {
            // RFC 7517 §8.5.2.
            media_type: "application/jwk-set+json",
            body: self.0.jwks().to_string(),
            max_age: self.0.max_age(),
        }
        .answer(&request)
    }
}

impl Endpoint for MetadataEndpoint {
    fn max_body_bytes(&self) -> usize {
        0
    }

    async fn answer(&self, request: EndpointRequest) -> EndpointResponse {
        Document {
            media_type: "application/json",
            body: self.0.metadata().to_string(),
            max_age: self.0.max_age(),
        }
        .answer(&request)
    }
}
