//! How often something may happen.

use std::time::Duration;

use customer_session::upstream;
use serde::{Deserialize, Serialize};

use super::Period;
use crate::SettingsError;

/// How often an issuer may be called.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `calls` and `per`")]
#[non_exhaustive]
pub struct Rate {
    /// This many calls in each `per`, from 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub calls: u32,
    /// The stretch of time that `calls` is about, 1 ms to 24 h.
    pub per: Period,
    /// This many calls at once after a quiet time, from 1. Default: a tenth of `calls`.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    #[serde(default)]
    pub burst: Option<u32>,
}

impl Rate {
    pub(crate) fn read(self, path: &str) -> Result<upstream::Rate, SettingsError> {
        let mend = "let at least 1 through";
        if self.calls == 0 {
            return Err(SettingsError::invalid(format!("{path}.calls"), 0, mend));
        }
        if self.burst == Some(0) {
            return Err(SettingsError::invalid(format!("{path}.burst"), 0, mend));
        }
        if !(LEAST..=MOST).contains(&self.per.get()) {
            let mend = "choose a value from 1ms to 24h";
            return Err(SettingsError::invalid(
                format!("{path}.per"),
                self.per,
                mend,
            ));
        }
        let rate = upstream::Rate::new(self.calls, self.per.get());
        Ok(match self.burst {
            Some(burst) => rate.burst(burst),
            None => rate,
        })
    }
}

const LEAST: Duration = Duration::from_millis(1);
const MOST: Duration = Duration::from_secs(24 * 3600);
