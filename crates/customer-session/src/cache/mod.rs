//! Step 2: what is remembered, and for how long.
//!
//! Live sessions and customers have room of their own; denials live in small partitions, so that a
//! flood of garbage evicts nothing but garbage.

mod bounds;
mod deadline;
mod front;
mod slot;

use std::{
    hash::{BuildHasher, Hash},
    sync::Arc,
    time::Duration,
};

use moka::{notification::RemovalCause, sync};

pub use self::bounds::CacheBounds;
use self::front::Front;
pub(crate) use self::{
    deadline::{Deadline, Now},
    slot::{CustomerKey, CustomerSlot, FoundCustomer},
};
use crate::{
    provider::SessionFacts,
    rejection::Reason,
    session::{Customer, CustomerRecord, Proven, VerifiedSession},
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

/// What the cache notes about a session.
#[derive(Clone, Debug)]
#[repr(C)] // What a hit reads comes first; see `Proven`.
pub(crate) struct Remembered {
    /// Whether the customer came with the facts, so that only a new verification brings it anew.
    ///
    /// A hit reads it too: it is here that `Some` is told from `None`.
    carried: bool,
    /// Where newer answers about the customer arrive.
    slot: Arc<CustomerSlot>,
    /// The edition of the slot that the session's own copy of the customer is from.
    edition: u64,
    /// The end of both answers, the session's and the customer's, as long as the edition is the
    /// slot's.
    both: Deadline,
    /// The end of the session's own answer.
    session: Deadline,
}

impl Proven {
    /// Whether the session may be served as it is: neither end has passed, and no newer answer
    /// about the customer arrived.
    fn is_current(&self, now: Now) -> bool {
        self.remembered
            .as_ref()
            .is_some_and(|kept| !kept.both.passed(now) && kept.slot.edition() == kept.edition)
    }

    /// The session, if its own answer may still be served.
    fn live(self: &Arc<Self>, now: Now) -> Option<(&Arc<Self>, &Remembered)> {
        self.remembered
            .as_ref()
            .filter(|kept| !kept.session.passed(now))
            .map(|kept| (self, kept))
    }

    /// About how many bytes the session takes in memory; the customer is weighed in its own slot.
    fn weight(&self) -> usize {
        size_of::<Self>() + self.facts.text_weight()
    }
}

/// What is remembered of a token.
#[derive(Debug)]
pub(crate) enum Recall {
    /// Nothing that may still be served.
    Nothing,
    /// The session is good, but its customer must be asked for.
    SessionOnly(Arc<Proven>),
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
    front: Arc<Front>,
    lifetimes: Lifetimes,
    sessions: sync::Cache<LocalKey, Arc<Proven>, BuildPassThrough>,
    customers: sync::Cache<CustomerKey, Arc<CustomerSlot>>,
    denials: sync::Cache<LocalKey, Denial, BuildPassThrough>,
    customer_denials: sync::Cache<CustomerKey, Denial>,
}

impl Cache {
    pub(crate) fn new(lifetimes: Lifetimes, bounds: Bounds) -> Self {
        let front = Arc::new(Front::new());
        let behind = front.clone();
        let sessions = sync::Cache::builder()
            .max_capacity(bounds.sessions.capacity())
            .weigher(move |_, session: &Arc<Proven>| bounds.sessions.weigh(session.weight()))
            .time_to_live(lifetimes.session)
            .eviction_listener(move |key, _, cause| {
                if cause != RemovalCause::Replaced {
                    behind.remove(*key);
                }
            })
            .build_with_hasher(BuildPassThrough::default());
        let customers = sync::Cache::builder()
            .max_capacity(bounds.customers.capacity())
            .weigher(move |_, slot: &Arc<CustomerSlot>| bounds.customers.weigh(slot.weight()))
            .time_to_live(lifetimes.customer)
            .eviction_listener(|_, slot: Arc<CustomerSlot>, cause| forget_evicted(&slot, cause))
            .build();
        Self {
            front,
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
        match self.front.get(key) {
            Some(session) if session.is_current(now) => Recall::Hit(VerifiedSession::new(session)),
            _ => self.recall_behind(key, now),
        }
    }

    /// Tells moka of a use that the front table kept from it. Once in a while is enough to keep
    /// what is used often.
    pub(crate) fn note_use(&self, key: LocalKey) {
        let _ = self.sessions.get(&key);
    }

    fn recall_behind(&self, key: LocalKey, now: Now) -> Recall {
        match self.sessions.get(&key) {
            Some(session) if session.is_current(now) => {
                self.front.put(key, session.clone());
                Recall::Hit(VerifiedSession::new(session))
            }
            session => self.recall_in_part(key, session, now),
        }
    }

    /// Looks for what is left of an entry that cannot be served as it is.
    #[cold]
    fn recall_in_part(&self, key: LocalKey, session: Option<Arc<Proven>>, now: Now) -> Recall {
        if let Some(denial) = self
            .denials
            .get(&key)
            .filter(|denial| !denial.deadline.passed(now))
        {
            return Recall::Denied(denial.reason);
        }
        let Some((session, remembered)) = session.as_ref().and_then(|session| session.live(now))
        else {
            return Recall::Nothing;
        };
        match remembered.slot.live(now) {
            Some(answer) => {
                let found = FoundCustomer {
                    slot: remembered.slot.clone(),
                    answer,
                };
                Recall::Hit(VerifiedSession::new(self.update(key, session, found)))
            }
            None if remembered.carried => Recall::Nothing,
            None => Recall::SessionOnly(session.clone()),
        }
    }

    /// Gives a session the newest answer about its customer.
    pub(crate) fn update(
        &self,
        key: LocalKey,
        session: &Arc<Proven>,
        found: FoundCustomer,
    ) -> Arc<Proven> {
        // What was never remembered cannot be brought up to date, and stays as it is.
        let Some(remembered) = &session.remembered else {
            return session.clone();
        };
        let remembered = Remembered {
            edition: found.answer.edition,
            both: remembered.session.earlier(found.answer.deadline),
            slot: found.slot,
            ..remembered.clone()
        };
        self.keep(
            key,
            session.facts.clone(),
            found.answer.customer,
            remembered,
        )
    }

    /// Looks a customer up: the slot with a live customer, or the issuer's "no".
    pub(crate) fn recall_customer(
        &self,
        key: &CustomerKey,
        now: Now,
    ) -> Option<Result<FoundCustomer, Reason>> {
        if let Some(slot) = self.customers.get(key)
            && let Some(answer) = slot.live(now)
        {
            return Some(Ok(FoundCustomer { slot, answer }));
        }
        let denial = self
            .customer_denials
            .get(key)
            .filter(|denial| !denial.deadline.passed(now))?;
        Some(Err(denial.reason))
    }

    /// Remembers a session with its customer; `carried` if the customer came with the facts.
    pub(crate) fn remember_session(
        &self,
        key: LocalKey,
        facts: SessionFacts,
        found: FoundCustomer,
        carried: bool,
        asked: Now,
    ) -> Arc<Proven> {
        let session = Deadline::new(asked, self.lifetimes.session, facts.expires_at);
        let remembered = Remembered {
            both: session.earlier(found.answer.deadline),
            edition: found.answer.edition,
            slot: found.slot,
            session,
            carried,
        };
        self.keep(key, facts, found.answer.customer, remembered)
    }

    fn keep(
        &self,
        key: LocalKey,
        facts: SessionFacts,
        customer: Customer,
        remembered: Remembered,
    ) -> Arc<Proven> {
        let session = Arc::new(Proven {
            facts,
            customer,
            remembered: Some(remembered),
        });
        self.sessions.insert(key, session.clone());
        self.front.put(key, session.clone());
        session
    }

    /// Puts a customer into its slot, where all of the customer's sessions see it.
    pub(crate) fn remember_customer(
        &self,
        key: CustomerKey,
        record: CustomerRecord,
        provider: &Arc<str>,
        asked: Now,
    ) -> FoundCustomer {
        let slot = self.customers.get_with(key.clone(), Arc::default);
        let customer = Customer::assertion(record, provider.clone());
        let answer = slot.put(
            customer,
            Deadline::new(asked, self.lifetimes.customer, None),
        );
        // Inserted anew even if it was there: its weight changed, and its time to live begins
        // again.
        self.customers.insert(key, slot.clone());
        FoundCustomer { slot, answer }
    }

    /// Remembers the issuer's "no" to a token, in place of anything good that was remembered.
    pub(crate) fn remember_denial(&self, key: LocalKey, reason: Reason, asked: Now) {
        self.sessions.invalidate(&key);
        self.front.remove(key);
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

/// Empties a slot that left the cache: sessions may still point to it, and nobody would ever renew
/// what it says.
fn forget_evicted(slot: &CustomerSlot, cause: RemovalCause) {
    // "Replaced" is the same slot coming in anew.
    if cause != RemovalCause::Replaced {
        slot.clear();
    }
}
