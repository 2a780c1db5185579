//! What a client sees and an operator reads of a failure.

use customer_session::{Reason, Rejection};

/// What a client sees and an operator reads: reason, status, public code, seconds of `Retry-After`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Outcome(
    pub(super) Reason,
    pub(super) u16,
    pub(super) &'static str,
    pub(super) Option<u64>,
);

impl Outcome {
    pub(super) fn of(rejection: &Rejection) -> Self {
        Self(
            rejection.reason(),
            rejection.status(),
            rejection.code(),
            rejection.retry_after().map(|wait| wait.as_secs()),
        )
    }

    pub(super) fn is_denial(self) -> bool {
        self.1 == 401
    }
}

pub(super) const DENIED: Outcome = Outcome(Reason::TokenDenied, 401, "token_invalid", None);
pub(super) const FOREIGN: Outcome = Outcome(Reason::NotOurCustomer, 401, "token_invalid", None);
pub(super) const MALFORMED: Outcome =
    Outcome(Reason::IssuerAnswerMalformed, 503, "unavailable", Some(5));
pub(super) const MISCONFIGURED: Outcome = Outcome(Reason::Misconfigured, 500, "server_error", None);
pub(super) const REFUSED: Outcome = Outcome(Reason::CredentialsRefused, 500, "server_error", None);
pub(super) const TIMEOUT: Outcome = Outcome(Reason::IssuerTimeout, 503, "unavailable", Some(5));
pub(super) const UNAVAILABLE: Outcome =
    Outcome(Reason::IssuerUnavailable, 503, "unavailable", Some(5));

/// The customer's own limit: nothing to wait for is known unless Polar says so.
pub(super) const fn limited(wait: Option<u64>) -> Outcome {
    Outcome(Reason::RateLimited, 429, "rate_limited", wait)
}

/// The limit of our access token, which is no business of the customer's.
pub(super) const fn own_limited(wait: u64) -> Outcome {
    Outcome(Reason::OwnRateLimited, 503, "unavailable", Some(wait))
}
