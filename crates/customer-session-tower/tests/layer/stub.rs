//! A provider without an issuer: it counts, and waits when it is told to.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
};

use customer_session::{
    CustomerSessionConfig,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::{SessionToken, TokenSource},
};
use http::{Request, header};
use tokio::sync::Notify;

/// Vouches for every token that begins with `good`; clones share everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stub(Arc<State>);

#[derive(Debug, Default)]
struct State {
    arrived: Notify,
    asked: AtomicU64,
    gate: Notify,
    gated: AtomicBool,
}

impl Stub {
    /// A stub that answers when its gate is opened.
    pub(crate) fn gated() -> Self {
        let stub = Self::default();
        stub.0.gated.store(true, SeqCst);
        stub
    }

    /// How often it was asked.
    pub(crate) fn asked(&self) -> u64 {
        self.0.asked.load(SeqCst)
    }

    /// Waits until a question has arrived.
    pub(crate) async fn arrived(&self) {
        self.0.arrived.notified().await;
    }

    /// Lets the question that waits be answered, and all that come after it.
    pub(crate) fn open(&self) {
        self.0.gated.store(false, SeqCst);
        self.0.gate.notify_waiters();
        self.0.gate.notify_one();
    }

    /// A configuration that asks this stub, with nothing in its cache.
    pub(crate) fn config(&self) -> CustomerSessionConfig {
        CustomerSessionConfig::builder()
            .provider(self.clone())
            .source(TokenSource::Query("token".into()))
            .build()
            .unwrap()
    }
}

impl SessionProvider for Stub {
    fn name(&self) -> &str {
        "stub"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.asked.fetch_add(1, SeqCst);
        self.0.arrived.notify_one();
        if self.0.gated.load(SeqCst) {
            self.0.gate.notified().await;
        }
        if token.expose().starts_with("good") {
            Ok(SessionFacts::new("ada").customer(CustomerRecord::new("ada")))
        } else {
            Err(ProviderError::denied())
        }
    }
}

/// A request with this token and a body of any type.
pub(crate) fn with_token<B>(token: &str, body: B) -> Request<B> {
    Request::builder()
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(body)
        .unwrap()
}
