//! The live numbers behind [`Stats`].

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

#[cfg(feature = "metrics")]
use super::publish::Published;
use super::{Stats, requests::Notices};
use crate::{rejection::Reason, upstream::BreakerState};

/// The live numbers behind [`Stats`]. Counting is one atomic addition, and nothing else, since a
/// hit does nothing else either.
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
    rejected: ByReason,
    pub(super) notices: Notices,
    #[cfg(feature = "metrics")]
    pub(super) published: Published,
}

/// One number for each reason.
#[derive(Debug)]
struct ByReason([AtomicU64; Reason::ALL.len()]);

impl Default for ByReason {
    fn default() -> Self {
        Self(std::array::from_fn(|_| AtomicU64::new(0)))
    }
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

    pub(super) fn stale_hit(&self) {
        self.stale_hits.fetch_add(1, Relaxed);
    }

    pub(crate) fn revoked(&self) {
        self.revocations.fetch_add(1, Relaxed);
    }

    pub(crate) fn accepted_after_asking(&self) {
        self.accepted_after_asking.fetch_add(1, Relaxed);
    }

    pub(super) fn rejected(&self, reason: Reason) {
        if let Some(counter) = self.rejected.0.get(reason as usize) {
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
            .zip(&self.rejected.0)
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
