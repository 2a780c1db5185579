//! The customer, shared by all of the customer's sessions.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::deadline::{Deadline, Now};
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
    answer: Mutex<Option<CustomerAnswer>>,
}

/// What the issuer said about a customer, and until when it may be served.
#[derive(Clone, Debug)]
pub(crate) struct CustomerAnswer {
    pub(crate) customer: Customer,
    pub(crate) deadline: Deadline,
    pub(crate) edition: u64,
}

/// An answer about a customer, and the slot where newer ones will arrive.
///
/// Whoever asked holds on to the answer: the slot may be emptied, by want of room, before it is looked at again.
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
        self.lock()
            .as_ref()
            .filter(|answer| !answer.deadline.passed(now))
            .cloned()
    }

    /// Puts an answer into the slot, unless one stands there to a question that was asked later; the newest of both.
    pub(crate) fn put(&self, customer: Customer, deadline: Deadline) -> CustomerAnswer {
        let mut kept = self.lock();
        if let Some(newer) = kept
            .as_ref()
            .filter(|kept| kept.deadline.is_later_than(deadline))
        {
            return newer.clone();
        }
        let edition = self.next_edition();
        kept.insert(CustomerAnswer {
            customer,
            deadline,
            edition,
        })
        .clone()
    }

    /// Empties the slot, for all sessions that point to it.
    pub(crate) fn clear(&self) {
        let mut answer = self.lock();
        self.next_edition();
        *answer = None;
    }

    pub(crate) fn weight(&self) -> usize {
        let answer = self.lock();
        let record = answer.as_ref().map(|answer| answer.customer.record());
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

    fn lock(&self) -> MutexGuard<'_, Option<CustomerAnswer>> {
        // A panic cannot leave the answer half-changed: it is replaced whole.
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
