//! The version of Polar's API.

use customer_session::ConfigError;

/// The version of Polar's API that calls ask for, by the header `Polar-Version`.
///
/// Polar keeps three quarterly versions alive and answers 404 to older ones, and to those that are
/// not published yet. The answers that this crate reads are the same in all of them, and a pinned
/// version that Polar does not know is dropped with a loud event, so that it locks no customer out.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ApiVersion {
    /// Whichever version Polar calls current.
    Current,
    /// This version, written `YYYY-MM`.
    Pinned(String),
}

impl ApiVersion {
    /// This version, written `YYYY-MM`.
    #[must_use]
    pub fn pinned(version: impl Into<String>) -> Self {
        Self::Pinned(version.into())
    }

    pub(crate) fn header(&self) -> Option<&str> {
        match self {
            Self::Current => None,
            Self::Pinned(version) => Some(version),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        match self.header() {
            Some(version) if !is_year_and_month(version) => Err(ConfigError::invalid(
                "api_version",
                version,
                "write year and month, such as 2026-10",
            )),
            _ => Ok(()),
        }
    }
}

/// `2026-10`, the newest version at the time of writing.
impl Default for ApiVersion {
    fn default() -> Self {
        Self::pinned("2026-10")
    }
}

fn is_year_and_month(version: &str) -> bool {
    version.len() == 7
        && version.bytes().enumerate().all(|(at, byte)| {
            if at == 4 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        })
}
