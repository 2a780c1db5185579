//! What one token, and all that are asked about at a time, may take.

use serde::{Deserialize, Serialize};

use crate::value::{Period, Rate, Size};

/// What one token, and all that are asked about at a time, may take.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Limits {
    /// How long a token may be, 64 B to 64 KiB. Default: `8KiB`.
    pub max_token_bytes: Option<Size>,
    /// How many different tokens may be asked about at one time, 1 to 100,000. Default: 1,024.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100_000)))]
    pub max_verifications: Option<u32>,
    /// How long one verification may take as a whole, 10 ms to 60 s. Default: `5s`.
    pub verification_timeout: Option<Period>,
    /// How often one issuer is asked about tokens that nobody vouched for yet. Default: 200 a
    /// second, in bursts of 1,000.
    pub unknown_token_rate: Option<Rate>,
}
