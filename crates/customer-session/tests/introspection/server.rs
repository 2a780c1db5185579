//! A server that answers from a script, without a socket: at addresses that are not this machine's.

use std::sync::{Arc, Mutex};

use customer_session::{
    CustomerSessionConfig, Reason, Rejection, VerifiedSession,
    clock::ManualClock,
    provider::{
        Readiness,
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder},
    },
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError},
};

use crate::common;

/// Says the same to every question, until it is told to say something else.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    answer: Arc<Mutex<HttpAnswer>>,
    asked: Arc<Mutex<Vec<HttpRequest>>>,
}

impl HttpTransport for Server {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        self.asked.lock().unwrap().push(request);
        Ok(self.answer.lock().unwrap().clone())
    }
}

impl Server {
    pub(crate) fn saying(answer: HttpAnswer) -> Self {
        Self {
            answer: Arc::new(Mutex::new(answer)),
            asked: Arc::default(),
        }
    }

    /// A server that answers 200 and this JSON.
    pub(crate) fn stating(body: &str) -> Self {
        Self::saying(json(200, body))
    }

    pub(crate) fn now_states(&self, body: &str) {
        self.now_says(json(200, body));
    }

    pub(crate) fn now_says(&self, answer: HttpAnswer) {
        *self.answer.lock().unwrap() = answer;
    }

    pub(crate) fn questions(&self) -> Vec<HttpRequest> {
        self.asked.lock().unwrap().clone()
    }

    /// The usual provider.
    pub(crate) fn builder(&self) -> IntrospectionProviderBuilder {
        self.unknown().client_secret_basic("shop", "secret")
    }

    /// A provider without credentials.
    pub(crate) fn unknown(&self) -> IntrospectionProviderBuilder {
        IntrospectionProvider::builder(ENDPOINT).transport(self.clone())
    }
}

pub(crate) fn json(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer::new(status, body.to_owned())
        .with_header("Content-Type", "application/json;charset=UTF-8")
}

/// A configuration that never asks twice by itself, at the usual time.
pub(crate) fn config(
    provider: IntrospectionProviderBuilder,
) -> (ManualClock, CustomerSessionConfig) {
    common::config(provider.build().unwrap())
}

/// The same, by this clock.
pub(crate) fn config_at(
    clock: &ManualClock,
    provider: IntrospectionProviderBuilder,
) -> CustomerSessionConfig {
    common::config_at(clock, provider.build().unwrap())
}

/// Whether the one provider can verify sessions.
pub(crate) fn readiness(config: &CustomerSessionConfig) -> Readiness {
    config.readiness()["introspection"]
}

/// What becomes of a token that the server says this about.
pub(crate) async fn verify(
    customize: impl FnOnce(IntrospectionProviderBuilder) -> IntrospectionProviderBuilder,
    body: &str,
) -> Result<VerifiedSession, Rejection> {
    let provider = customize(Server::stating(body).builder());
    common::verify(provider.build().unwrap()).await
}

/// Why it is refused, and how.
pub(crate) async fn refused(
    customize: impl FnOnce(IntrospectionProviderBuilder) -> IntrospectionProviderBuilder,
    body: &str,
) -> (u16, Reason) {
    match verify(customize, body).await {
        Ok(session) => panic!("{body} was taken: {session:?}"),
        Err(rejection) => (rejection.status(), rejection.reason()),
    }
}

pub(crate) const ENDPOINT: &str = "https://login.shop.example/oauth/introspect";
