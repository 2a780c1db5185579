//! Why a provider has no answer, or has a "no".

use std::{error::Error, fmt, sync::Arc, time::Duration};

use crate::rejection::Reason;

/// Why a provider could not vouch for a session: a denial, or a fault.
///
/// The two must never be confused. A **denial** is the issuer's own "no" to this token or this
/// customer: it is remembered for a while and becomes a 401. Everything else is a **fault**: nobody
/// knows whether the session is good, so nothing is remembered and the customer is not blamed (429,
/// 500 or 503). A provider that reports a fault as a denial signs paying customers out during an
/// outage; one that reports a denial as a fault is only slow.
///
/// Cheap to clone, since everybody who waits for the same verification gets it.
#[derive(Clone, Debug)]
pub struct ProviderError {
    /// Whether the issuer's answer to the question refuses the token, though it is good.
    answered: bool,
    /// Whether one customer's own data may be all that is wrong.
    of_one_customer: bool,
    reason: Reason,
    retry_after: Option<Duration>,
    source: Option<Arc<dyn Error + Send + Sync>>,
    /// Whether nobody was asked, so that it is no news.
    unasked: bool,
}

impl ProviderError {
    const fn new(reason: Reason) -> Self {
        Self {
            answered: false,
            of_one_customer: false,
            reason,
            retry_after: None,
            source: None,
            unasked: false,
        }
    }

    /// The issuer says that the token is not, or no longer, a session.
    #[must_use]
    pub const fn denied() -> Self {
        Self::new(Reason::TokenDenied)
    }

    /// The issuer says that the session's time is over.
    #[must_use]
    pub const fn expired() -> Self {
        Self::new(Reason::TokenExpired)
    }

    /// The issuer says that the customer is not one of this merchant's, or no longer.
    #[must_use]
    pub const fn not_our_customer() -> Self {
        Self::new(Reason::NotOurCustomer)
    }

    /// The issuer could not be reached, or is out of order.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Reason::IssuerUnavailable).caused_by(source)
    }

    /// The issuer did not answer in time.
    #[must_use]
    pub const fn timed_out() -> Self {
        Self::new(Reason::IssuerTimeout)
    }

    /// The issuer answered, but not with an answer to the question.
    pub fn malformed_answer(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Reason::IssuerAnswerMalformed).caused_by(source)
    }

    /// The issuer limits calls made with this customer's own token.
    #[must_use]
    pub const fn customer_rate_limited() -> Self {
        Self::new(Reason::RateLimited)
    }

    /// The issuer limits calls made with our own credentials.
    #[must_use]
    pub const fn own_rate_limited() -> Self {
        Self::new(Reason::OwnRateLimited)
    }

    /// The issuer refused our own credentials.
    pub fn credentials_refused(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Reason::CredentialsRefused).caused_by(source)
    }

    /// Our configuration cannot work with this issuer.
    pub fn misconfigured(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Reason::Misconfigured).caused_by(source)
    }

    /// The token is refused for what stands in it: nobody need be asked, and nothing is remembered.
    pub(crate) fn refused(reason: Reason, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(reason).caused_by(source)
    }

    /// The token is refused for what the issuer answered about it: as good as the issuer's own "no",
    /// since it would say the same again.
    #[cfg(any(feature = "introspection", feature = "me", feature = "verify-call"))]
    pub(crate) fn refused_by_answer(
        reason: Reason,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        let mut refused = Self::refused(reason, source);
        refused.answered = true;
        refused
    }

    /// What the application adds to a customer cannot be loaded until it is mended.
    pub(crate) fn enrichment_failed(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Reason::EnrichmentFailed).caused_by(source)
    }

    /// What the application adds to a customer could not be loaded.
    pub(crate) fn enrichment_unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::new(Reason::EnrichmentUnavailable).caused_by(source)
    }

    /// The verification ended without an answer.
    pub(crate) const fn aborted() -> Self {
        Self::new(Reason::VerificationAborted)
    }

    /// Too many verifications are under way.
    pub(crate) const fn overloaded() -> Self {
        Self::new(Reason::Overloaded)
    }

    /// Nobody was asked: the issuer is in trouble, or asked to be left alone.
    pub(crate) fn suspended(wait: Duration) -> Self {
        Self::unasked(Reason::IssuerSuspended, wait)
    }

    /// Nobody was asked: as many unknown tokens were asked about as may be.
    pub(crate) fn unknown_tokens_paced(wait: Duration) -> Self {
        Self::unasked(Reason::UnknownTokensPaced, wait)
    }

    /// Nobody was asked: as many calls were made with our own credentials as may be.
    pub(crate) fn own_calls_paced(wait: Duration) -> Self {
        Self::unasked(Reason::OwnCallsPaced, wait)
    }

    /// Nobody was asked: the issuer limits calls made with our own credentials, and asked for time.
    pub(crate) fn own_calls_held(wait: Duration) -> Self {
        Self::unasked(Reason::OwnRateLimited, wait)
    }

    fn unasked(reason: Reason, wait: Duration) -> Self {
        let mut unasked = Self::new(reason).retry_after(wait);
        unasked.unasked = true;
        unasked
    }

    /// A denial that was remembered.
    pub(crate) const fn remembered(reason: Reason) -> Self {
        Self::new(reason)
    }

    /// Says how long the issuer asked to wait.
    #[must_use]
    pub fn retry_after(mut self, wait: impl Into<Option<Duration>>) -> Self {
        self.retry_after = wait.into().map(|wait| wait.min(MAX_RETRY_AFTER));
        self
    }

    /// Says that one customer's own data may be all that is wrong with the answer, such as a name
    /// that our limits refuse: it says nothing about how the issuer is.
    ///
    /// The session gets the same fault, but the breaker counts neither a failure nor a success.
    /// Else one customer, by what they write of themselves, could have the issuer left alone for all
    /// others. For answers that [are a JSON object](crate::upstream::HttpAnswer::is_json_object) and
    /// cannot be read all the same; a [`TransportError`](crate::upstream::TransportError) of an
    /// answer that is too long becomes such an error by itself.
    #[must_use]
    pub const fn of_one_customer(mut self) -> Self {
        self.of_one_customer = true;
        self
    }

    /// Says what lies behind it. The text is logged, so it must hold no token, key or personal
    /// data.
    fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into().into());
        self
    }

    /// The reason that the rejection will carry.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// How long the issuer asked to wait, if it did; at most one hour.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Whether it is the issuer's own "no", or an answer that can be no "yes", which may be
    /// remembered.
    #[must_use]
    pub const fn is_denial(&self) -> bool {
        self.answered
            || matches!(
                self.reason,
                Reason::TokenDenied | Reason::TokenExpired | Reason::NotOurCustomer
            )
    }

    /// Whether it says nothing about how the issuer is, since one customer's own data may be all
    /// that is wrong.
    pub(crate) const fn is_of_one_customer(&self) -> bool {
        self.of_one_customer
    }

    /// Whether nobody was asked.
    pub(crate) const fn is_unasked(&self) -> bool {
        self.unasked
    }

    pub(crate) fn shared_source(&self) -> Option<Arc<dyn Error + Send + Sync>> {
        self.source.clone()
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the session was not verified: {}", self.reason)
    }
}

impl Error for ProviderError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// An issuer that asks for more than this is passed on as this: a client should not be sent away
/// for a day by a typo.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);
