//! Why no answer arrived.

use std::{error::Error, fmt};

use crate::provider::ProviderError;

/// Why no answer arrived from an issuer. Opaque: match on [`kind`](Self::kind).
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// Which part of an exchange failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The answer is longer than the request allows, and its status alone does not say what it is:
    /// see [`HttpRequest::max_answer_bytes`](super::HttpRequest::max_answer_bytes).
    BodyTooLarge,
    /// No connection: refused, unknown host, or TLS failed.
    Connect,
    /// The connection broke before the answer was whole.
    Interrupted,
    /// The answer did not come in time.
    Timeout,
}

impl TransportError {
    /// An error of this kind.
    #[must_use]
    pub const fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Says what lies behind it. Its text is logged, so it must hold no secret.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Which part failed.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::BodyTooLarge => "the issuer's answer is too long",
            TransportErrorKind::Connect => "no connection to the issuer",
            TransportErrorKind::Interrupted => "the connection to the issuer broke",
            TransportErrorKind::Timeout => "the issuer did not answer in time",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Whatever went wrong on the way, nobody learned anything about the session: never a denial.
impl From<TransportError> for ProviderError {
    fn from(error: TransportError) -> Self {
        match error.kind {
            // What makes it long may be what one customer wrote.
            TransportErrorKind::BodyTooLarge => Self::malformed_answer(error).of_one_customer(),
            TransportErrorKind::Connect | TransportErrorKind::Interrupted => {
                Self::unavailable(error)
            }
            TransportErrorKind::Timeout => Self::timed_out(),
        }
    }
}
