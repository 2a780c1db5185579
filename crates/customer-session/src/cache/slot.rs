//! The customer, shared by all of the customer's sessions.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{deadline::Now, terms::Terms};
use crate::session::{Customer, CustomerId, CustomerRecord};

/// A customer id and the place of its provider in the routing table.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct CustomerKey {
    pub(crate) provider: usize,
    pub(crate) id: CustomerId,
}

/// The place where the newest answer about one customer stands.
///
/// Every session of the customer points to it, so that one answer serves them all. A session keeps
/// a copy of the customer and the edition it copied: as long as the edition is the same, a hit
/// reads one number here and takes no lock.
#[derive(Debug, Default)]
pub(crate) struct CustomerSlot {
    edition: AtomicU64,
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
    pub(crate) fn put(&self, customer: Customer, terms: Terms, asked: u64) -> CustomerAnswer {
        let mut state = self.lock();
        if asked < state.not_before {
            return CustomerAnswer {
                customer,
                terms,
                edition: NO_EDITION,
            };
        }
        // Lives of the same customer's answers are equally long, so that the one that ends later
        // was asked for later.
        let newer = state
            .answer
            .as_ref()
            .filter(|kept| kept.terms.stale.is_later_than(terms.stale));
        if let Some(newer) = newer {
            return newer.clone();
        }
        let edition = self.next_edition();
        state
            .answer
            .insert(CustomerAnswer {
                customer,
                terms,
                edition,
            })
            .clone()
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
        state.answer = None;
    }

    pub(crate) fn weight(&self) -> usize {
        let state = self.lock();
        let record = state.answer.as_ref().map(|answer| answer.customer.record());
        size_of::<Self>()
            + record.map_or(0, |record| {
                size_of::<CustomerRecord>() + record.text_weight()
            })
    }

    /// To be called under the lock, so that edition and answer change together for whoever takes
    /// it.
    fn next_edition(&self) -> u64 {
        self.edition.fetch_add(1, Ordering::AcqRel) + 1
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic cannot leave the state half-changed: each field is replaced whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The edition of an answer that never stood in a slot: a slot that was written to has another.
const NO_EDITION: u64 = 0;
