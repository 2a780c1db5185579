//! Servers that are asked with the customer's own token.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Answer;
use crate::{Http, value::Secret};

/// One server that is asked with the customer's own token, such as at its `/me`.
///
/// Which server: `endpoint` or `preset`; beside a preset, `endpoint` is another address than its
/// own.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::me))]
pub struct Me {
    /// Where the server is asked: https, or http on this machine.
    pub endpoint: Option<String>,
    /// A server whose answers are known.
    pub preset: Option<MePreset>,
    /// Headers that go with every question, and hold no secret: `authorization`, `cookie`,
    /// `proxy-authorization`, and what looks like a token or a key, are refused. Default: none.
    pub headers: BTreeMap<String, String>,
    /// Headers that go with every question, and hold a secret. Default: none.
    pub secret_headers: BTreeMap<String, Secret>,
    /// Asks by `POST`, with this JSON as the body. Default: by `GET`.
    pub post: Option<Value>,
    /// Sends the token in this header, as it is. Default: `Authorization`, behind `Bearer`.
    pub token_header: Option<String>,
    /// Sends the token in a cookie of this name. Default: in a header.
    pub token_cookie: Option<String>,
    /// How answers are read.
    pub answer: Answer,
    /// Prefixes by which the server's tokens are told from those of other providers. Default: none,
    /// and the server is asked about every token that no other provider claims.
    pub prefixes: Vec<String>,
    /// Allows the preset `autumn`, of a server that may serve several merchants; see
    /// [`AnyTenant`](customer_session::danger). Default: `false`.
    pub danger_any_tenant: bool,
    /// How the server is reached.
    pub http: Http,
}

/// A server whose answers are known.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MePreset {
    /// Autumn on a server of your own, by its address; it takes `danger_any_tenant`.
    Autumn(String),
    /// Magento or Adobe Commerce, by the address of the shop.
    Magento(String),
    /// Medusa, version 2.
    Medusa(MedusaServer),
}

/// A server of Medusa.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `server` and `publishable_key`"
)]
#[non_exhaustive]
pub struct MedusaServer {
    /// Its address.
    pub server: String,
    /// The publishable API key of the sales channel, which is public.
    pub publishable_key: String,
}
