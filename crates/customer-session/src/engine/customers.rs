//! The customer of a session: in memory, or by the one flight that asks for them.

use std::sync::Arc;

use super::{
    Engine,
    ask::SlotAnswer,
    enrich::WaitsFor,
    flights::{Boarding, Pilot, Ticket},
};
use crate::{
    cache::{Asked, CustomerKey, FoundCustomer, Now},
    observe,
    provider::{ProviderError, Route},
    session::{Customer, CustomerId, CustomerRecord},
};

impl Engine {
    /// Finds a customer whom nobody brought: in memory, or at the issuer.
    pub(super) async fn look_up(
        self: &Arc<Self>,
        id: CustomerId,
        route: &Route,
        renewing: bool,
        waits: &WaitsFor,
    ) -> SlotAnswer {
        let key = CustomerKey::new(route.index, id);
        waits.note(&key);
        self.find_customer(key, None, route, renewing).await
    }

    /// Finds what one slot holds: in memory, or by the one flight for it. The issuer is asked for
    /// the record where none is at hand.
    pub(super) async fn find_customer(
        self: &Arc<Self>,
        key: CustomerKey,
        record: Option<&CustomerRecord>,
        route: &Route,
        renewing: bool,
    ) -> SlotAnswer {
        match self
            .customers
            .board(key.clone(), || self.is_unknown(&key, renewing))
        {
            Boarding::Grounded(answer) => answer,
            // Whoever renews it keeps nobody waiting who may be served what is remembered. Looked for
            // here and not before boarding: each look makes the cache think more of a customer.
            Boarding::Joined(ticket) => match self.is_unknown(&key, renewing) {
                Err(remembered) => remembered,
                Ok(()) => landed(ticket).await,
            },
            Boarding::Leading(pilot, ticket, ()) => {
                self.depart_for_customer(key, record.cloned(), route.clone(), renewing, pilot);
                landed(ticket).await
            }
            Boarding::Full => Err(ProviderError::overloaded()),
        }
    }

    /// Whether a customer must be asked for, or what is remembered; whoever renews takes no answer
    /// that is worth renewing.
    pub(super) fn is_unknown(&self, key: &CustomerKey, renewing: bool) -> Result<(), SlotAnswer> {
        let now = Now::read(&*self.clock);
        match self.cache.recall_customer(key, now) {
            None => Ok(()),
            Some(Ok(found)) if renewing && found.answer.terms.is_due(now) => Ok(()),
            Some(remembered) => Err(remembered.map_err(ProviderError::remembered)),
        }
    }

    pub(super) fn remember_customer(
        &self,
        key: CustomerKey,
        customer: Customer,
        asked: Asked,
        with: Option<&FoundCustomer>,
    ) -> FoundCustomer {
        let spread = self.keys.of(key.id.as_str().as_bytes()).spread();
        let with = with.map(|found| &found.answer);
        self.cache
            .remember_customer(key, customer, spread, asked, with)
    }

    /// Flies for a customer: a task of its own too, since other sessions of the customer wait for
    /// it.
    pub(super) fn depart_for_customer(
        self: &Arc<Self>,
        key: CustomerKey,
        record: Option<CustomerRecord>,
        route: Route,
        renewing: bool,
        pilot: Pilot<CustomerKey, SlotAnswer>,
    ) {
        let (engine, provider) = (self.clone(), route.name.clone());
        let flight = async move {
            let answer = engine.ask_for_customer(key, record, &route, renewing).await;
            pilot.land(answer);
        };
        self.runtime
            .spawn(observe::flight(&provider, false, flight));
    }

    async fn ask_for_customer(
        &self,
        key: CustomerKey,
        record: Option<CustomerRecord>,
        route: &Route,
        renewing: bool,
    ) -> SlotAnswer {
        let asked = self.asking();
        let loading = self.load_customer(&key, record, route, renewing, asked);
        match loading.await {
            Ok(customer) => Ok(self.remember_customer(key, customer, asked, None)),
            Err(error) => {
                if error.is_denial() {
                    let record = CustomerKey::new(key.provider, key.id);
                    for key in self.slots_of(record) {
                        self.cache
                            .remember_customer_denial(key, error.reason(), asked.at);
                    }
                }
                Err(error)
            }
        }
    }

    /// Asks the issuer for a customer.
    pub(super) async fn ask_for_record(
        &self,
        id: &CustomerId,
        route: &Route,
        renewing: bool,
        asked: Asked,
    ) -> Result<CustomerRecord, ProviderError> {
        let issuer = self.issuer(route);
        let leave = issuer.admit_look_up(renewing, asked.at)?;
        let look_up = || route.provider.customer(id);
        let asking = self.question(observe::Asked::LookUp, route, look_up);
        let answer = self.within_timeout(asking).await;
        let answer = answer.and_then(|record| check_id(&record, id).map(|()| record));
        let (jitter, now) = (self.chance(), Now::read(&*self.clock));
        issuer.learn_from_look_up(leave, &answer, jitter, now);
        answer
    }
}

async fn landed<T: Clone>(ticket: Ticket<Result<T, ProviderError>>) -> Result<T, ProviderError> {
    ticket
        .answer()
        .await
        .unwrap_or_else(|| Err(ProviderError::aborted()))
}

/// An answer about somebody else must not become this session's customer.
pub(super) fn check_id(record: &CustomerRecord, id: &CustomerId) -> Result<(), ProviderError> {
    if record.id == *id {
        Ok(())
    } else {
        Err(ProviderError::malformed_answer(
            "the answer is about another customer",
        ))
    }
}
