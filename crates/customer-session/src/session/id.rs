//! The customer's id at the issuer.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// The id of a customer at the issuer. It means nothing without the provider it came from.
///
/// Cheap to clone.
#[derive(Clone, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct CustomerId(Arc<str>);

impl CustomerId {
    /// Takes the id as the issuer wrote it.
    #[must_use]
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self(id.into())
    }

    /// The id as the issuer wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) const fn shared(&self) -> &Arc<str> {
        &self.0
    }
}

impl fmt::Debug for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for CustomerId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for CustomerId {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}
