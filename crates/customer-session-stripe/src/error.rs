//! Why a call to Stripe failed.

use std::{error::Error, fmt, time::Duration};

use customer_session::{
    entropy::EntropyError,
    provider::{ProviderError, registry::StoreError},
    upstream::{TransportError, TransportErrorKind},
};

/// Why a call to Stripe failed. Opaque: match on [`kind`](Self::kind).
///
/// Its text names what to mend, and holds no key, no secret and no personal data: of what Stripe
/// answers, it repeats the words of the type, the code and the parameter, and the request's id.
#[derive(Debug)]
pub struct StripeError {
    kind: StripeErrorKind,
    message: String,
    /// Whether one customer's own data may be all that is wrong with the answer.
    of_one_customer: bool,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// Which way a call to Stripe failed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum StripeErrorKind {
    /// Another request with the same idempotency key is under way, or the object is locked: try
    /// again.
    Conflict,
    /// Stripe refused the key: it is wrong, expired, lacks a permission, or may not act for the
    /// account.
    CredentialsRefused,
    /// The idempotency key was used before, with other parameters.
    IdempotencyMismatch,
    /// Stripe refused what was asked for, such as an unknown customer.
    InvalidRequest,
    /// Stripe answered with something that is not an answer: HTML, cut JSON, a missing field,
    /// another customer.
    MalformedAnswer,
    /// The address does not exist, the answer is of the other mode, or the client secret in it would
    /// not be recognized.
    Misconfigured,
    /// The customer does not exist in this account and mode.
    NotFound,
    /// The session was created, and the store did not take it: it cannot be verified, and was not
    /// given out.
    NotRegistered,
    /// The source of randomness is out of order. Nothing was asked.
    OutOfEntropy,
    /// Stripe limits the calls.
    RateLimited,
    /// Stripe repeated its answer to an earlier request with the same idempotency key, and the
    /// session of then is over: use a new key.
    SessionOver,
    /// Stripe did not answer in time.
    Timeout,
    /// Stripe could not be reached, or is out of order.
    Unavailable,
}

impl StripeError {
    pub(crate) fn new(kind: StripeErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            of_one_customer: false,
            request_id: None,
            retry_after: None,
            source: None,
        }
    }

    pub(crate) fn malformed(message: impl Into<String>) -> Self {
        Self::new(StripeErrorKind::MalformedAnswer, message)
    }

    /// An answer that may be unreadable for nothing but what one customer wrote in it.
    pub(crate) fn of_one_customer(self) -> Self {
        Self {
            of_one_customer: true,
            ..self
        }
    }

    pub(crate) fn of_request(mut self, id: Option<String>) -> Self {
        self.request_id = id;
        self
    }

    pub(crate) fn retry_in(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }

    fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Which way it failed.
    #[must_use]
    pub const fn kind(&self) -> StripeErrorKind {
        self.kind
    }

    /// Stripe's id of the request (`req_…`), under which the dashboard shows it; `None` if Stripe
    /// did not answer.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// How long Stripe asks to wait, if it does.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What it means for a session, if its customer was asked for: a "no" where there is no such
    /// customer, and a fault of ours otherwise.
    pub(crate) fn of_look_up(self) -> ProviderError {
        let wait = self.retry_after;
        match self.kind {
            StripeErrorKind::NotFound => ProviderError::not_our_customer(),
            StripeErrorKind::RateLimited => ProviderError::own_rate_limited().retry_after(wait),
            StripeErrorKind::CredentialsRefused => ProviderError::credentials_refused(self),
            // The request is ours and always the same: what Stripe refuses is the version, say.
            StripeErrorKind::IdempotencyMismatch
            | StripeErrorKind::InvalidRequest
            | StripeErrorKind::Misconfigured => ProviderError::misconfigured(self),
            StripeErrorKind::Timeout => ProviderError::timed_out(),
            StripeErrorKind::MalformedAnswer if self.of_one_customer => {
                ProviderError::malformed_answer(self).of_one_customer()
            }
            StripeErrorKind::MalformedAnswer => ProviderError::malformed_answer(self),
            StripeErrorKind::Conflict
            | StripeErrorKind::NotRegistered
            | StripeErrorKind::OutOfEntropy
            | StripeErrorKind::SessionOver
            | StripeErrorKind::Unavailable => ProviderError::unavailable(self).retry_after(wait),
        }
    }
}

impl fmt::Display for StripeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl Error for StripeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<TransportError> for StripeError {
    fn from(error: TransportError) -> Self {
        let (kind, message) = match error.kind() {
            TransportErrorKind::BodyTooLarge => (StripeErrorKind::MalformedAnswer, TOO_LONG),
            TransportErrorKind::Timeout => (StripeErrorKind::Timeout, NOT_ASKED),
            _ => (StripeErrorKind::Unavailable, NOT_ASKED),
        };
        Self {
            // What makes it long may be what one customer wrote.
            of_one_customer: error.kind() == TransportErrorKind::BodyTooLarge,
            ..Self::new(kind, message).caused_by(error)
        }
    }
}

impl From<StoreError> for StripeError {
    fn from(error: StoreError) -> Self {
        let message = "the session was created at Stripe, and is not registered here";
        Self::new(StripeErrorKind::NotRegistered, message).caused_by(error)
    }
}

impl From<EntropyError> for StripeError {
    fn from(error: EntropyError) -> Self {
        Self::new(StripeErrorKind::OutOfEntropy, "no token could be made").caused_by(error)
    }
}

const NOT_ASKED: &str = "Stripe could not be asked";

const TOO_LONG: &str = "Stripe's answer is too long to be read";
