//! What happens when an issuer cannot be asked.

use serde::{Deserialize, Serialize};

use crate::value::Period;

/// What happens when an issuer cannot be asked.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Outage {
    /// For how long beyond its lifetime an answer is served while the issuer cannot be asked, 0 s
    /// to 24 h. Default: `0s`, never: whoever is served then may have been denied meanwhile.
    pub stale_if_error: Option<Period>,
    /// When an issuer that keeps failing is left alone.
    pub breaker: Breaker,
    /// Which share of all questions may be asked a second time.
    pub retries: Retries,
}

/// When an issuer that keeps failing is left alone, and for how long.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Breaker {
    /// After this many failures in a row, 1 to 1,000,000. Default: 5.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000_000)))]
    pub failures: Option<u32>,
    /// For how long at first, 1 ms to 1 h. Default: `5s`.
    pub pause: Option<Period>,
    /// For how long at most, `pause` to 1 h. Default: `60s`.
    pub longest_pause: Option<Period>,
}

/// Which share of all questions may be asked a second time after the issuer could not be reached.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Retries {
    /// For each 100 first tries, 0 to 100; 0 switches retries off. Default: 10.
    #[cfg_attr(feature = "schema", schemars(range(max = 100)))]
    pub percent: Option<u32>,
    /// How many may be saved up, 0 to 1,000,000; 0 switches retries off. Default: 10.
    #[cfg_attr(feature = "schema", schemars(range(max = 1_000_000)))]
    pub most: Option<u32>,
}
