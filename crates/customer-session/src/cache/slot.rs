//! The customer, shared by all of the customer's sessions.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{deadline::Now, remember::Asked, replaced::Replaced, terms::Terms};
use crate::session::{Customer, CustomerId};

/// A customer id, the place of its provider in the routing table, and what is remembered.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct CustomerKey {
    pub(crate) provider: usize,
    pub(crate) id: CustomerId,
    pub(crate) holds: Holds,
}

/// What is remembered of a customer in one slot.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Holds {
    /// What was added to the customer, alone: the record comes with each token, or with each answer
    /// about a session.
    Extensions,
    /// The record, and what was added to it.
    Record,
}

impl CustomerKey {
    /// Of the record.
    pub(crate) const fn new(provider: usize, id: CustomerId) -> Self {
        Self {
            provider,
            id,
            holds: Holds::Record,
        }
    }

    /// Of what was added to the same customer.
    pub(crate) fn of_extensions(self) -> Self {
        Self {
            holds: Holds::Extensions,
            ..self
        }
    }
}

/// The place where the newest answer about one customer stands.
///
/// Every session of the customer points to it, so that one answer serves them all. A session keeps
/// a copy of the customer and the edition it copied: as long as the edition is the same, a hit
/// takes no lock here.
#[derive(Debug)]
pub(crate) struct CustomerSlot {
    edition: AtomicU64,
    /// What hits look at before they look here.
    replaced: Arc<Replaced>,
    /// Before this nobody tries to renew what stands here on its own account; see `claim`.
    renewal: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    answer: Option<CustomerAnswer>,
    /// Answers to questions older than this change are too old; see `Tombstones`.
    not_before: u64,
}

/// What the issuer said about a customer, and until when it may be served.
#[derive(Clone, Debug)]
pub(crate) struct CustomerAnswer {
    pub(crate) customer: Customer,
    pub(crate) terms: Terms,
    pub(crate) edition: u64,
    /// The question; the oldest, if there was more than one.
    pub(crate) asked: Asked,
}

/// An answer about a customer, and the slot where newer ones will arrive.
///
/// Whoever asked holds on to the answer: the slot may be emptied, by want of room, before it is
/// looked at again.
#[derive(Clone, Debug)]
pub(crate) struct FoundCustomer {
    pub(crate) slot: Arc<CustomerSlot>,
    pub(crate) answer: CustomerAnswer,
}

impl CustomerSlot {
    pub(super) fn new(replaced: Arc<Replaced>) -> Self {
        Self {
            edition: AtomicU64::new(NO_EDITION),
            replaced,
            renewal: AtomicU64::new(0),
            state: Mutex::default(),
        }
    }

    /// The edition of the newest answer; it changes with every answer and when the slot is emptied.
    pub(crate) fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    /// The newest answer, if it may still be served.
    pub(crate) fn live(&self, now: Now) -> Option<CustomerAnswer> {
        self.answer_unless(|terms| terms.end.passed(now))
    }

    /// The newest answer, if it may be served while the issuer cannot be asked.
    pub(crate) fn stale(&self, now: Now) -> Option<CustomerAnswer> {
        self.answer_unless(|terms| terms.stale.passed(now))
    }

    fn answer_unless(&self, over: impl FnOnce(Terms) -> bool) -> Option<CustomerAnswer> {
        let state = self.lock();
        state
            .answer
            .as_ref()
            .filter(|answer| !over(answer.terms))
            .cloned()
    }

    /// Puts an answer into the slot, unless one stands there to a question that was asked later;
    /// the newest of both. One whose question is older than a change of the customer is not put
    /// there at all: it serves those who waited for it, and nobody after them.
    pub(crate) fn put(&self, customer: Customer, terms: Terms, asked: Asked) -> CustomerAnswer {
        let mut answer = CustomerAnswer {
            customer,
            terms,
            edition: NO_EDITION,
            asked,
        };
        let mut state = self.lock();
        if asked.number < state.not_before {
            return answer;
        }
        // A part of it may have ended before: then it is no reason to give away what still lasts.
        let lasts = |kept: &CustomerAnswer| kept.terms.end.earlier(terms.end) == terms.end;
        let newer = state
            .answer
            .as_ref()
            .filter(|kept| kept.asked.at.monotonic > asked.at.monotonic && lasts(kept));
        if let Some(newer) = newer {
            return newer.clone();
        }
        answer.edition = self.next_edition();
        let old = state.answer.replace(answer.clone());
        drop(state);
        // The application's own values may do anything when they are dropped, but not under the lock.
        drop(old);
        answer
    }

    /// Has the customer asked for again: what stands here is served only if the issuer cannot be
    /// asked, and no answer to an older question than `change` comes in.
    pub(crate) fn expire(&self, change: u64, now: Now) {
        let mut state = self.lock();
        self.next_edition();
        state.not_before = state.not_before.max(change);
        if let Some(answer) = &mut state.answer {
            answer.terms = answer.terms.ended_now(now);
        }
    }

    /// Empties the slot, for all sessions that point to it.
    pub(crate) fn clear(&self) {
        let mut state = self.lock();
        self.next_edition();
        let old = state.answer.take();
        drop(state);
        drop(old);
    }

    pub(crate) fn weight(&self) -> usize {
        let state = self.lock();
        let customer = state.answer.as_ref().map(|answer| &answer.customer);
        size_of::<Self>().saturating_add(customer.map_or(0, Customer::weight))
    }

    /// Whether nobody tried to renew what stands here within the last while: true for one caller
    /// only.
    pub(crate) fn claim_renewal(&self, now: Now, pause: u64) -> bool {
        claim(&self.renewal, now, pause)
    }

    /// To be called under the lock, so that edition and answer change together for whoever takes
    /// it.
    fn next_edition(&self) -> u64 {
        let old = self.edition.fetch_add(1, Ordering::AcqRel);
        // Of a slot that was never written to there are no copies.
        if old != NO_EDITION {
            self.replaced.one_more();
        }
        old + 1
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic cannot leave the state half-changed: each field is replaced whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a turn, unless one was taken within the last while, in nanoseconds of the monotonic clock.
/// `next` is when the next may be taken.
pub(super) fn claim(next: &AtomicU64, now: Now, pause: u64) -> bool {
    let (moment, due) = (now.monotonic, next.load(Ordering::Relaxed));
    let later = moment.saturating_add(pause);
    moment >= due
        && next
            .compare_exchange(due, later, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
}

/// The edition of an answer that never stood in a slot: a slot that was written to has another.
const NO_EDITION: u64 = 0;
