//! What a hit reads of a session.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::{
    deadline::{Deadline, Now},
    replaced::{Checked, Replaced},
};
use crate::token::LocalKey;

/// What decides whether a session is served without a thought.
///
/// It stands at the head of the session, between the reference count and the customer's id: with
/// thousands of sessions every line of the processor's cache that a hit touches must be fetched, and
/// waited for, and neighbours are fetched at once.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct AtHand {
    /// That of the session's home.
    key: LocalKey,
    /// Until when both answers, the session's and the customer's, are served without a thought, as
    /// long as the customer is not replaced. Long ago, if nobody remembers the session.
    fresh: Deadline,
    /// Up to which change the session was found good; see `Tombstones`.
    seen: AtomicU64,
    /// Whether the session's copy of its customer is the newest answer.
    checked: Checked,
}

impl AtHand {
    /// Of a session that nobody remembers.
    pub(crate) fn new(key: LocalKey) -> Self {
        Self {
            key,
            fresh: Deadline::LONG_AGO,
            seen: AtomicU64::new(0),
            checked: Checked::never(),
        }
    }

    pub(super) const fn keep_until(&mut self, due: Deadline) {
        self.fresh = due;
    }

    pub(super) const fn key(&self) -> LocalKey {
        self.key
    }

    /// Whether nothing is worth renewing and no newer answer about the customer arrived, which
    /// `look` tells if it must be looked at.
    pub(super) fn is_fresh(
        &self,
        now: Now,
        replaced: &Replaced,
        look: impl FnOnce() -> bool,
    ) -> bool {
        !self.fresh.passed(now) && self.checked.is_newest(replaced, look)
    }

    /// Whether nothing was ended since the session was looked at.
    pub(super) fn is_seen(&self, number: u64) -> bool {
        self.seen.load(Relaxed) == number
    }

    /// Notes up to which change the session was found good.
    pub(crate) fn seen_good(&self, number: u64) {
        self.seen.store(number, Relaxed);
    }
}
