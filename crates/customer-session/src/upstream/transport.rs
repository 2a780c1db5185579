//! The client by which issuers are asked: yours, or the one of the `upstream` feature.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use super::{HttpAnswer, HttpRequest, TransportError};
use crate::observe;

/// Sends requests to issuers.
///
/// Implement it to bring your own HTTP client. What an implementation must guarantee:
///
/// - It follows no redirect: the request carries credentials, and an issuer has no reason to send
///   them elsewhere.
/// - It stops reading at [`HttpRequest::max_answer_bytes`], and decompresses nothing beyond it. An
///   error page that is longer counts by its status all the same; see there.
/// - It checks the server's certificate.
/// - It bounds the time of an exchange. Verifications are bounded by the engine too; other calls
///   are not.
/// - It sends every header: `authorization`, `headers` and `secret_headers`.
/// - It prints neither the `Authorization` header nor the other secret ones, nor bodies.
pub trait HttpTransport: fmt::Debug + Send + Sync + 'static {
    /// Sends one request and reads the whole answer.
    ///
    /// # Cancellation
    ///
    /// The future is dropped when nobody needs the answer any more.
    fn send(
        &self,
        request: HttpRequest,
    ) -> impl Future<Output = Result<HttpAnswer, TransportError>> + Send;
}

type Exchange<'a> = Pin<Box<dyn Future<Output = Result<HttpAnswer, TransportError>> + Send + 'a>>;

trait DynTransport: fmt::Debug + Send + Sync {
    fn send(&self, request: HttpRequest) -> Exchange<'_>;
}

impl<T: HttpTransport> DynTransport for T {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        Box::pin(HttpTransport::send(self, request))
    }
}

/// The way to one issuer: a transport of whichever type, and a count of what went over it. For
/// providers.
#[derive(Clone, Debug)]
pub struct Upstream {
    transport: Arc<dyn DynTransport>,
    calls: Arc<AtomicU64>,
    provider: Arc<str>,
}

impl Upstream {
    /// A way over this transport.
    pub fn new(transport: impl HttpTransport) -> Self {
        Self {
            transport: Arc::new(transport),
            calls: Arc::default(),
            provider: "unnamed".into(),
        }
    }

    /// Sets the name of the provider whose way it is, under which metrics count the requests.
    /// Default: `unnamed`.
    #[must_use]
    pub fn provider(mut self, name: impl Into<Arc<str>>) -> Self {
        self.provider = name.into();
        self
    }

    /// Another way over the same transport, counted on its own.
    #[must_use]
    pub fn counted_apart(&self) -> Self {
        Self {
            transport: self.transport.clone(),
            calls: Arc::default(),
            provider: self.provider.clone(),
        }
    }

    /// Sends one request.
    ///
    /// # Errors
    ///
    /// When no whole answer arrived. A status that means failure is an answer.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        self.calls.fetch_add(1, Relaxed);
        let mut exchange = observe::Exchange::with(&self.provider);
        let answer = self.transport.send(request).await?;
        exchange.answered(answer.status);
        Ok(answer)
    }

    /// How many requests were sent.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls.load(Relaxed)
    }
}
