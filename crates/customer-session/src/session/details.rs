//! What an issuer says of a customer beyond what every issuer says.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::Error};
use serde_json::value::RawValue;

/// An issuer's own JSON of a customer, as it stood in the answer or in the token.
///
/// Cheap to clone. Its `Debug` shows none of it.
#[derive(Clone, Eq, PartialEq)]
pub struct Details(Arc<str>);

impl Details {
    /// A text that was read as JSON a moment ago.
    #[cfg(feature = "jwt")]
    pub(crate) fn read(text: String) -> Self {
        Self(text.into())
    }

    /// The JSON.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }

    /// Reads the JSON into a type.
    ///
    /// # Errors
    ///
    /// When the JSON is not of this type.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.0)
    }
}

impl From<Box<RawValue>> for Details {
    fn from(json: Box<RawValue>) -> Self {
        Self(Box::<str>::from(json).into())
    }
}

impl Serialize for Details {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let json: &RawValue = serde_json::from_str(&self.0).map_err(S::Error::custom)?;
        json.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Details {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(from).map(Self::from)
    }
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Details")
            .field("bytes", &self.0.len())
            .finish_non_exhaustive()
    }
}
