//! A billing address.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A billing address. Polar always has the country; everything else may be `None`.
#[non_exhaustive]
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Address {
    /// The first line.
    #[serde(alias = "Line1")]
    pub line1: Option<String>,
    /// The second line.
    #[serde(alias = "Line2")]
    pub line2: Option<String>,
    /// The postal code.
    #[serde(alias = "postalCode", alias = "PostalCode")]
    pub postal_code: Option<String>,
    /// The city.
    #[serde(alias = "City")]
    pub city: Option<String>,
    /// The state or province; with the country before it in the United States and Canada: `US-NY`,
    /// `CA-QC`.
    #[serde(alias = "State")]
    pub state: Option<String>,
    /// The country's ISO 3166-1 alpha-2 code, such as `FR`. It is not checked.
    #[serde(alias = "Country")]
    pub country: Option<String>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows nothing: an address is personal data.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address").finish_non_exhaustive()
    }
}
