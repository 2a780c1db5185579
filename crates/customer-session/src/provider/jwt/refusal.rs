//! Why a signed token is refused.

use std::{error::Error, fmt};

use crate::{provider::ProviderError, rejection::Reason};

/// Why a signed token is refused: the reason, and what in particular, in words that hold nothing of
/// the token.
#[derive(Debug)]
pub(crate) struct Refusal {
    reason: Reason,
    source: Box<dyn Error + Send + Sync>,
}

impl Refusal {
    pub(crate) fn new(reason: Reason, detail: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            reason,
            source: detail.into(),
        }
    }

    /// A refusal over one claim or header parameter; the name must be of ours or configured, and
    /// never the token's.
    pub(super) fn over(reason: Reason, name: &str, what: &str) -> Self {
        Self::new(reason, format!("`{name}` {what}"))
    }

    pub(crate) const fn reason(&self) -> Reason {
        self.reason
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason, self.source)
    }
}

impl From<Refusal> for ProviderError {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.reason, refusal.source)
    }
}
