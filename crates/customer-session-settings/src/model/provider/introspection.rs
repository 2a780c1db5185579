//! OAuth servers that are asked about tokens.

use serde::{Deserialize, Serialize};

use super::PublicKey;
use crate::{
    Http,
    value::{Period, Secret},
};

/// One OAuth server that is asked about tokens (RFC 7662).
///
/// Which server: one of `endpoint`, `discover` and `preset`. By what it knows us: one of
/// `client_secret_basic`, `client_secret_post`, `private_key_jwt` and `bearer`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::introspection))]
pub struct Introspection {
    /// Where the server is asked: https, or http on this machine.
    pub endpoint: Option<String>,
    /// The server's issuer identifier, whose metadata say where it is asked (RFC 8414).
    pub discover: Option<String>,
    /// A server whose answers are known.
    pub preset: Option<IntrospectionPreset>,
    /// The server knows us by id and secret, in the `Authorization` header (RFC 6749 §2.3.1).
    pub client_secret_basic: Option<ClientSecret>,
    /// The server knows us by id and secret, in the form beside the token (RFC 6749 §2.3.1).
    pub client_secret_post: Option<ClientSecret>,
    /// The server knows us by a signature of ours (RFC 7523 §2.2). It takes the feature `jwt`.
    pub private_key_jwt: Option<ClientKey>,
    /// The server as `aud` of our signatures calls it. Default: the issuer.
    pub assertion_audience: Option<String>,
    /// The server knows us by an access token of our own. It is not renewed.
    pub bearer: Option<Secret>,
    /// A hint of what kind the token is, such as `access_token`. Default: none.
    pub token_type_hint: Option<String>,
    /// Whom tokens are meant for: `aud` must name one of these. Default: any, or none.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub audiences: Option<Vec<String>>,
    /// What `iss` is, where the server states it. Default: anything, or the issuer that is
    /// discovered.
    pub issuer: Option<String>,
    /// To which clients tokens may have been issued, by `client_id`. Default: to any.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub parties: Option<Vec<String>>,
    /// Scopes without which a token is no session here. Default: none.
    pub required_scopes: Vec<String>,
    /// Prefixes by which the server's tokens are told from those of other providers. Default: none,
    /// and the server is asked about every token that no other provider claims.
    pub prefixes: Vec<String>,
    /// By how much clocks may differ, for `nbf` and `iat`, 0 s to 300 s. Default: `30s`.
    pub leeway: Option<Period>,
    /// Asks for answers that the server signed (RFC 9701). It takes the feature `jwt`. Default:
    /// plain JSON is asked for.
    pub signed_answers: Option<SignedAnswers>,
    /// Asks where the server is, and for its keys, before the first request. Default: `false`.
    pub warm_up: bool,
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

/// A private key by which a server knows us.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `id` and `key`")]
#[non_exhaustive]
pub struct ClientKey {
    /// Our client id.
    pub id: String,
    /// The private key: PKCS#8 in PEM. Nothing else is signed with it.
    pub key: Secret,
    /// The name (`kid`) of the key. Default: its thumbprint (RFC 7638).
    #[serde(default)]
    pub key_id: Option<String>,
}

/// How answers that the server signed are verified (RFC 9701).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct SignedAnswers {
    /// Whether plain JSON is taken too. Default: `required`.
    pub mode: Option<AnswerMode>,
    /// Whom answers are meant for. Default: our client id, and each audience of tokens.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub audiences: Option<Vec<String>>,
    /// By which algorithms the server signs. Default: every one with public keys.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub algorithms: Option<Vec<String>>,
    /// Where the server publishes its keys. Default: its metadata say so.
    pub jwks_url: Option<String>,
    /// The server's public keys, in place of those that it publishes.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub keys: Option<Vec<PublicKey>>,
}

/// Whether plain JSON is taken too.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AnswerMode {
    /// Signed answers are asked for, and plain JSON is taken too.
    Preferred,
    /// Plain JSON is no answer.
    Required,
}
