//! Signed tokens.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Http,
    value::{Period, Secret},
};

/// One issuer of signed tokens (JWT, RFC 7519).
///
/// Whose tokens: one of `issuer`, `preset`, `without_issuer` and `danger_any_issuer`. Whom they are
/// meant for: `audiences` or `danger_any_audience`, unless the preset says it. The issuer's keys:
/// `keys`, `shared_secrets`, `jwks_file` or `jwks_url`; without any, they are found in the metadata
/// of the issuer.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::jwt))]
pub struct Jwt {
    /// The text of `iss`, to the letter. Beside a `preset`: where the issuer writes another text
    /// than the preset has.
    pub issuer: Option<String>,
    /// An issuer whose tokens are known.
    pub preset: Option<JwtPreset>,
    /// Takes tokens that have no `iss`, and no others. Default: `false`.
    pub without_issuer: bool,
    /// Takes tokens whatever their `iss`; see [`AnyIssuer`](customer_session::danger). Default:
    /// `false`.
    pub danger_any_issuer: bool,
    /// Whom tokens are meant for: `aud` must name one of these (RFC 7519 §4.1.3).
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub audiences: Option<Vec<String>>,
    /// Takes tokens whomever they are meant for; see [`AnyAudience`](customer_session::danger).
    /// Default: `false`.
    pub danger_any_audience: bool,
    /// Where the issuer's keys are fetched: a JWK Set, at https, or http on this machine.
    pub jwks_url: Option<String>,
    /// A file with the issuer's keys: a JWK Set. It is read once.
    pub jwks_file: Option<PathBuf>,
    /// The issuer's public keys.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub keys: Option<Vec<PublicKey>>,
    /// Secrets that are shared with the issuer. They cannot stand beside public keys.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub shared_secrets: Option<Vec<SharedSecret>>,
    /// By which algorithms the issuer signs, such as `RS256`. Default: every one with public keys;
    /// with a shared secret, that of the secret.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub algorithms: Option<Vec<String>>,
    /// Fetches the keys before the first request. Default: `false`.
    pub warm_up: bool,
    /// How old keys may be before they are fetched anew, 10 s to 24 h. Default: `10m`.
    pub key_refresh: Option<Period>,
    /// For how long after a fetch for an unknown key another one is refused without asking, 1 s to
    /// 1 h. Default: `30s`.
    pub unknown_key_cooldown: Option<Period>,
    /// For how long keys serve that could not be fetched anew, up to 24 h. Default: `1h`.
    pub keys_outlive_outage: Option<Period>,
    /// By how much clocks may differ, 0 s to 300 s. Default: `30s`.
    pub leeway: Option<Period>,
    /// For how long a token is good after it was issued, however late it expires, from 1 s. Default:
    /// until it expires.
    pub max_age: Option<Period>,
    /// To which clients tokens may have been issued: `azp` and `client_id` must be on the list.
    /// Default: to any.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub parties: Option<Vec<String>>,
    /// Of which kinds tokens must be, by `typ`; not beside `rfc9068` or `customer_sessions`. Default: `at+jwt`, `JWT` or none.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub types: Option<Vec<String>>,
    /// Takes tokens of whatever kind; see [`AnyTokenType`](customer_session::danger). Default:
    /// `false`.
    pub danger_any_type: bool,
    /// Takes access tokens by the letter of RFC 9068 only. Default: `false`.
    pub rfc9068: bool,
    /// Reads sessions that a `JwtIssuer` of this family signed. Default: `false`.
    pub customer_sessions: bool,
    /// Refuses a token that a client got for itself (RFC 9068 §5). Default: `false`.
    pub refuse_clients: bool,
    /// Claims that must be there: names, or JSON pointers. Default: none.
    pub require_claims: Vec<String>,
    /// Claims that must be one of these values: strings, numbers, booleans, or null. Default: none.
    pub require_values: BTreeMap<String, Vec<Value>>,
    /// From which claims things are read.
    pub claims: ClaimPlaces,
    /// Whether sessions that were found good are remembered. Default: `true`.
    pub remember: Option<bool>,
    /// How keys are fetched.
    pub http: Http,
}

/// An issuer whose tokens are known; see
/// [`JwtProvider`](https://docs.rs/customer-session) on what each requires.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JwtPreset {
    /// BigCommerce's Current Customer API, by the id and secret of your app.
    Bigcommerce(ShopApp),
    /// Clerk, by the address of the instance's Frontend API.
    Clerk(String),
    /// Commerce Layer, by the slug of the organization.
    CommerceLayer(String),
    /// The test mode of Commerce Layer, by the slug of the organization.
    CommerceLayerTest(String),
    /// Shopify's customer account extensions, by the id and secret of your app.
    ShopifyExtension(ShopApp),
    /// Stytch for consumers, by the id of the project.
    Stytch(String),
    /// WorkOS AuthKit, by the client id of the environment.
    Workos(String),
}

/// An app of a shop system.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `client_id` and `client_secret`"
)]
#[non_exhaustive]
pub struct ShopApp {
    /// Its client id.
    pub client_id: String,
    /// Its client secret.
    pub client_secret: Secret,
}

/// A public key of an issuer: `jwk`, or `pem` or `pem_file` with its algorithm.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::public_key))]
pub struct PublicKey {
    /// The key in JSON (RFC 7517), as a text.
    pub jwk: Option<String>,
    /// The key in PEM.
    pub pem: Option<String>,
    /// A file with the key in PEM, of 64 KiB at most.
    pub pem_file: Option<PathBuf>,
    /// By which algorithm a key in PEM signs, such as `RS256`.
    pub algorithm: Option<String>,
    /// The `kid` by which tokens name the key. Default: that of the JWK.
    pub id: Option<String>,
}

/// A secret that is shared with an issuer.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct SharedSecret {
    /// `HS256`, `HS384` or `HS512`.
    pub algorithm: String,
    /// The secret, at least as long as the algorithm's hash.
    pub secret: Secret,
    /// The `kid` by which tokens name it. Default: none.
    #[serde(default)]
    pub id: Option<String>,
}

/// From which claims things are read: names, or JSON pointers (RFC 6901) where they begin with a
/// slash.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct ClaimPlaces {
    /// The customer's id. Default: `sub`.
    pub customer_id: Option<String>,
    /// The customer's e-mail address. Default: `email`.
    pub email: Option<String>,
    /// Whether that address is verified. Default: `email_verified`.
    pub email_verified: Option<String>,
    /// The id that the merchant gave to the customer. Default: nowhere.
    pub external_id: Option<String>,
    /// The id of the member of a team who acts in the session. Default: nowhere.
    pub member_id: Option<String>,
    /// That member's role. Default: nowhere.
    pub member_role: Option<String>,
    /// The customer's name. Default: `name`.
    pub name: Option<String>,
    /// In which roles the session acts. Default: `roles`.
    pub roles: Option<String>,
    /// What the session may be used for. Default: `scope`, else `scp`.
    pub scopes: Option<String>,
    /// The issuer's id of the session. Default: `sid`.
    pub session_id: Option<String>,
    /// The issuer's name of who acts in the session. Default: `sub`.
    pub subject: Option<String>,
}
