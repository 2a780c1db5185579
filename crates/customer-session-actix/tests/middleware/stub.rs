//! A provider without an issuer, and requests to apps behind it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
};

use actix_web::{
    Error,
    body::{self, MessageBody},
    dev::{Service, ServiceResponse},
    http::header,
    test::TestRequest,
};
use customer_session::{
    CustomerSessionConfig,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::{SessionToken, TokenSource},
};
use tokio::sync::Notify;

/// Vouches for the token `good`; clones share everything.
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

    /// A configuration that looks at the `Authorization` header and the query parameter `token`.
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
        if token.expose() == "good" {
            Ok(SessionFacts::new("ada").customer(CustomerRecord::new("ada")))
        } else {
            Err(ProviderError::denied())
        }
    }
}

/// A `GET`; an empty token is no token.
pub(crate) fn get(uri: &str, token: &str) -> TestRequest {
    let request = TestRequest::with_uri(uri);
    if token.is_empty() {
        request
    } else {
        request.insert_header((header::AUTHORIZATION, format!("Bearer {token}")))
    }
}

/// The status and the body of the response.
pub(crate) async fn answer<R, B: MessageBody>(
    app: &impl Service<R, Response = ServiceResponse<B>, Error = Error>,
    request: R,
) -> (u16, String) {
    let response = app.call(request).await.unwrap();
    let status = response.status().as_u16();
    let body = body::to_bytes(response.into_body()).await.ok().unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}
