//! Step 2: what is remembered, and for how long.
//!
//! Live sessions and customers have room of their own; denials live in small partitions, so that a flood of garbage evicts
//! nothing but garbage.

mod bounds;
mod deadline;
mod slot;

use std::{
    hash::{BuildHasher, Hash},
    sync::Arc,
    time::Duration,
};

use moka::{notification::RemovalCause, sync};

pub use self::bounds::CacheBounds;
pub(crate) use self::{
    deadline::{Deadline, Now},
    slot::{CustomerKey, CustomerSlot},
};
use crate::{
    provider::SessionFacts,
    rejection::Reason,
    session::{Customer, CustomerRecord, VerifiedSession},
    token::{BuildPassThrough, LocalKey},
};

/// How long answers are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetimes {
    pub(crate) session: Duration,
    pub(crate) customer: Duration,
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

/// A session that its issuer vouched for.
#[derive(Debug)]
pub(crate) struct SessionEntry {
    pub(crate) facts: Arc<SessionFacts>,
    pub(crate) slot: Arc<CustomerSlot>,
    /// Whether the customer came with the facts, so that only a new verification brings it anew.
    pub(crate) carried: bool,
    pub(crate) deadline: Deadline,
}

/// What is remembered of a token.
#[derive(Debug)]
pub(crate) enum Recall {
    /// Nothing that may still be served.
    Nothing,
    /// The session is good, but its customer must be asked for.
    SessionOnly(Arc<SessionEntry>),
    /// The issuer said no.
    Denied(Reason),
    /// All of it.
    Hit(VerifiedSession),
}

/// A "no" and its end.
#[derive(Clone, Copy, Debug)]
struct Denial {
    reason: Reason,
    deadline: Deadline,
}

/// Everything that is remembered in this process.
#[derive(Debug)]
pub(crate) struct Cache {
    lifetimes: Lifetimes,
    sessions: sync::Cache<LocalKey, Arc<SessionEntry>, BuildPassThrough>,
    customers: sync::Cache<CustomerKey, Arc<CustomerSlot>>,
    denials: sync::Cache<LocalKey, Denial, BuildPassThrough>,
    customer_denials: sync::Cache<CustomerKey, Denial>,
}

impl Cache {
    pub(crate) fn new(lifetimes: Lifetimes, bounds: Bounds) -> Self {
        let sessions = sync::Cache::builder()
            .max_capacity(bounds.sessions.bytes)
            .weigher(move |_, entry: &Arc<SessionEntry>| {
                bounds.sessions.weigh(entry.facts.weight())
            })
            .time_to_live(lifetimes.session)
            .build_with_hasher(BuildPassThrough::default());
        let customers = sync::Cache::builder()
            .max_capacity(bounds.customers.bytes)
            .weigher(move |_, slot: &Arc<CustomerSlot>| bounds.customers.weigh(slot.weight()))
            .time_to_live(lifetimes.customer)
            .eviction_listener(|_, slot: Arc<CustomerSlot>, cause| forget_evicted(&slot, cause))
            .build();
        Self {
            lifetimes,
            sessions,
            customers,
            denials: denials(
                bounds.denials,
                lifetimes.denial,
                BuildPassThrough::default(),
            ),
            customer_denials: denials(
                bounds.denials,
                lifetimes.customer_denial,
                std::hash::RandomState::default(),
            ),
        }
    }

    /// Looks a token up.
    pub(crate) fn recall(&self, key: LocalKey, now: Now) -> Recall {
        let entry = self
            .sessions
            .get(&key)
            .filter(|entry| !entry.deadline.passed(now));
        if let Some(entry) = &entry
            && let Some(customer) = entry.slot.live(now)
        {
            return Recall::Hit(VerifiedSession::new(entry.facts.clone(), customer));
        }
        if let Some(denial) = self
            .denials
            .get(&key)
            .filter(|denial| !denial.deadline.passed(now))
        {
            return Recall::Denied(denial.reason);
        }
        entry
            .filter(|entry| !entry.carried)
            .map_or(Recall::Nothing, Recall::SessionOnly)
    }

    /// Looks a customer up: the slot with a live customer, or the issuer's "no".
    pub(crate) fn recall_customer(
        &self,
        key: &CustomerKey,
        now: Now,
    ) -> Option<Result<Arc<CustomerSlot>, Reason>> {
        if let Some(slot) = self
            .customers
            .get(key)
            .filter(|slot| slot.live(now).is_some())
        {
            return Some(Ok(slot));
        }
        let denial = self
            .customer_denials
            .get(key)
            .filter(|denial| !denial.deadline.passed(now))?;
        Some(Err(denial.reason))
    }

    pub(crate) fn remember_session(
        &self,
        key: LocalKey,
        facts: Arc<SessionFacts>,
        slot: Arc<CustomerSlot>,
        asked: Now,
    ) {
        let deadline = Deadline::new(asked, self.lifetimes.session, facts.expires_at);
        let carried = facts.customer.is_some();
        self.sessions.insert(
            key,
            Arc::new(SessionEntry {
                facts,
                slot,
                carried,
                deadline,
            }),
        );
    }

    /// Puts a customer into its slot, where all of the customer's sessions see it.
    pub(crate) fn remember_customer(
        &self,
        key: CustomerKey,
        record: CustomerRecord,
        provider: &Arc<str>,
        asked: Now,
    ) -> Arc<CustomerSlot> {
        let slot = self.customers.get(&key).unwrap_or_default();
        let weight = record.weight();
        let customer = Customer::assertion(record, provider.clone());
        slot.put(
            customer,
            Deadline::new(asked, self.lifetimes.customer, None),
            weight,
        );
        // Inserted anew even if it was there: its weight changed, and its time to live begins again.
        self.customers.insert(key, slot.clone());
        slot
    }

    /// Remembers the issuer's "no" to a token, in place of anything good that was remembered.
    pub(crate) fn remember_denial(&self, key: LocalKey, reason: Reason, asked: Now) {
        self.sessions.invalidate(&key);
        let deadline = Deadline::new(asked, self.lifetimes.denial, None);
        self.denials.insert(key, Denial { reason, deadline });
    }

    /// Remembers the issuer's "no" to a customer, for all sessions of that customer.
    pub(crate) fn remember_customer_denial(&self, key: CustomerKey, reason: Reason, asked: Now) {
        if let Some(slot) = self.customers.remove(&key) {
            slot.clear();
        }
        let deadline = Deadline::new(asked, self.lifetimes.customer_denial, None);
        self.customer_denials
            .insert(key, Denial { reason, deadline });
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

/// Empties a slot that left the cache: sessions may still point to it, and nobody would ever renew what it says.
fn forget_evicted(slot: &CustomerSlot, cause: RemovalCause) {
    // "Replaced" is the same slot coming in anew.
    if cause != RemovalCause::Replaced {
        slot.clear();
    }
}
