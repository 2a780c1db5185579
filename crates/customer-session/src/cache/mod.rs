//! Step 2: what is remembered, and for how long.
//!
//! Live sessions and customers have room of their own; denials live in small partitions, so that a
//! flood of garbage evicts nothing but garbage.

mod at_hand;
mod bounds;
mod deadline;
mod entry;
mod front;
mod recall;
mod remember;
mod replaced;
mod slot;
mod terms;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    hash::{BuildHasher, Hash},
    sync::Arc,
    time::Duration,
};

use moka::{notification::RemovalCause, sync};

pub use self::bounds::{CacheBounds, CacheUsage};
pub(crate) use self::{
    at_hand::AtHand,
    deadline::{Deadline, Now},
    entry::{Home, Remembered, Renewal, Source},
    recall::Recall,
    remember::Asked,
    slot::{CustomerKey, CustomerSlot, FoundCustomer, Holds},
    terms::{Lifetime, Spread},
};
use self::{front::Front, replaced::Replaced};
use crate::{
    rejection::Reason,
    session::Proven,
    token::{BuildPassThrough, LocalKey, LocalKeys},
};

/// How long answers are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetimes {
    pub(crate) session: Lifetime,
    pub(crate) customer: Lifetime,
    pub(crate) denial: Duration,
    pub(crate) customer_denial: Duration,
}

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) sessions: CacheBounds,
    pub(crate) customers: CacheBounds,
    pub(crate) denials: u64,
}

/// A "no" and its end.
#[derive(Clone, Copy, Debug)]
struct Denial {
    reason: Reason,
    deadline: Deadline,
}

/// Everything that is remembered in this process.
pub(crate) struct Cache {
    front: Arc<Front>,
    replaced: Arc<Replaced>,
    lifetimes: Lifetimes,
    sessions: sync::Cache<LocalKey, Arc<Proven>, BuildPassThrough>,
    customers: sync::Cache<CustomerKey, Arc<CustomerSlot>, LocalKeys>,
    denials: sync::Cache<LocalKey, Denial, BuildPassThrough>,
    customer_denials: sync::Cache<CustomerKey, Denial, LocalKeys>,
}

impl Cache {
    pub(crate) fn new(lifetimes: Lifetimes, bounds: Bounds, keys: &LocalKeys) -> Self {
        let replaced = Arc::<Replaced>::default();
        let front = Arc::<Front>::default();
        let behind = front.clone();
        let sessions = sync::Cache::builder()
            .max_capacity(bounds.sessions.capacity())
            .weigher(move |_, session: &Arc<Proven>| bounds.sessions.weigh(session.weight()))
            .time_to_live(lifetimes.session.longest())
            .eviction_listener(move |key, _, cause| {
                if cause != RemovalCause::Replaced {
                    behind.remove(*key);
                }
            })
            .build_with_hasher(BuildPassThrough::default());
        let customers = sync::Cache::builder()
            .max_capacity(bounds.customers.capacity())
            .weigher(move |_, slot: &Arc<CustomerSlot>| bounds.customers.weigh(slot.weight()))
            .time_to_live(lifetimes.customer.longest())
            .eviction_listener(|_, slot: Arc<CustomerSlot>, cause| forget_evicted(&slot, cause))
            .build_with_hasher(keys.clone());
        Self {
            front,
            replaced,
            lifetimes,
            sessions,
            customers,
            denials: denials(
                bounds.denials,
                lifetimes.denial,
                BuildPassThrough::default(),
            ),
            customer_denials: denials(bounds.denials, lifetimes.customer_denial, keys.clone()),
        }
    }

    /// How much is remembered, once the housekeeping that is due is done.
    pub(crate) fn usage(&self) -> CacheUsage {
        self.sessions.run_pending_tasks();
        self.customers.run_pending_tasks();
        self.denials.run_pending_tasks();
        self.customer_denials.run_pending_tasks();
        CacheUsage {
            sessions: self.sessions.entry_count(),
            session_bytes: self.sessions.weighted_size(),
            customers: self.customers.entry_count(),
            customer_bytes: self.customers.weighted_size(),
            denials: self.denials.entry_count() + self.customer_denials.entry_count(),
        }
    }

    /// For how long an answer about a session may matter at all.
    pub(crate) const fn longest_session_answer(&self) -> Duration {
        self.lifetimes.session.longest()
    }

    /// Tells moka of a use that the front table kept from it: of the session and of its customer,
    /// which no hit looks up. Once in a while is enough to keep what is used often.
    pub(crate) fn note_use(&self, key: LocalKey) {
        let Some(session) = self.sessions.get(&key) else {
            return;
        };
        if let Some(customer) = session.customer_key() {
            let _ = self.customers.get(&customer);
        }
    }
}

/// Shows how many there are, and none of them: a configuration is printed for its settings.
impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("lifetimes", &self.lifetimes)
            .field("sessions", &self.sessions.entry_count())
            .field("customers", &self.customers.entry_count())
            .field("denials", &self.denials.entry_count())
            .field("customer_denials", &self.customer_denials.entry_count())
            .finish_non_exhaustive()
    }
}

fn denials<K, S>(entries: u64, lifetime: Duration, hasher: S) -> sync::Cache<K, Denial, S>
where
    K: Eq + Hash + Send + Sync + 'static,
    S: BuildHasher + Clone + Send + Sync + 'static,
{
    sync::Cache::builder()
        .max_capacity(entries)
        .time_to_live(lifetime)
        .build_with_hasher(hasher)
}

/// Empties a slot that left the cache: sessions may still point to it, and nobody would ever renew
/// what it says.
fn forget_evicted(slot: &CustomerSlot, cause: RemovalCause) {
    // "Replaced" is the same slot coming in anew.
    if cause != RemovalCause::Replaced {
        slot.clear();
    }
}
