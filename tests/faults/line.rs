//! The way to the issuer: the real transport, on a line that can be led elsewhere.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use customer_session::upstream::{
    HttpAnswer, HttpRequest, HttpTransport, ReqwestTransport, TransportError,
};
use url::Url;

/// Sends requests with a real transport, to the address they are for, or to another one: as if the
/// name of the issuer had come to lead there. Clones share the line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// What is used while nothing is wrong: no stall of the machine ends an exchange.
    patient: Arc<ReqwestTransport>,
    /// What is used in trouble.
    tried: Arc<ReqwestTransport>,
    state: Arc<Mutex<State>>,
}

#[derive(Clone, Debug, Default)]
struct State {
    in_trouble: bool,
    elsewhere: Option<Url>,
}

impl Line {
    pub(crate) fn new(patient: ReqwestTransport, tried: ReqwestTransport) -> Self {
        Self {
            patient: Arc::new(patient),
            tried: Arc::new(tried),
            state: Arc::default(),
        }
    }

    /// From now on something is wrong, though the address may be right.
    pub(crate) fn trouble(&self) {
        self.state().in_trouble = true;
    }

    pub(crate) fn lead_to(&self, there: Url) {
        self.state().elsewhere = Some(there);
    }

    pub(crate) fn mend(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpTransport for Line {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let State {
            in_trouble,
            elsewhere,
        } = self.state().clone();
        if let Some(mut there) = elsewhere {
            there.set_path(request.url.path());
            request.url = there;
        }
        let transport = if in_trouble {
            &self.tried
        } else {
            &self.patient
        };
        transport.send(request).await
    }
}
