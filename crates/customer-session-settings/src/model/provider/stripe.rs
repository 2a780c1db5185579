//! Stripe.

use serde::{Deserialize, Serialize};

use crate::{
    Http, Webhook,
    value::{Rate, Secret},
};

/// One account of Stripe, in one mode.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Stripe {
    /// The secret key (`sk_…`), or better a restricted key (`rk_…`), which may write customer
    /// sessions and read customers.
    pub secret_key: Secret,
    /// The secret under which tokens are digested before they are stored: 32 random bytes at least,
    /// the same for all processes that share the store.
    pub digest_secret: Secret,
    /// Earlier digest secrets, whose sessions are found still. Default: none.
    #[serde(default)]
    pub previous_digest_secrets: Vec<Secret>,
    /// Which Stripe: `live`, `test`, or an address. Default: Stripe's, in the mode of the key.
    #[serde(default)]
    pub server: Option<String>,
    /// Where sessions are registered, unless the program
    /// [brings a store](crate::Assembly::store). Default: `memory`.
    #[serde(default)]
    pub store: Option<Store>,
    /// The connected account (`acct_…`) to act for. Default: that of the key.
    #[serde(default)]
    pub account: Option<String>,
    /// A name of the account that the key belongs to, needed where several accounts share a store.
    /// Default: none.
    #[serde(default)]
    pub own_account: Option<String>,
    /// The version of Stripe's API. Default: `2026-10-28.endive`.
    #[serde(default)]
    pub api_version: Option<String>,
    /// Which token your own API takes; prefer `own_token`. Default: `either`.
    #[serde(default)]
    pub bearer: Option<Bearer>,
    /// What own tokens begin with: 2 to 32 lower-case letters, digits and underscores. Default:
    /// `css_`. Several accounts need one each.
    #[serde(default)]
    pub own_token_prefix: Option<String>,
    /// What Stripe's client secrets begin with. Default: `cuss_`.
    #[serde(default)]
    pub client_secret_prefix: Option<String>,
    /// How often customers may be looked up, all of them together. Default: 20 a second and 5 at
    /// once.
    #[serde(default)]
    pub customer_rate: Option<Rate>,
    /// How Stripe is reached.
    #[serde(default)]
    pub http: Http,
    /// The endpoint for Stripe's webhooks. Default: none.
    #[serde(default)]
    pub webhook: Option<Webhook>,
    /// The connected account (`acct_…`) whose events the webhook takes. Default: those of the
    /// endpoint's own account.
    #[serde(default)]
    pub webhook_account: Option<String>,
    /// Allows a `server` that is plain http on another machine; see
    /// [`TokensInClearText`](customer_session::danger::TokensInClearText). Default: `false`.
    #[serde(default)]
    pub danger_tokens_in_clear_text: bool,
}

/// Where sessions are registered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Store {
    /// In this process: a restart forgets them, and a second process does not know them.
    Memory,
}

/// Which token your own API takes.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bearer {
    /// Stripe's `client_secret`.
    ClientSecret,
    /// Either.
    Either,
    /// The own token that is made beside it, so that Stripe's secret goes to Stripe.js alone.
    OwnToken,
}
