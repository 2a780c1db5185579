//! A refused request: one value that every adapter turns into the same response.

mod challenge;
mod code;
mod reason;

use std::{error::Error, fmt, sync::Arc, time::Duration};

use crate::provider::ProviderError;

pub use self::reason::{Fault, Reason};
pub(crate) use self::{
    challenge::{Challenges, valid_realm},
    code::problem,
};

/// A refused request.
///
/// It is opaque, so that it can learn more without breaking users: match on
/// [`reason`](Self::reason). Adapters put it into the extensions of the response, also when an
/// extractor refused or the response was replaced, so that outer layers can log why. Cheap to
/// clone.
///
/// # Security
///
/// The response holds constants only, and words of the configuration: nothing of the request, of the
/// token, or of the issuer's answer is echoed.
#[derive(Clone)]
pub struct Rejection(Arc<Refusal>);

struct Refusal {
    reason: Reason,
    retry_after: Option<Duration>,
    challenges: Option<Challenges>,
    /// In the place of the one that its code has.
    challenge: Option<Box<str>>,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Rejection {
    pub(crate) fn new(reason: Reason, challenges: &Challenges) -> Self {
        Self(Arc::new(Refusal {
            reason,
            retry_after: None,
            challenges: Some(challenges.clone()),
            challenge: None,
            source: None,
        }))
    }

    /// A rejection because of what a provider said.
    pub(crate) fn by_provider(error: &ProviderError, challenges: &Challenges) -> Self {
        let reason = error.reason();
        let retry_after = error
            .wait()
            .or_else(|| (reason.status() == 503).then_some(DEFAULT_RETRY_AFTER));
        let source = error.shared_source();
        Self(Arc::new(Refusal {
            reason,
            retry_after,
            challenges: Some(challenges.clone()),
            challenge: None,
            source,
        }))
    }

    /// A rejection of a session that lacks a right, and the scopes that would do.
    pub(crate) fn by_requirement(
        reason: Reason,
        challenges: Option<&Challenges>,
        scope: Option<&str>,
    ) -> Self {
        Self(Arc::new(Refusal {
            reason,
            retry_after: None,
            challenges: None,
            challenge: challenge::of_requirement(challenges, reason.public(), scope),
            source: None,
        }))
    }

    /// The rejection of an extractor or a requirement on a route that no layer or middleware wraps.
    /// For adapters.
    #[must_use]
    pub fn layer_missing() -> Self {
        Self::of_ours(Reason::LayerMissing, None)
    }

    /// The rejection of a request that an adapter cannot handle as the application is built, and
    /// why. For adapters.
    #[must_use]
    pub fn misconfigured(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::of_ours(Reason::Misconfigured, Some(source.into().into()))
    }

    fn of_ours(reason: Reason, source: Option<Arc<dyn Error + Send + Sync>>) -> Self {
        Self(Arc::new(Refusal {
            reason,
            retry_after: None,
            challenges: None,
            challenge: None,
            source,
        }))
    }

    /// Why the request was refused.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.0.reason
    }

    /// The HTTP status of the response.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.reason.status()
    }

    /// The `code` that the client reads.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.reason.code()
    }

    /// How long the client should wait before it tries again, where that is known or a default
    /// applies (503: 5 s).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The value of the `WWW-Authenticate` header, which every 401 has (RFC 9110 §15.5.2), and
    /// every 400 and 403 too (RFC 6750 §3.1). That of `scope_insufficient` lists the scopes that
    /// the route requires.
    #[must_use]
    pub fn challenge(&self) -> Option<&str> {
        if let Some(own) = &self.0.challenge {
            return Some(own);
        }
        self.0.challenges.as_ref()?.of(self.0.reason.public())
    }

    /// The headers of the response, names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, HeaderText<'_>)> {
        let fixed = [
            ("content-type", HeaderText::Text("application/problem+json")),
            ("cache-control", HeaderText::Text("no-store")),
        ];
        let challenge = self
            .challenge()
            .map(|challenge| ("www-authenticate", HeaderText::Text(challenge)));
        let retry_after = self
            .0
            .retry_after
            .map(|wait| ("retry-after", HeaderText::Seconds(whole_seconds(wait))));
        fixed.into_iter().chain(challenge).chain(retry_after)
    }

    /// The problem document (RFC 9457), as JSON.
    #[must_use]
    pub fn body(&self) -> &'static str {
        self.0.reason.public().body()
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("reason", &self.0.reason)
            .field("retry_after", &self.0.retry_after)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request was refused: {}", self.0.reason)
    }
}

impl Error for Rejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The value of a header that we set.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum HeaderText<'a> {
    /// A number of seconds.
    Seconds(u64),
    /// Visible ASCII.
    Text(&'a str),
}

impl fmt::Display for HeaderText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seconds(seconds) => seconds.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Rounds up: a client that comes back a moment too early is refused once more.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Long enough that a crowd of clients does not hammer, short enough that a restarted issuer is
/// found soon.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(5);
