//! Polar.

use serde::{Deserialize, Serialize};

use crate::{
    Http, Webhook,
    value::{Rate, Secret},
};

/// Polar, as one organization sees it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Polar {
    /// The organization access token (`polar_oat_…`), with the scope `customers:read`.
    pub access_token: Secret,
    /// The id of your organization, a UUID.
    pub organization_id: String,
    /// Which Polar: `production`, `sandbox`, or an address. Default: `production`.
    #[serde(default)]
    pub server: Option<String>,
    /// The version of Polar's API, `YYYY-MM`, or `current`. Default: `2026-10`.
    #[serde(default)]
    pub api_version: Option<String>,
    /// Whether a token's length and checksum must be right. Default: `required`.
    #[serde(default)]
    pub checksum: Option<Checksum>,
    /// How often customers may be looked up. Default: 400 a minute in bursts of 100, and at the
    /// sandbox 80 in bursts of 20.
    #[serde(default)]
    pub customer_rate: Option<Rate>,
    /// Looks customers up together with their state, what they bought and may use, for
    /// `customer.extension::<CustomerState>()`. Default: `false`.
    #[serde(default)]
    pub customer_state: bool,
    /// How Polar is reached.
    #[serde(default)]
    pub http: Http,
    /// The endpoint for Polar's webhooks. Default: none.
    #[serde(default)]
    pub webhook: Option<Webhook>,
    /// Allows a `server` that is plain http on another machine; see
    /// [`TokensInClearText`](customer_session::danger::TokensInClearText). Default: `false`.
    #[serde(default)]
    pub danger_tokens_in_clear_text: bool,
}

/// Whether a token's length and checksum must be right.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Checksum {
    /// They may be anything.
    Ignored,
    /// They must be as Polar makes them.
    Required,
}
