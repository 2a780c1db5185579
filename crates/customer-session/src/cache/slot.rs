//! The customer, shared by all of the customer's sessions.

use std::sync::Arc;

use arc_swap::ArcSwapOption;

use super::deadline::{Deadline, Now};
use crate::session::{Customer, CustomerId};

/// A customer id and the place of its provider in the routing table.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct CustomerKey {
    pub(crate) provider: usize,
    pub(crate) id: CustomerId,
}

/// The place where the newest answer about one customer stands.
///
/// Every session of the customer points to it, so that one answer serves them all and a hit needs no second look-up.
#[derive(Debug, Default)]
pub(crate) struct CustomerSlot(ArcSwapOption<Kept>);

#[derive(Debug)]
struct Kept {
    customer: Customer,
    deadline: Deadline,
    weight: usize,
}

impl CustomerSlot {
    /// The customer, if the newest answer may still be served.
    pub(crate) fn live(&self, now: Now) -> Option<Customer> {
        let kept = self.0.load();
        kept.as_ref()
            .filter(|kept| !kept.deadline.passed(now))
            .map(|kept| kept.customer.clone())
    }

    pub(crate) fn put(&self, customer: Customer, deadline: Deadline, weight: usize) {
        self.0.store(Some(Arc::new(Kept {
            customer,
            deadline,
            weight,
        })));
    }

    /// Empties the slot, for all sessions that point to it.
    pub(crate) fn clear(&self) {
        self.0.store(None);
    }

    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>()
            + self
                .0
                .load()
                .as_ref()
                .map_or(0, |kept| size_of::<Kept>() + kept.weight)
    }
}
