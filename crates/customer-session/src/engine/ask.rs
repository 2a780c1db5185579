//! Steps 3 and 4 on a miss: the flight that asks the issuer.

use std::{future::Future, sync::Arc, time::Duration};

use super::{
    Engine,
    enrich::{WaitsFor, own_record},
    flights::{Boarding, Pilot, Ticket},
    issuer::Leave,
    self_contained::Judged,
};
use crate::{
    cache::{Asked, CustomerKey, FoundCustomer, Home, Now, Renewal, Source},
    observe,
    provider::{ProviderError, Route, SessionFacts},
    session::{Customer, CustomerId, CustomerRecord, Proven, VerifiedSession},
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
    pub(crate) about: About,
}

/// What is asked.
#[derive(Debug)]
pub(crate) enum About {
    /// What is added to the customer of a session that was found good without asking anybody.
    Judged(Box<Judged>),
    /// Whether the token is a session, and whose.
    Session,
    /// The customer of a session that is good.
    Customer(Arc<Proven>),
    /// What is known already, before its time is over; requests do not wait for it.
    Renewal(Renewal, Arc<Proven>),
}

impl About {
    /// The session, if it is good and only its customer must be asked for.
    const fn known(&self) -> Option<&Arc<Proven>> {
        match self {
            Self::Customer(known) | Self::Renewal(Renewal::Customer, known) => Some(known),
            Self::Judged(_) | Self::Session | Self::Renewal(Renewal::Session, _) => None,
        }
    }

    /// Whether it is the application alone that is asked, and not the issuer.
    pub(super) fn spares_the_issuer(&self) -> bool {
        matches!(self, Self::Judged(_)) || self.known().is_some_and(|known| own_record(known))
    }

    pub(super) const fn is_renewal(&self) -> bool {
        matches!(self, Self::Renewal(..))
    }

    /// Whether only a customer is asked for.
    pub(super) const fn is_look_up(&self) -> bool {
        self.known().is_some()
    }
}

impl Engine {
    /// Flies: a task of its own, so that no caller who leaves can cancel it.
    pub(crate) fn depart(
        self: &Arc<Self>,
        question: Question,
        leave: Leave,
        pilot: Pilot<LocalKey, SessionAnswer>,
    ) {
        let (engine, provider) = (self.clone(), question.route.name.clone());
        let renewal = question.about.is_renewal();
        let flight = async move {
            let answer = engine.ask(&question).await;
            let (jitter, now) = (engine.chance(), Now::read(&*engine.clock));
            engine
                .issuer(&question.route)
                .learn(leave, &answer, jitter, now);
            pilot.land(answer);
        };
        self.runtime
            .spawn(observe::flight(&provider, renewal, flight));
    }

    /// By what this engine knows a session, given the key of its token.
    pub(super) fn home(
        self: &Arc<Self>,
        key: LocalKey,
        token: &str,
        route: &Route,
        asked: Asked,
    ) -> Home {
        Home {
            engine: Arc::downgrade(self),
            key,
            identity: self.identity(key, token, route),
            provider: route.index,
            asked: asked.number,
        }
    }

    /// Asks for session and customer within the time that one verification may take, and remembers
    /// what is a yes or a no.
    async fn ask(self: &Arc<Self>, question: &Question) -> SessionAnswer {
        let (asked, waits) = (self.asking(), WaitsFor::default());
        let answer = self
            .within_timeout(self.session_and_customer(question, asked, &waits))
            .await
            .map_err(|error| self.or_our_delay(error, &waits));
        if question.about.is_renewal() {
            observe::renewed(&question.route.name, &answer);
        }
        match &answer {
            Ok(_) if question.about.is_renewal() => self.counters.refreshed(),
            Ok(_) => {}
            Err(error) => {
                let now = self.clock.monotonic();
                self.issuer(&question.route).watch.not_verified(error, now);
                if error.is_denial() {
                    self.cache
                        .remember_denial(question.key, error.reason(), asked.at);
                }
            }
        }
        answer
    }

    async fn session_and_customer(
        self: &Arc<Self>,
        question: &Question,
        asked: Asked,
        waits: &WaitsFor,
    ) -> SessionAnswer {
        let (route, renewing) = (&question.route, question.about.is_renewal());
        if let Some(known) = question.about.known() {
            let found = self.customer_anew(known, route, renewing, waits).await?;
            // Meanwhile its own time may have come, too: then the session is asked about.
            if !known.is_past(Now::read(&*self.clock)) {
                self.still_good(&known.facts)?;
                return Ok(VerifiedSession::new(self.cache.update(known, found)));
            }
        }
        let (facts, record, asked) = match &question.about {
            About::Judged(judged) => judged.parts(),
            _ => {
                let (facts, record) = self.session(question).await?;
                (facts, record, asked)
            }
        };
        let (key, token) = (question.key, question.token.expose());
        if facts.self_contained
            && let Some(record) = record
        {
            check_id(&record, &facts.customer_id)?;
            let added = self.added_to(&record, route, renewing, waits).await?;
            self.still_good(&facts)?;
            let home = self.home(key, token, route, asked);
            return Ok(self.take_in(facts, record, added, route, home, asked));
        }
        let (found, source) = match record {
            Some(record) => {
                check_id(&record, &facts.customer_id)?;
                let added = self.added_to(&record, route, renewing, waits).await?;
                let found = self.remember_carried(record, added, route, asked);
                (found, Source::Facts)
            }
            None => {
                let id = facts.customer_id.clone();
                let found = self.look_up(id, route, renewing, waits).await?;
                (found, Source::LookUp)
            }
        };
        self.still_good(&facts)?;
        let home = self.home(key, token, route, asked);
        let session = self
            .cache
            .remember_session(facts, found, source, home, asked);
        Ok(VerifiedSession::new(session))
    }

    /// Asks the issuer whether the token is a session, and whose.
    async fn session(
        &self,
        question: &Question,
    ) -> Result<(SessionFacts, Option<CustomerRecord>), ProviderError> {
        let route = &question.route;
        let verify = || route.provider.verify(&question.token);
        let mut facts = self.question(observe::Asked::Verify, route, verify).await?;
        self.newest.note(facts.issued_at);
        if facts.self_contained {
            self.limit(&mut facts, route)?;
        }
        let record = facts.customer.take();
        Ok((facts, record))
    }

    /// The time and the number of a question that is about to be asked.
    ///
    /// The number first: a provider judges by the time that it is given here, so that a change in
    /// between may be one that it did not see. With the older number such an answer is too old when
    /// it is used next; the other way round it would pass for one from after the change.
    pub(super) fn asking(&self) -> Asked {
        let number = self.tombstones.asking();
        Asked {
            at: Now::read(&*self.clock),
            number,
        }
    }

    /// Whether the session lasts still, now that everything was asked.
    pub(super) fn still_good(&self, facts: &SessionFacts) -> Result<(), ProviderError> {
        let now = Now::read(&*self.clock);
        if facts.end().is_some_and(|end| now.is_at_or_past(end)) {
            return Err(ProviderError::expired());
        }
        Ok(())
    }

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
        // Whoever renews it keeps nobody waiting who may be served what is remembered.
        if let Err(remembered) = self.is_unknown(&key, renewing) {
            return remembered;
        }
        match self
            .customers
            .board(key.clone(), || self.is_unknown(&key, renewing))
        {
            Boarding::Grounded(answer) => answer,
            Boarding::Joined(ticket) => landed(ticket).await,
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

    /// Asks, where it can be seen from outside.
    async fn question<T, F>(
        &self,
        asked: observe::Asked,
        route: &Route,
        ask: impl Fn() -> F,
    ) -> Result<T, ProviderError>
    where
        F: Future<Output = Result<T, ProviderError>>,
    {
        let asking = self.once_or_twice(asked, route, ask);
        observe::question(asked, &route.name, &*self.clock, asking).await
    }

    /// Asks, and once more a moment later if the issuer could not be reached and the budget for
    /// that is not used up. Asking changes nothing at the issuer, so that it is safe.
    async fn once_or_twice<T, F>(
        &self,
        asked: observe::Asked,
        route: &Route,
        ask: impl Fn() -> F,
    ) -> Result<T, ProviderError>
    where
        F: Future<Output = Result<T, ProviderError>>,
    {
        let issuer = self.issuer(route);
        issuer.asked();
        match ask().await {
            Err(error) if issuer.may_retry(&error) => {
                self.clock.sleep(self.moment()).await;
                // A second call counts against the issuer's limit as the first did.
                if !issuer.may_go_again(asked, Now::read(&*self.clock)) {
                    return Err(error);
                }
                observe::retrying(&route.name, &error);
                ask().await
            }
            answer => answer,
        }
    }

    /// A moment of 50 to 150 ms: long enough for a connection to come back, and not the same for
    /// all who wait.
    fn moment(&self) -> Duration {
        Duration::from_millis(50 + u64::from(self.chance()) * 100 / u64::from(u32::MAX))
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
pub(super) fn check_id(record: &CustomerRecord, id: &CustomerId) -> Result<(), ProviderError> {
    if record.id == *id {
        Ok(())
    } else {
        Err(ProviderError::malformed_answer(
            "the answer is about another customer",
        ))
    }
}
