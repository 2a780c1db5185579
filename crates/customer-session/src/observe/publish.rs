//! Hands what is counted over to the recorder of the program.

use std::sync::{Mutex, PoisonError};

use metrics::{counter, gauge};

use super::{Stats, names};
use crate::{
    cache::CacheUsage, config::CustomerSessionConfig, rejection::Reason, upstream::BreakerState,
};

/// What was handed over so far.
#[derive(Debug, Default)]
pub(super) struct Published(Mutex<Stats>);

impl CustomerSessionConfig {
    /// Hands to the recorder of `metrics` what was counted since the last call, and the state of
    /// caches and breakers at this moment. Call it before each scrape, or every ten seconds or so.
    ///
    /// What happens to a request is counted by one atomic addition and nothing else, so that a hit
    /// pays nothing for metrics; hence this call. Other metrics are recorded as they happen: see the
    /// manual's chapter on [observability](crate::manual::observability).
    ///
    /// It does the cache's [housekeeping](Self::cache_usage), which takes up to milliseconds.
    /// Counts go to the recorder that is installed at the time: install it first. Clones of a
    /// configuration share what was handed over, so that nothing is counted twice, and several
    /// configurations add up; but each sets the gauges to values of its own.
    pub fn publish_metrics(&self) {
        names::describe();
        let engine = &self.shared.engine;
        // Held to the end: of two calls at once, the later sees what the first handed over.
        let mut before = engine
            .counters
            .published
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let stats = self.stats();
        count_requests(&stats, &before);
        set_breakers(&stats);
        set_caches(&self.cache_usage());
        let (sessions, customers) = engine.under_way();
        set(names::QUESTIONS_IN_FLIGHT, "session", sessions as u64);
        set(names::QUESTIONS_IN_FLIGHT, "customer", customers as u64);
        *before = stats;
    }
}

fn count_requests(now: &Stats, before: &Stats) {
    for (kind, now, before) in [
        ("fresh", now.hits, before.hits),
        ("negative", now.negative_hits, before.negative_hits),
        ("coalesced", now.coalesced, before.coalesced),
        ("miss", now.misses, before.misses),
    ] {
        counter!(names::LOOKUPS, "kind" => kind).increment(now.saturating_sub(before));
    }
    counter!(names::ACCEPTED).increment(now.accepted.saturating_sub(before.accepted));
    // Those that never happened too: a rate can be taken of the first one then.
    for reason in Reason::ALL {
        let (word, fault) = (reason.as_str(), reason.fault().as_str());
        let count = |stats: &Stats| stats.rejected.get(word).copied().unwrap_or(0);
        counter!(names::REJECTIONS, "reason" => word, "fault" => fault)
            .increment(count(now).saturating_sub(count(before)));
    }
}

fn set_breakers(stats: &Stats) {
    for (provider, current) in &stats.breaker {
        for state in [
            BreakerState::Closed,
            BreakerState::HalfOpen,
            BreakerState::Open,
        ] {
            let value = if state == *current { 1.0 } else { 0.0 };
            gauge!(names::BREAKER_STATE, "provider" => provider.clone(), "state" => state.as_str())
                .set(value);
        }
    }
}

fn set_caches(usage: &CacheUsage) {
    set(names::CACHE_ENTRIES, "session", usage.sessions);
    set(names::CACHE_ENTRIES, "customer", usage.customers);
    set(names::CACHE_ENTRIES, "denial", usage.denials);
    set(names::CACHE_BYTES, "session", usage.session_bytes);
    set(names::CACHE_BYTES, "customer", usage.customer_bytes);
}

fn set(name: &'static str, kind: &'static str, value: u64) {
    // Exact up to 2⁵³, far beyond the bounds of every cache.
    gauge!(name, "kind" => kind).set(value as f64);
}
