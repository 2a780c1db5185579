//! What the application adds to a customer: loaded with the customer's record, or by itself where
//! the record is at hand.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use tokio::task::JoinSet;

use super::{Engine, ask::SlotAnswer, flights::Boarding};
use crate::{
    cache::{Asked, CustomerKey, FoundCustomer, Holds, Now, Remembered},
    observe,
    provider::{ProviderError, Route},
    rejection::Reason,
    session::{Customer, CustomerRecord, Extension, Extensions, Proven},
};

/// The customer whom a question about a session waits for, once that is known.
#[derive(Debug, Default)]
pub(super) struct WaitsFor(OnceLock<CustomerKey>);

impl WaitsFor {
    pub(super) fn note(&self, key: &CustomerKey) {
        // One question waits for one customer.
        let _ = self.0.set(key.clone());
    }
}

/// Customers to whom something is being added at this moment, so that nobody blames the issuer for
/// a wait that is ours.
#[derive(Debug, Default)]
pub(super) struct UnderWay(Mutex<HashSet<CustomerKey>>);

impl UnderWay {
    fn begin(&self, key: CustomerKey) -> Begun<'_> {
        self.lock().insert(key.clone());
        Begun { all: self, key }
    }

    fn holds(&self, key: &CustomerKey) -> bool {
        self.lock().contains(key)
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<CustomerKey>> {
        // A panic cannot leave the set half-changed: every change is a single call.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something is being added to a customer until this is dropped.
struct Begun<'a> {
    all: &'a UnderWay,
    key: CustomerKey,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.all.lock().remove(&self.key);
    }
}

impl Engine {
    /// What is added to a customer whose record is at hand: from memory, or by the one flight for
    /// it. Nothing, where nothing is added.
    pub(super) async fn added_to(
        self: &Arc<Self>,
        record: &CustomerRecord,
        route: &Route,
        renewing: bool,
        waits: &WaitsFor,
    ) -> Result<Option<FoundCustomer>, ProviderError> {
        if route.enrichments.is_empty() {
            return Ok(None);
        }
        let key = CustomerKey::new(route.index, record.id.clone()).of_extensions();
        waits.note(&key);
        let found = self.find_customer(key, Some(record), route, renewing);
        found.await.map(Some)
    }

    /// The same without waiting: `None` if it must be waited for.
    pub(super) fn added_before(
        self: &Arc<Self>,
        record: &CustomerRecord,
        route: &Route,
    ) -> Option<SlotAnswer> {
        let key = CustomerKey::new(route.index, record.id.clone()).of_extensions();
        let now = Now::read(&*self.clock);
        let found = match self.cache.recall_customer(&key, now)? {
            Ok(found) => found,
            Err(reason) => return Some(Err(ProviderError::remembered(reason))),
        };
        if found.answer.terms.is_due(now) && found.slot.claim_renewal(now, PAUSE) {
            let boarded = self
                .customers
                .board(key.clone(), || self.is_unknown(&key, true));
            if let Boarding::Leading(pilot, _, ()) = boarded {
                self.depart_for_customer(key, Some(record.clone()), route.clone(), true, pilot);
            }
        }
        Some(Ok(found))
    }

    /// Finds what the slot of a session holds that is known.
    pub(super) async fn customer_anew(
        self: &Arc<Self>,
        known: &Arc<Proven>,
        route: &Route,
        renewing: bool,
        waits: &WaitsFor,
    ) -> SlotAnswer {
        let id = known.facts.customer_id.clone();
        if !own_record(known) {
            return self.look_up(id, route, renewing, waits).await;
        }
        let key = CustomerKey::new(route.index, id).of_extensions();
        waits.note(&key);
        let record = Some(known.customer.record());
        self.find_customer(key, record, route, renewing).await
    }

    /// Remembers a customer who came with the facts about a session, and what was added.
    pub(super) fn remember_carried(
        &self,
        record: CustomerRecord,
        added: Option<FoundCustomer>,
        route: &Route,
        asked: Asked,
    ) -> FoundCustomer {
        let key = CustomerKey::new(route.index, record.id.clone());
        let extensions = added
            .as_ref()
            .map(|found| found.answer.customer.extensions());
        let extensions = extensions.cloned().unwrap_or_default();
        let customer = Customer::vouched(record, route.name.clone(), extensions);
        let found = self.remember_customer(key, customer, asked, added.as_ref());
        // What was added may have been denied, or changed, since it was read.
        let changed = |added: &FoundCustomer| added.slot.edition() != added.answer.edition;
        if added.as_ref().is_some_and(changed) {
            found.slot.clear();
        }
        found
    }

    /// Asks for what a slot holds: for the record, unless it is at hand, and then for what is added
    /// to it.
    pub(super) async fn load_customer(
        &self,
        key: &CustomerKey,
        record: Option<CustomerRecord>,
        route: &Route,
        renewing: bool,
        asked: Asked,
    ) -> Result<Customer, ProviderError> {
        let record = match record {
            Some(record) => record,
            None => self.ask_for_record(&key.id, route, renewing, asked).await?,
        };
        let customer = Customer::assertion(record, route.name.clone());
        if route.enrichments.is_empty() {
            return Ok(customer);
        }
        let extensions = self.load_extensions(key, &customer, route).await?;
        Ok(match key.holds {
            // Of whoever needed it first, no more is kept than all sessions of the customer share.
            Holds::Extensions => {
                let record = CustomerRecord::new(key.id.clone());
                Customer::vouched(record, route.name.clone(), extensions)
            }
            Holds::Record => customer.extended(extensions),
        })
    }

    /// Loads all that is added to a customer, side by side, each in a task of its own: a panic is an
    /// error, and what does not come in time is given up.
    async fn load_extensions(
        &self,
        key: &CustomerKey,
        customer: &Customer,
        route: &Route,
    ) -> Result<Extensions, ProviderError> {
        let _begun = self.enriching.begin(key.clone());
        let loading = async {
            tokio::select! {
                biased;
                loaded = load_all(customer, route) => loaded,
                () = self.clock.sleep(self.timeout) => Err(too_slow()),
            }
        };
        let asked = observe::Asked::Enrich;
        observe::question(asked, &route.name, &*self.clock, loading).await
    }

    /// The error, unless the time was over while something was being added to the customer: then
    /// the issuer had answered.
    pub(super) fn or_our_delay(&self, error: ProviderError, waits: &WaitsFor) -> ProviderError {
        let ours = error.reason() == Reason::IssuerTimeout
            && waits.0.get().is_some_and(|key| self.enriching.holds(key));
        if ours { too_slow() } else { error }
    }

    /// The slots of a customer, given that of the record.
    pub(super) fn slots_of(
        &self,
        record: CustomerKey,
    ) -> impl Iterator<Item = CustomerKey> + use<> {
        let enriched = self
            .routes
            .all()
            .get(record.provider)
            .is_some_and(|route| !route.enrichments.is_empty());
        let extensions = enriched.then(|| record.clone().of_extensions());
        // The record's last: whoever puts it there with what was added looks at the other after that.
        [extensions, Some(record)].into_iter().flatten()
    }
}

/// Gives a "no" as soon as it comes, and a fault only when nobody says no.
async fn load_all(customer: &Customer, route: &Route) -> Result<Extensions, ProviderError> {
    let mut tasks = JoinSet::new();
    for enrichment in route.enrichments.iter().cloned() {
        let loading = enrichment.load(customer.clone());
        tasks.spawn(observe::flight(&route.name, false, loading));
    }
    let (mut values, mut fault) = (Vec::with_capacity(tasks.len()), None);
    while let Some(done) = tasks.join_next().await {
        let loaded: Result<Extension, _> = match done {
            Ok(loaded) => loaded.map_err(crate::enrich::EnrichError::into_provider_error),
            Err(lost) if lost.is_panic() => Err(ProviderError::enrichment_unavailable(
                "what is added to customers was not loaded: it panicked",
            )),
            // The runtime is shutting down.
            Err(_) => Err(ProviderError::aborted()),
        };
        match loaded {
            Ok(value) => values.push(value),
            Err(denial) if denial.is_denial() => return Err(denial),
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    fault.map_or_else(|| Ok(Extensions::new(values)), Err)
}

fn too_slow() -> ProviderError {
    ProviderError::enrichment_unavailable(
        "what is added to customers was not loaded in time: see `verification_timeout`",
    )
}

/// Whether the record of a session's customer is its own, so that nobody is asked for it.
pub(super) fn own_record(session: &Proven) -> bool {
    let kept = session.remembered.as_ref();
    kept.is_some_and(Remembered::is_token_extended)
}

/// For so many nanoseconds what could not be renewed is left alone: an issuer in trouble is not
/// asked at every request, and neither is a database.
pub(super) const PAUSE: u64 = 2_000_000_000;
