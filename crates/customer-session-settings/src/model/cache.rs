//! What is remembered, and for how long.

use serde::{Deserialize, Serialize};

use crate::value::{Period, Size};

/// What is remembered, and for how long.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Cache {
    /// For how long a good session is served without asking, 1 s to 1 h. Default: `60s`.
    pub session_lifetime: Option<Period>,
    /// For how long a customer is served without asking, 1 s to 24 h. Default: `10m`.
    pub customer_lifetime: Option<Period>,
    /// For how long a denied token is refused without asking, 0 s to 5 min. Default: `10s`.
    pub denial_lifetime: Option<Period>,
    /// For how long a customer who is not yours is refused without asking, 0 s to 24 h. Default:
    /// `10m`.
    pub customer_denial_lifetime: Option<Period>,
    /// In which last part of its life an answer is renewed in the background, in percent, 0 to 90;
    /// 0 renews nothing. Default: 20.
    #[cfg_attr(feature = "schema", schemars(range(max = 90)))]
    pub refresh_ahead: Option<u8>,
    /// By how much the lives of answers are shortened, each by a part of its own, in percent, 0 to
    /// 50. Default: 10.
    #[cfg_attr(feature = "schema", schemars(range(max = 50)))]
    pub lifetime_jitter: Option<u8>,
    /// How many sessions are remembered.
    pub sessions: Bounds,
    /// How many customers are remembered.
    pub customers: Bounds,
    /// How many denials are remembered, of tokens and of customers each, 1 to 1,000,000. Default:
    /// 10,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000_000)))]
    pub max_denials: Option<u64>,
}

/// How much a cache may hold: whichever is reached first.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Bounds {
    /// At most this many entries, 1 to 4,294,967,295. Default: 100,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 4_294_967_295_u64)))]
    pub entries: Option<u64>,
    /// At most this many bytes, 4 KiB to 1 TiB. Default: `96MiB` for sessions, `128MiB` for
    /// customers.
    pub bytes: Option<Size>,
}
