//! Steps 3 and 4 on a miss: the flight that asks the issuer.

use std::{future::Future, sync::Arc};

use super::{
    Engine,
    flights::{Boarding, Pilot, Ticket},
};
use crate::{
    cache::{CustomerKey, CustomerSlot, Now, SessionEntry},
    observe,
    provider::{ProviderError, Route, SessionFacts},
    session::{CustomerId, CustomerRecord, VerifiedSession},
    token::{LocalKey, SessionToken},
};

/// What a flight for a session lands with.
pub(crate) type SessionAnswer = Result<VerifiedSession, ProviderError>;

/// What a flight for a customer lands with.
pub(crate) type CustomerAnswer = Result<Arc<CustomerSlot>, ProviderError>;

/// What a flight for a session sets out with.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) key: LocalKey,
    pub(crate) token: SessionToken,
    pub(crate) route: Route,
    /// The session, if only its customer must be asked for.
    pub(crate) known: Option<Arc<SessionEntry>>,
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

    /// Asks for session and customer within the time that one verification may take, and remembers what is a yes or a no.
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
        let (facts, fresh) = match &question.known {
            Some(entry) => (entry.facts.clone(), false),
            None => (
                Arc::new(question.route.provider.verify(&question.token).await?),
                true,
            ),
        };
        let slot = self.customer_of(&facts, &question.route, asked).await?;
        let now = Now::read(&*self.clock);
        if facts.expires_at.is_some_and(|end| end <= now.wall) {
            return Err(ProviderError::expired());
        }
        // A slot can be emptied by an eviction between its answer and now. Nobody is to blame, and asking again helps.
        let customer = slot.live(now).ok_or_else(ProviderError::aborted)?;
        if fresh {
            self.cache
                .remember_session(question.key, facts.clone(), slot, asked);
        }
        Ok(VerifiedSession::new(facts, customer))
    }

    /// Finds the customer of a session: in the facts, in memory, or at the issuer.
    async fn customer_of(
        self: &Arc<Self>,
        facts: &SessionFacts,
        route: &Route,
        asked: Now,
    ) -> CustomerAnswer {
        let key = CustomerKey {
            provider: route.index,
            id: facts.customer_id.clone(),
        };
        if let Some(record) = &facts.customer {
            check_id(record, &key.id)?;
            return Ok(self
                .cache
                .remember_customer(key, record.clone(), &route.name, asked));
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

    fn recall_customer(&self, key: &CustomerKey) -> Option<CustomerAnswer> {
        let remembered = self.cache.recall_customer(key, Now::read(&*self.clock))?;
        Some(remembered.map_err(ProviderError::remembered))
    }

    /// Flies for a customer: a task of its own too, since other sessions of the customer wait for it.
    fn depart_for_customer(
        self: &Arc<Self>,
        key: CustomerKey,
        route: Route,
        pilot: Pilot<CustomerKey, CustomerAnswer>,
    ) {
        let engine = self.clone();
        self.runtime.spawn(async move {
            let answer = engine.ask_for_customer(key, &route).await;
            pilot.land(answer);
        });
    }

    async fn ask_for_customer(&self, key: CustomerKey, route: &Route) -> CustomerAnswer {
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
