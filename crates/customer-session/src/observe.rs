//! Everything that is seen from outside: counters and events.
//!
//! Events carry the provider and the reason, never a token, a key or personal data.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use serde::Serialize;

#[cfg(feature = "webhook")]
use crate::endpoint::webhook::{Event, Refusal};
use crate::{
    provider::ProviderError,
    rejection::{Reason, Rejection},
    revoke::RevocationError,
    upstream::BreakerState,
};

/// What an engine did so far.
///
/// Every well-formed token that was presented counts once in `hits`, `negative_hits`, `misses` or
/// `coalesced`. A token that no provider can have made (`token_unrecognized`, `token_malformed`) is
/// none, and counts as rejected only.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// HTTP requests that providers made to verify sessions.
    pub upstream_calls: u64,
    /// Tokens whose session was remembered.
    pub hits: u64,
    /// Tokens whose denial was remembered.
    pub negative_hits: u64,
    /// Tokens that the issuer had to be asked about.
    pub misses: u64,
    /// Tokens that waited for an answer which was already on its way.
    pub coalesced: u64,
    /// Answers that were renewed in the background before their time was over.
    pub refreshed: u64,
    /// Requests that were given a session which should have been asked about, since its issuer
    /// could not be asked; each counts as a miss or as coalesced too.
    pub stale_hits: u64,
    /// The state of the way to each issuer, by the provider's name.
    pub breaker: BTreeMap<String, BreakerState>,
    /// Calls that ended sessions before their time.
    pub revocations: u64,
    /// Requests that were given a customer.
    pub accepted: u64,
    /// Requests that were refused, by the word of the [`Reason`].
    pub rejected: BTreeMap<&'static str, u64>,
}

/// The live numbers behind [`Stats`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    hits: AtomicU64,
    negative_hits: AtomicU64,
    misses: AtomicU64,
    coalesced: AtomicU64,
    refreshed: AtomicU64,
    stale_hits: AtomicU64,
    revocations: AtomicU64,
    accepted_after_asking: AtomicU64,
    rejected: [AtomicU64; Reason::ALL.len()],
}

impl Counters {
    /// Counts a hit and says how many there were before it.
    pub(crate) fn hit(&self) -> u64 {
        self.hits.fetch_add(1, Relaxed)
    }

    pub(crate) fn negative_hit(&self) {
        self.negative_hits.fetch_add(1, Relaxed);
    }

    pub(crate) fn miss(&self) {
        self.misses.fetch_add(1, Relaxed);
    }

    pub(crate) fn coalesced(&self) {
        self.coalesced.fetch_add(1, Relaxed);
    }

    pub(crate) fn refreshed(&self) {
        self.refreshed.fetch_add(1, Relaxed);
    }

    pub(crate) fn stale_hit(&self) {
        self.stale_hits.fetch_add(1, Relaxed);
    }

    pub(crate) fn revoked(&self) {
        self.revocations.fetch_add(1, Relaxed);
    }

    pub(crate) fn accepted_after_asking(&self) {
        self.accepted_after_asking.fetch_add(1, Relaxed);
    }

    pub(crate) fn rejected(&self, reason: Reason) {
        if let Some(counter) = self.rejected.get(reason as usize) {
            counter.fetch_add(1, Relaxed);
        }
    }

    pub(crate) fn snapshot(
        &self,
        upstream_calls: u64,
        breaker: BTreeMap<String, BreakerState>,
    ) -> Stats {
        let hits = self.hits.load(Relaxed);
        let rejected = Reason::ALL
            .iter()
            .zip(&self.rejected)
            .map(|(reason, count)| (reason.as_str(), count.load(Relaxed)))
            .filter(|(_, count)| *count > 0)
            .collect();
        Stats {
            upstream_calls,
            hits,
            negative_hits: self.negative_hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
            coalesced: self.coalesced.load(Relaxed),
            refreshed: self.refreshed.load(Relaxed),
            stale_hits: self.stale_hits.load(Relaxed),
            breaker,
            revocations: self.revocations.load(Relaxed),
            // A hit is always accepted, so the hit path counts once.
            accepted: hits + self.accepted_after_asking.load(Relaxed),
            rejected,
        }
    }
}

/// A request was refused.
pub(crate) fn rejected(rejection: &Rejection) {
    #[cfg(feature = "tracing")]
    {
        let reason = rejection.reason();
        let (word, fault, status) = (reason.as_str(), reason.fault().as_str(), reason.status());
        if matches!(reason, Reason::Overloaded | Reason::VerificationAborted) {
            // No issuer was asked, or its answer was lost: nothing else tells of it.
            tracing::warn!(target: "customer_session", reason = word, fault, status, "request refused unjudged");
        } else {
            tracing::debug!(target: "customer_session", reason = word, fault, status, "request refused");
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = rejection;
}

/// Sessions were ended before their time.
pub(crate) fn sessions_ended(kind: &'static str) {
    #[cfg(feature = "tracing")]
    tracing::info!(target: "customer_session", kind, "sessions ended");
    #[cfg(not(feature = "tracing"))]
    let _ = kind;
}

/// Sessions could not be ended, since too many revocations are remembered.
pub(crate) fn revocations_full(error: &RevocationError) {
    #[cfg(feature = "tracing")]
    tracing::error!(target: "customer_session", %error, "sessions could not be ended");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}

/// An issuer could not be reached and is asked once more.
pub(crate) fn retrying(provider: &Arc<str>, error: &ProviderError) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "customer_session", %provider, reason = error.reason().as_str(), "asking once more");
    #[cfg(not(feature = "tracing"))]
    let _ = (provider, error);
}

/// A session was served although it should have been asked about.
pub(crate) fn stale(reason: Reason) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "customer_session", reason = reason.as_str(), "stale session served");
    #[cfg(not(feature = "tracing"))]
    let _ = reason;
}

/// An issuer did not vouch for a session.
pub(crate) fn not_verified(provider: &Arc<str>, error: &ProviderError) {
    #[cfg(feature = "tracing")]
    {
        use crate::rejection::Fault;

        let cause =
            std::error::Error::source(error).map(|cause| crate::observe::Chain(cause).to_string());
        let reason = error.reason().as_str();
        let status = error.reason().status();
        match error.reason().fault() {
            Fault::Caller => {
                tracing::debug!(target: "customer_session", %provider, reason, "session denied");
            }
            Fault::Us if status == 500 => {
                tracing::error!(target: "customer_session", %provider, reason, cause, "sessions cannot be verified until the configuration is mended");
            }
            Fault::Us | Fault::Issuer => {
                tracing::warn!(target: "customer_session", %provider, reason, cause, "session could not be verified");
            }
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (provider, error);
}

/// An endpoint made a response that cannot be written as HTTP.
pub(crate) fn unwritable_response(status: u16) {
    #[cfg(feature = "tracing")]
    tracing::error!(target: "customer_session", status, "an endpoint's response has an impossible status or header; it was replaced by a 500");
    #[cfg(not(feature = "tracing"))]
    let _ = status;
}

/// A delivery of a webhook was taken.
#[cfg(feature = "webhook")]
pub(crate) fn delivery_taken(sender: &str, event: &Event, first: bool) {
    #[cfg(feature = "tracing")]
    {
        let (kind, changes) = (&event.kind, event.changes.len());
        tracing::debug!(target: "customer_session", sender, ?kind, changes, first, "webhook taken");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (sender, event, first);
}

/// A delivery of a webhook was refused.
#[cfg(feature = "webhook")]
pub(crate) fn delivery_refused(sender: &str, refusal: &Refusal) {
    let cause = refusal.cause();
    #[cfg(feature = "tracing")]
    {
        let cause = cause.map(|cause| Chain(cause).to_string());
        match refusal {
            // Anybody can send these.
            Refusal::Method | Refusal::Unsigned => {
                tracing::debug!(target: "customer_session", sender, "request to a webhook is no delivery");
            }
            Refusal::Untimely => {
                tracing::warn!(target: "customer_session", sender, "webhook refused: signed too long ago or too far ahead; if it is the sender's, set the clock right");
            }
            Refusal::Forged => {
                tracing::warn!(target: "customer_session", sender, "webhook refused: no secret fits its signature; if it is the sender's, set its secret");
            }
            Refusal::Malformed(_) => {
                tracing::error!(target: "customer_session", sender, cause, "webhook refused: signed by the sender, and cannot be read");
            }
            Refusal::NotApplied(_) => {
                tracing::error!(target: "customer_session", sender, cause, "webhook not applied: the sender is asked to send it again");
            }
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (sender, cause);
}

/// An error and all that lies behind it, in one line.
#[cfg(feature = "tracing")]
struct Chain<'a>(&'a (dyn std::error::Error + 'static));

#[cfg(feature = "tracing")]
impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}
