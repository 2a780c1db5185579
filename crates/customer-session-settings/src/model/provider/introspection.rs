//! OAuth servers that are asked about tokens.

use serde::{Deserialize, Serialize};

use crate::{Http, value::Secret};

/// One OAuth server that is asked about tokens (RFC 7662).
///
/// Which server: `endpoint` or `preset`. By what it knows us: one of `client_secret_basic`,
/// `client_secret_post` and `bearer`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::introspection))]
pub struct Introspection {
    /// Where the server is asked: https, or http on this machine.
    pub endpoint: Option<String>,
    /// A server whose answers are known.
    pub preset: Option<IntrospectionPreset>,
    /// The server knows us by id and secret, in the `Authorization` header (RFC 6749 §2.3.1).
    pub client_secret_basic: Option<ClientSecret>,
    /// The server knows us by id and secret, in the form beside the token (RFC 6749 §2.3.1).
    pub client_secret_post: Option<ClientSecret>,
    /// The server knows us by an access token of our own. It is not renewed.
    pub bearer: Option<Secret>,
    /// A hint of what kind the token is, such as `access_token`. Default: none.
    pub token_type_hint: Option<String>,
    /// Whom tokens are meant for: `aud` must name one of these. Default: any, or none.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub audiences: Option<Vec<String>>,
    /// What `iss` is, where the server states it. Default: anything.
    pub issuer: Option<String>,
    /// To which clients tokens may have been issued, by `client_id`. Default: to any.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub parties: Option<Vec<String>>,
    /// Scopes without which a token is no session here. Default: none.
    pub required_scopes: Vec<String>,
    /// Prefixes by which the server's tokens are told from those of other providers. Default: none,
    /// and the server is asked about every token that no other provider claims.
    pub prefixes: Vec<String>,
    /// How the server is reached.
    pub http: Http,
}

/// A server whose answers are known.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntrospectionPreset {
    /// commercetools, by the address of the region's authorization server.
    Commercetools(String),
}

/// By what a server knows us.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `id` and `secret`")]
#[non_exhaustive]
pub struct ClientSecret {
    /// Our client id.
    pub id: String,
    /// Our client secret.
    pub secret: Secret,
}
