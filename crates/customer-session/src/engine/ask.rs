//! Steps 3 and 4 on a miss: the flight that asks the issuer.

use std::{future::Future, sync::Arc, time::Duration};

use super::{
    Engine,
    customers::check_id,
    enrich::{WaitsFor, own_record},
    flights::Pilot,
    issuer::Leave,
    self_contained::Judged,
};
use crate::{
    cache::{Asked, FoundCustomer, Home, Now, Renewal, Source},
    observe,
    provider::{ProviderError, Route, SessionFacts},
    session::{CustomerRecord, Proven, VerifiedSession},
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
            let now = Now::read(&*self.clock);
            if !known.is_past(now) {
                self.still_good(&known.facts)?;
                return Ok(VerifiedSession::new(self.cache.update(known, found, now)));
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

    /// Asks, where it can be seen from outside.
    pub(super) async fn question<T, F>(
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
                self.clock.pause(self.moment()).await;
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

    pub(super) async fn within_timeout<T>(
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
