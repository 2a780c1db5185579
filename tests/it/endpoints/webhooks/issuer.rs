//! An issuer that vouches for whoever was signed in, and counts.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
};

use customer_session::{
    CustomerId,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};

/// An issuer of this name; clones share everything.
#[derive(Clone, Debug)]
pub(super) struct Issuer {
    name: &'static str,
    book: Arc<Mutex<Book>>,
    asked: Arc<Asked>,
}

#[derive(Debug, Default)]
struct Book {
    customers: Vec<String>,
    sessions: HashMap<String, SessionFacts>,
}

#[derive(Debug, Default)]
struct Asked {
    customers: AtomicU64,
    sessions: AtomicU64,
}

impl Issuer {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            book: Arc::default(),
            asked: Arc::default(),
        }
    }

    pub(super) fn sign_in(&self, token: &str, facts: SessionFacts) {
        let mut book = self.book.lock().unwrap();
        book.sessions.insert(token.to_owned(), facts);
    }

    pub(super) fn add_customer(&self, id: &str) {
        self.book.lock().unwrap().customers.push(id.to_owned());
    }

    /// How often it was asked: about customers, about sessions.
    pub(super) fn asked(&self) -> (u64, u64) {
        (
            self.asked.customers.load(SeqCst),
            self.asked.sessions.load(SeqCst),
        )
    }
}

impl SessionProvider for Issuer {
    fn name(&self) -> &str {
        self.name
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.asked.sessions.fetch_add(1, SeqCst);
        let book = self.book.lock().unwrap();
        let facts = book.sessions.get(token.expose());
        facts.cloned().ok_or_else(ProviderError::denied)
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        self.asked.customers.fetch_add(1, SeqCst);
        let book = self.book.lock().unwrap();
        if book.customers.iter().any(|known| known == id.as_str()) {
            return Ok(CustomerRecord::new(id.as_str()));
        }
        Err(ProviderError::not_our_customer())
    }
}
