//! The endpoint for an issuer's webhooks.

use serde::{Deserialize, Serialize};

use crate::value::{Period, Secret, Size};

/// The endpoint for an issuer's webhooks, which
/// [`CustomerSessions`](crate::CustomerSessions) hands out to be mounted.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Webhook {
    /// With what the issuer signs: one secret, or up to eight while one is being replaced.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 8)))]
    pub secrets: Vec<Secret>,
    /// How far from now a delivery may have been signed, in either direction, 10 s to 15 min.
    /// Default: `5m`.
    #[serde(default)]
    pub tolerance: Option<Period>,
    /// How long a delivery's body may be, 1 KiB to 8 MiB. Default: `256KiB`.
    #[serde(default)]
    pub max_body_bytes: Option<Size>,
    /// For how long the id of an event is remembered, two tolerances to 7 d. Default: `24h`.
    #[serde(default)]
    pub event_lifetime: Option<Period>,
    /// How many ids of events are remembered, 100 to 1,000,000. Default: 10,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 100, max = 1_000_000)))]
    #[serde(default)]
    pub max_events: Option<u32>,
}
