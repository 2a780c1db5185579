//! An issuer that says what it was told to say, counts what it is asked, and answers when its desks are open.

use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, Mutex, Weak},
};

use customer_session::{
    CustomerId,
    provider::{ProviderError, Recognition, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
    upstream::Rate,
};
use tokio::sync::watch;

use super::world::until;

/// An issuer with a desk for sessions and one for customers; clones share both.
#[derive(Clone, Debug)]
pub(super) struct Issuer(Arc<Desks>);

#[derive(Debug)]
pub(super) struct Desks {
    name: &'static str,
    shape: Shape,
    customer_rate: Mutex<Option<Rate>>,
    pub(super) customers: Desk<CustomerRecord>,
    pub(super) sessions: Desk<SessionFacts>,
}

/// Answers one kind of question. Whoever is not in its book is denied.
#[derive(Debug)]
pub(super) struct Desk<T> {
    asked: watch::Sender<u64>,
    book: Mutex<HashMap<String, Says<T>>>,
    calls: Mutex<HashMap<String, u64>>,
    open: watch::Sender<bool>,
}

#[derive(Clone, Debug)]
enum Says<T> {
    No(ProviderError),
    Panics,
    Yes(T),
}

/// A customer of this id and name.
pub(super) fn record(id: &str, name: &str) -> CustomerRecord {
    CustomerRecord::new(id).name(name.to_owned())
}

impl Issuer {
    /// An issuer of tokens of any shape.
    pub(super) fn new() -> Self {
        Self::of("stub", Shape::Any)
    }

    pub(super) fn of(name: &'static str, shape: Shape) -> Self {
        Self(Arc::new(Desks {
            name,
            shape,
            customer_rate: Mutex::default(),
            customers: Desk::new(),
            sessions: Desk::new(),
        }))
    }

    /// Signs a customer in whom the session's facts do not carry.
    pub(super) fn sign_in(&self, token: &str, record: CustomerRecord) {
        self.sessions
            .yes(token, SessionFacts::new(record.id.clone()));
        self.customers.yes(record.id.as_str().to_owned(), record);
    }

    /// Signs a customer in whom the session's facts carry.
    pub(super) fn sign_in_carried(&self, token: &str, record: CustomerRecord) {
        let facts = SessionFacts::new(record.id.clone()).customer(record);
        self.sessions.yes(token, facts);
    }

    /// Says how often customers may be looked up, to configurations that are built later.
    pub(super) fn set_customer_rate(&self, rate: Rate) {
        *self.customer_rate.lock().unwrap() = Some(rate);
    }

    /// Shows, once the handles are dropped, whether an engine still has the issuer.
    pub(super) fn witness(&self) -> Weak<Desks> {
        Arc::downgrade(&self.0)
    }
}

impl std::ops::Deref for Issuer {
    type Target = Desks;

    fn deref(&self) -> &Desks {
        &self.0
    }
}

impl<T: Clone> Desk<T> {
    pub(super) fn new() -> Self {
        Self {
            asked: watch::Sender::new(0),
            book: Mutex::default(),
            calls: Mutex::default(),
            open: watch::Sender::new(true),
        }
    }

    pub(super) fn yes(&self, about: impl Into<String>, answer: T) {
        self.write(about.into(), Says::Yes(answer));
    }

    pub(super) fn no(&self, about: &str, error: ProviderError) {
        self.write(about.to_owned(), Says::No(error));
    }

    pub(super) fn panics(&self, about: &str) {
        self.write(about.to_owned(), Says::Panics);
    }

    fn write(&self, about: String, says: Says<T>) {
        self.book.lock().unwrap().insert(about, says);
    }

    /// Lets questions wait.
    pub(super) fn close(&self) {
        self.open.send_replace(false);
    }

    /// Answers the questions that wait, and all that come after them.
    pub(super) fn open(&self) {
        self.open.send_replace(true);
    }

    /// How often it was asked about this token or customer.
    pub(super) fn calls(&self, about: &str) -> u64 {
        *self.calls.lock().unwrap().get(about).unwrap_or(&0)
    }

    /// How often it was asked.
    pub(super) fn total(&self) -> u64 {
        *self.asked.borrow()
    }

    /// Waits until it was asked so often.
    pub(super) async fn asked(&self, times: u64) {
        until(|| self.total() >= times).await;
    }

    pub(super) async fn ask(&self, about: &str) -> Result<T, ProviderError> {
        *self
            .calls
            .lock()
            .unwrap()
            .entry(about.to_owned())
            .or_default() += 1;
        self.asked.send_modify(|asked| *asked += 1);
        self.open.subscribe().wait_for(|open| *open).await.unwrap();
        let says = self.book.lock().unwrap().get(about).cloned();
        match says {
            Some(Says::Yes(answer)) => Ok(answer),
            Some(Says::No(error)) => Err(error),
            Some(Says::Panics) => panic!("the issuer panics, as it was told to"),
            None => Err(ProviderError::denied()),
        }
    }
}

impl SessionProvider for Issuer {
    fn name(&self) -> &str {
        self.name
    }

    fn shape(&self) -> Shape {
        self.shape.clone()
    }

    fn recognize(&self, token: &str) -> Recognition {
        if token.ends_with("cut") {
            Recognition::Malformed
        } else {
            Recognition::Candidate
        }
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.sessions.ask(token.expose()).await
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        self.customers.ask(id.as_str()).await
    }

    fn customer_rate(&self) -> Option<Rate> {
        *self.customer_rate.lock().unwrap()
    }

    fn upstream_calls(&self) -> u64 {
        self.sessions.total() + self.customers.total()
    }
}
