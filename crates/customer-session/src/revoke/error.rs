//! Why sessions could not be ended.

use std::{error::Error, fmt};

/// Why sessions could not be ended or rechecked: nothing changed. Opaque: match on
/// [`kind`](Self::kind).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RevocationError {
    kind: RevocationErrorKind,
    message: String,
}

/// Which way ending sessions failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RevocationErrorKind {
    /// As many are remembered as the bound allows, and all of them still matter.
    Full,
    /// The session was not verified by an engine, or its configuration is gone.
    NoEngine,
    /// No provider of this name is configured.
    UnknownProvider,
}

impl RevocationError {
    pub(crate) fn full(bound: usize) -> Self {
        Self {
            kind: RevocationErrorKind::Full,
            message: format!(
                "{bound} revocations are remembered and none has run out: raise `max_revocations`"
            ),
        }
    }

    pub(crate) fn no_engine() -> Self {
        Self {
            kind: RevocationErrorKind::NoEngine,
            message: "no engine knows the session: its configuration was dropped, or it was \
                      asserted and never verified"
                .to_owned(),
        }
    }

    pub(crate) fn unknown_provider(name: &str, known: &[&str]) -> Self {
        Self {
            kind: RevocationErrorKind::UnknownProvider,
            message: format!(
                "there is no provider `{name}`; configured are: {}",
                known.join(", ")
            ),
        }
    }

    /// Which way it failed.
    #[must_use]
    pub const fn kind(&self) -> RevocationErrorKind {
        self.kind
    }
}

impl fmt::Display for RevocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for RevocationError {}
