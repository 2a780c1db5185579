//! Why a token is refused for what is said about it.

use std::{error::Error, fmt};

use crate::{provider::ProviderError, rejection::Reason};

/// Why a token is refused: the reason, and what in particular, in words that hold nothing of
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
    pub(in crate::provider) fn over(reason: Reason, name: &str, what: &str) -> Self {
        Self::new(reason, format!("`{name}` {what}"))
    }

    pub(in crate::provider) fn missing(name: &str) -> Self {
        Self::over(Reason::ClaimsMissing, name, "is missing")
    }

    /// A refusal by an application's own rule.
    pub(in crate::provider) fn by_closure(why: Box<dyn Error + Send + Sync>) -> Self {
        Self::new(Reason::ClaimsRefused, why)
    }

    #[cfg(feature = "jwt")]
    pub(crate) const fn reason(&self) -> Reason {
        self.reason
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason, self.source)
    }
}

#[cfg(feature = "jwt")]
impl From<Refusal> for ProviderError {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.reason, refusal.source)
    }
}

#[cfg(any(feature = "introspection", feature = "me", feature = "verify-call"))]
impl Refusal {
    /// The same, where it is an issuer's answer that says so: one that is malformed is no "no".
    pub(in crate::provider) fn of_answer(self) -> ProviderError {
        if self.reason == Reason::ClaimsMalformed {
            return ProviderError::malformed_answer(self.source);
        }
        ProviderError::refused_by_answer(self.reason, self.source)
    }
}
