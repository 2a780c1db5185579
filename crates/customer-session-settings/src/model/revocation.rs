//! For how long it is remembered that sessions were ended.

use serde::{Deserialize, Serialize};

use crate::value::Period;

/// For how long it is remembered that sessions were ended.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Revocation {
    /// How long a session can last at most at an issuer that does not say, 1 min to 400 d. Default:
    /// `24h`. One that is too short lets ended sessions in again.
    pub longest_session: Option<Period>,
    /// How many revocations are remembered, 1 to 10,000,000. Default: 100,000. Beyond it no session
    /// can be ended, and the attempt says so.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000_000)))]
    pub max_revocations: Option<u32>,
}
