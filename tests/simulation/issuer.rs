//! The issuer: tells the truth of the moment, when it is in the mood to.

use std::{
    future::pending,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use customer_session::{
    CustomerId, Member,
    clock::{Clock, ManualClock},
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};
use tokio::sync::oneshot;

use crate::truth::{Truth, stated};

/// What it says when it panics, as it was told to.
pub(crate) const PANIC: &str = "the issuer panics";

/// How the issuer answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mood {
    Well,
    /// Answers when it is let, with the truth of the question's moment or of the answer's.
    Slow,
    Down,
    Silent,
    Garbled,
    /// Limits calls made with our own credentials.
    Limiting,
    Panicking,
}

impl Mood {
    pub(crate) const ALL: [Self; 7] = [
        Self::Well,
        Self::Slow,
        Self::Down,
        Self::Silent,
        Self::Garbled,
        Self::Limiting,
        Self::Panicking,
    ];
}

/// An issuer; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Issuer(Arc<State>);

#[derive(Debug)]
struct State {
    clock: ManualClock,
    desk: Mutex<Desk>,
}

#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) truth: Truth,
    pub(crate) mood: Mood,
    /// Whether slow answers tell the truth of the moment at which they leave.
    pub(crate) late_truth: bool,
    /// Answers that wait to be let go.
    pub(crate) held: Vec<oneshot::Sender<()>>,
    /// Questions that will never be answered, and that nobody gave up yet.
    pub(crate) silent: Arc<()>,
    /// Whether facts carry the customer.
    pub(crate) carries: bool,
}

impl Desk {
    /// Whether the issuer is at fault.
    pub(crate) fn is_in_trouble(&self) -> bool {
        self.mood != Mood::Well || !self.held.is_empty() || Arc::strong_count(&self.silent) > 1
    }
}

impl Issuer {
    pub(crate) fn new(clock: ManualClock, carries: bool) -> Self {
        let desk = Desk {
            truth: Truth::default(),
            mood: Mood::Well,
            late_truth: false,
            held: Vec::new(),
            silent: Arc::default(),
            carries,
        };
        Self(Arc::new(State {
            clock,
            desk: Mutex::new(desk),
        }))
    }

    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0
            .desk
            .lock()
            .unwrap_or_else(|error| error.into_inner())
    }

    async fn answer<T>(
        &self,
        own_credentials: bool,
        truth: impl Fn(&Desk, Duration) -> Result<T, ProviderError>,
    ) -> Result<T, ProviderError> {
        let (early, wait, _silent) = {
            let mut desk = self.desk();
            let early = truth(&desk, self.0.clock.monotonic());
            match desk.mood {
                Mood::Well => return early,
                Mood::Slow => {
                    let (let_go, wait) = oneshot::channel();
                    desk.held.push(let_go);
                    (early, Some((wait, desk.late_truth)), None)
                }
                Mood::Down => return Err(ProviderError::unavailable("down")),
                Mood::Silent => (early, None, Some(desk.silent.clone())),
                Mood::Garbled => return Err(ProviderError::malformed_answer("garbled")),
                Mood::Limiting if own_credentials => {
                    return Err(
                        ProviderError::own_rate_limited().retry_after(Duration::from_secs(20))
                    );
                }
                Mood::Limiting => return early,
                Mood::Panicking => panic!("{PANIC}"),
            }
        };
        match wait {
            None => pending().await,
            Some((wait, late_truth)) => {
                wait.await.ok();
                if late_truth {
                    truth(&self.desk(), self.0.clock.monotonic())
                } else {
                    early
                }
            }
        }
    }
}

impl SessionProvider for Issuer {
    fn name(&self) -> &str {
        "issuer"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.answer(false, |desk, now| facts(desk, token.expose(), now))
            .await
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        self.answer(true, |desk, _| record(&desk.truth, id.as_str()))
            .await
    }
}

fn facts(desk: &Desk, token: &str, now: Duration) -> Result<SessionFacts, ProviderError> {
    let truth = &desk.truth;
    let Some(session) = truth.sessions.get(token) else {
        return Err(ProviderError::denied());
    };
    // A session proves itself whoever its customer is; only the customer's look-up tells that.
    if now < session.begins || now >= truth.death(token) {
        return Err(ProviderError::denied());
    }
    let customer = &truth.customers[session.customer];
    let facts = SessionFacts::new(customer.id.clone())
        .member(session.member.clone().map(Member::new))
        .issued_at(session.dated.then(|| stated(session.begins)))
        .expires_at(stated(session.ends));
    if desk.carries {
        Ok(facts.customer(record(truth, &customer.id)?))
    } else {
        Ok(facts)
    }
}

fn record(truth: &Truth, id: &str) -> Result<CustomerRecord, ProviderError> {
    let customer = truth.customers.iter().find(|customer| customer.id == id);
    customer
        .filter(|customer| customer.ours && customer.deleted.is_none())
        .map(|customer| CustomerRecord::new(id).name(customer.name().to_owned()))
        .ok_or_else(ProviderError::not_our_customer)
}
