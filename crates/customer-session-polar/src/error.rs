//! Why a call to Polar failed.

use std::{error::Error, fmt, time::Duration};

use customer_session::{
    provider::ProviderError,
    upstream::{TransportError, TransportErrorKind},
};

/// Why a call to Polar failed. Opaque: match on [`kind`](Self::kind).
///
/// Its text names what to mend, and holds no token and no personal data.
#[derive(Debug)]
pub struct PolarError {
    kind: PolarErrorKind,
    message: String,
    /// Whether one customer's own data may be all that is wrong with the answer.
    of_one_customer: bool,
    retry_after: Option<Duration>,
    source: Option<TransportError>,
}

/// Which way a call to Polar failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PolarErrorKind {
    /// Polar refused the organization access token: it is wrong, expired, or lacks a scope.
    CredentialsRefused,
    /// Polar says that the session token is unknown, expired or revoked; it does not tell which.
    Denied,
    /// Polar refused what was asked for: an unknown customer, or a team without a member.
    InvalidRequest,
    /// Polar answered with something that is not an answer: HTML, cut JSON, a missing field.
    MalformedAnswer,
    /// The address or the API version does not exist, or the access token belongs to another
    /// organization.
    Misconfigured,
    /// What was asked for does not exist in the organization of the access token.
    NotFound,
    /// Polar limits the calls.
    RateLimited,
    /// Polar did not answer in time.
    Timeout,
    /// Polar could not be reached, or is out of order.
    Unavailable,
}

impl PolarError {
    pub(crate) fn new(kind: PolarErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            of_one_customer: false,
            retry_after: None,
            source: None,
        }
    }

    pub(crate) fn malformed(message: impl Into<String>) -> Self {
        Self::new(PolarErrorKind::MalformedAnswer, message)
    }

    /// An answer that may be unreadable for nothing but what one customer wrote in it.
    pub(crate) fn of_one_customer(self) -> Self {
        Self {
            of_one_customer: true,
            ..self
        }
    }

    pub(crate) fn rate_limited(retry_after: Option<Duration>) -> Self {
        let error = Self::new(
            PolarErrorKind::RateLimited,
            "Polar limits the calls: make fewer, or wait",
        );
        Self {
            retry_after,
            ..error
        }
    }

    /// Which way it failed.
    #[must_use]
    pub const fn kind(&self) -> PolarErrorKind {
        self.kind
    }

    /// How long Polar asks to wait. It is the length of its window (60 s), not what is left of it.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What it means for a session, if the call was made with the session's own token.
    pub(crate) fn of_session_call(self) -> ProviderError {
        match self.kind {
            PolarErrorKind::Denied => ProviderError::denied(),
            PolarErrorKind::RateLimited => {
                ProviderError::customer_rate_limited().retry_after(self.retry_after)
            }
            _ => self.of_any_call(),
        }
    }

    /// What it means for a session, if the call was made with our access token.
    pub(crate) fn of_own_call(self) -> ProviderError {
        match self.kind {
            PolarErrorKind::NotFound => ProviderError::not_our_customer(),
            PolarErrorKind::RateLimited => {
                ProviderError::own_rate_limited().retry_after(self.retry_after)
            }
            _ => self.of_any_call(),
        }
    }

    /// Whatever is not an answer about the session or the customer is a fault.
    fn of_any_call(self) -> ProviderError {
        match self.kind {
            PolarErrorKind::CredentialsRefused => ProviderError::credentials_refused(self),
            PolarErrorKind::Misconfigured => ProviderError::misconfigured(self),
            PolarErrorKind::Timeout => ProviderError::timed_out(),
            PolarErrorKind::Unavailable => {
                let retry_after = self.retry_after;
                ProviderError::unavailable(self).retry_after(retry_after)
            }
            PolarErrorKind::MalformedAnswer if self.of_one_customer => {
                ProviderError::malformed_answer(self).of_one_customer()
            }
            PolarErrorKind::Denied
            | PolarErrorKind::InvalidRequest
            | PolarErrorKind::MalformedAnswer
            | PolarErrorKind::NotFound
            | PolarErrorKind::RateLimited => ProviderError::malformed_answer(self),
        }
    }

    pub(crate) fn unavailable(status: u16, retry_after: Option<Duration>) -> Self {
        let error = Self::new(
            PolarErrorKind::Unavailable,
            format!("Polar answered with status {status}"),
        );
        Self {
            retry_after,
            ..error
        }
    }
}

impl fmt::Display for PolarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for PolarError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

impl From<TransportError> for PolarError {
    fn from(error: TransportError) -> Self {
        let (kind, message) = match error.kind() {
            TransportErrorKind::BodyTooLarge => (PolarErrorKind::MalformedAnswer, TOO_LONG),
            TransportErrorKind::Timeout => (PolarErrorKind::Timeout, NOT_ASKED),
            _ => (PolarErrorKind::Unavailable, NOT_ASKED),
        };
        Self {
            // What makes it long may be what one customer wrote.
            of_one_customer: error.kind() == TransportErrorKind::BodyTooLarge,
            source: Some(error),
            ..Self::new(kind, message)
        }
    }
}

const NOT_ASKED: &str = "Polar could not be asked";

const TOO_LONG: &str = "Polar's answer is too long to be read";
