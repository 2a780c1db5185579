//! Steps 3 and 4 on a miss: the flight that asks the issuer.

use std::{future::Future, sync::Arc};

use super::{
    Engine,
    flights::{Boarding, Pilot, Ticket},
};
use crate::{
    cache::{CustomerKey, FoundCustomer, Now},
    observe,
    provider::{ProviderError, Route, SessionFacts},
    session::{CustomerId, CustomerRecord, Proven, VerifiedSession},
    token::{LocalKey, SessionToken},
};

/// What a flight for a session lands with.
pub(crate) type SessionAnswer = Result<VerifiedSession, ProviderError>;

/// What a flight for a customer lands with.
pub(crate) type SlotAnswer = Result<FoundCustomer, ProviderError>;

/// What a flight for a session sets out with.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) key: LocalKey,
    pub(crate) token: SessionToken,
    pub(crate) route: Route,
    /// The session, if only its customer must be asked for.
    pub(crate) known: Option<Arc<Proven>>,
}

impl Engine {
    /// Flies: a task of its own, so that no caller who leaves can cancel it.
    pub(crate) fn depart(
        self: &Arc<Self>,
        question: Question,
        pilot: Pilot<LocalKey, SessionAnswer>,
    ) {
        let engine = self.clone();
        self.runtime.spawn(async move {
            let answer = engine.ask(question).await;
            pilot.land(answer);
        });
    }

    /// Asks for session and customer within the time that one verification may take, and remembers
    /// what is a yes or a no.
    async fn ask(self: &Arc<Self>, question: Question) -> SessionAnswer {
        let asked = Now::read(&*self.clock);
        let answer = self
            .within_timeout(self.session_and_customer(&question, asked))
            .await;
        if let Err(error) = &answer {
            observe::not_verified(&question.route.name, error);
            if error.is_denial() {
                self.cache
                    .remember_denial(question.key, error.reason(), asked);
            }
        }
        answer
    }

    async fn session_and_customer(
        self: &Arc<Self>,
        question: &Question,
        asked: Now,
    ) -> SessionAnswer {
        if let Some(known) = &question.known {
            let found = self
                .customer_of(&known.facts.customer_id, None, &question.route, asked)
                .await?;
            self.still_good(&known.facts)?;
            return Ok(VerifiedSession::new(self.cache.update(
                question.key,
                known,
                found,
            )));
        }
        let mut facts = question.route.provider.verify(&question.token).await?;
        let record = facts.customer.take();
        let carried = record.is_some();
        let found = self
            .customer_of(&facts.customer_id, record, &question.route, asked)
            .await?;
        self.still_good(&facts)?;
        let session = self
            .cache
            .remember_session(question.key, facts, found, carried, asked);
        Ok(VerifiedSession::new(session))
    }

    /// Whether the session lasts still, now that everything was asked.
    fn still_good(&self, facts: &SessionFacts) -> Result<(), ProviderError> {
        let now = Now::read(&*self.clock);
        if facts.expires_at.is_some_and(|end| now.is_at_or_past(end)) {
            return Err(ProviderError::expired());
        }
        Ok(())
    }

    /// Finds the customer of a session: in the facts, in memory, or at the issuer.
    async fn customer_of(
        self: &Arc<Self>,
        id: &CustomerId,
        record: Option<CustomerRecord>,
        route: &Route,
        asked: Now,
    ) -> SlotAnswer {
        let key = CustomerKey {
            provider: route.index,
            id: id.clone(),
        };
        if let Some(record) = record {
            check_id(&record, id)?;
            return Ok(self
                .cache
                .remember_customer(key, record, &route.name, asked));
        }
        match self
            .customers
            .board(key.clone(), || self.recall_customer(&key))
        {
            Boarding::Arrived(answer) => answer,
            Boarding::Joined(ticket) => landed(ticket).await,
            Boarding::Leading(pilot, ticket) => {
                self.depart_for_customer(key, route.clone(), pilot);
                landed(ticket).await
            }
            Boarding::Full => Err(ProviderError::overloaded()),
        }
    }

    fn recall_customer(&self, key: &CustomerKey) -> Option<SlotAnswer> {
        let remembered = self.cache.recall_customer(key, Now::read(&*self.clock))?;
        Some(remembered.map_err(ProviderError::remembered))
    }

    /// Flies for a customer: a task of its own too, since other sessions of the customer wait for
    /// it.
    fn depart_for_customer(
        self: &Arc<Self>,
        key: CustomerKey,
        route: Route,
        pilot: Pilot<CustomerKey, SlotAnswer>,
    ) {
        let engine = self.clone();
        self.runtime.spawn(async move {
            let answer = engine.ask_for_customer(key, &route).await;
            pilot.land(answer);
        });
    }

    async fn ask_for_customer(&self, key: CustomerKey, route: &Route) -> SlotAnswer {
        let asked = Now::read(&*self.clock);
        let answer = self.within_timeout(route.provider.customer(&key.id)).await;
        match answer.and_then(|record| check_id(&record, &key.id).map(|()| record)) {
            Ok(record) => Ok(self
                .cache
                .remember_customer(key, record, &route.name, asked)),
            Err(error) => {
                if error.is_denial() {
                    self.cache
                        .remember_customer_denial(key, error.reason(), asked);
                }
                Err(error)
            }
        }
    }

    async fn within_timeout<T>(
        &self,
        asking: impl Future<Output = Result<T, ProviderError>>,
    ) -> Result<T, ProviderError> {
        tokio::select! {
            // The answer first: one that arrives at the last moment is still an answer.
            biased;
            answer = asking => answer,
            () = self.clock.sleep(self.timeout) => Err(ProviderError::timed_out()),
        }
    }
}

async fn landed<T: Clone>(ticket: Ticket<Result<T, ProviderError>>) -> Result<T, ProviderError> {
    ticket
        .answer()
        .await
        .unwrap_or_else(|| Err(ProviderError::aborted()))
}

/// An answer about somebody else must not become this session's customer.
fn check_id(record: &CustomerRecord, id: &CustomerId) -> Result<(), ProviderError> {
    if record.id == *id {
        Ok(())
    } else {
        Err(ProviderError::malformed_answer(
            "the answer is about another customer",
        ))
    }
}
