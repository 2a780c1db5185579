//! A server with several addresses, without a socket.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use customer_session::upstream::{
    HttpAnswer, HttpRequest, HttpTransport, TransportError, TransportErrorKind,
};
use tokio::sync::Semaphore;

use crate::server::json;

/// Says what it was told to say at each address, and nothing at others.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    answers: Arc<Mutex<HashMap<String, HttpAnswer>>>,
    asked: Arc<Mutex<Vec<HttpRequest>>>,
    /// Closed, the server takes questions and answers none.
    gate: Arc<Semaphore>,
}

impl HttpTransport for Site {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let place = request.url.to_string();
        self.asked.lock().unwrap().push(request);
        let _open = self.gate.acquire().await.unwrap();
        let answers = self.answers.lock().unwrap();
        let answer = answers.get(&place).cloned();
        answer.ok_or_else(|| TransportError::new(TransportErrorKind::Connect))
    }
}

impl Site {
    /// A server that nobody reaches.
    pub(crate) fn new() -> Self {
        Self {
            answers: Arc::default(),
            asked: Arc::default(),
            gate: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
        }
    }

    /// A server whose metadata name the endpoint, and that knows every token.
    pub(crate) fn whole() -> Self {
        let site = Self::new();
        site.says(METADATA, json(200, &metadata(PLACE)));
        site.says(PLACE, json(200, ACTIVE));
        site
    }

    pub(crate) fn says(&self, place: &str, answer: HttpAnswer) {
        self.answers
            .lock()
            .unwrap()
            .insert(place.to_owned(), answer);
    }

    pub(crate) fn falls_silent_at(&self, place: &str) {
        self.answers.lock().unwrap().remove(place);
    }

    /// Takes questions, and answers none until the gate is open again.
    pub(crate) fn close_gate(&self) {
        self.gate.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub(crate) fn open_gate(&self) {
        self.gate.add_permits(1000);
    }

    pub(crate) fn questions(&self) -> Vec<HttpRequest> {
        self.asked.lock().unwrap().clone()
    }

    /// How often it was asked at an address.
    pub(crate) fn asked_at(&self, place: &str) -> usize {
        let questions = self.questions();
        questions
            .iter()
            .filter(|one| one.url.as_str() == place)
            .count()
    }
}

/// Metadata of the issuer that name this endpoint.
pub(crate) fn metadata(endpoint: &str) -> String {
    format!(r#"{{"issuer":"{ISSUER}","introspection_endpoint":"{endpoint}","jwks_uri":"{KEYS}"}}"#)
}

pub(crate) const ISSUER: &str = "https://login.shop.example";
pub(crate) const METADATA: &str = "https://login.shop.example/.well-known/openid-configuration";
pub(crate) const OAUTH_METADATA: &str =
    "https://login.shop.example/.well-known/oauth-authorization-server";
pub(crate) const PLACE: &str = "https://login.shop.example/introspect";
pub(crate) const KEYS: &str = "https://login.shop.example/keys";
pub(crate) const ACTIVE: &str = r#"{"active":true,"sub":"c1"}"#;
