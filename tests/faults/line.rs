//! The way to the issuer: the real transport, on a line that can be led elsewhere.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use customer_session::upstream::{
    HttpAnswer, HttpRequest, HttpTransport, ReqwestTransport, TransportError,
};
use url::Url;

/// Sends requests with the real transport, to the address they are for, or to another one: as if the
/// name of the issuer had come to lead there. Clones share the line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    transport: Arc<ReqwestTransport>,
    elsewhere: Arc<Mutex<Option<Url>>>,
}

impl Line {
    pub(crate) fn new(transport: ReqwestTransport) -> Self {
        Self {
            transport: Arc::new(transport),
            elsewhere: Arc::default(),
        }
    }

    pub(crate) fn lead_to(&self, there: Option<Url>) {
        *self.elsewhere() = there;
    }

    fn elsewhere(&self) -> MutexGuard<'_, Option<Url>> {
        self.elsewhere
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpTransport for Line {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        if let Some(mut there) = self.elsewhere().clone() {
            there.set_path(request.url.path());
            request.url = there;
        }
        self.transport.send(request).await
    }
}
