//! A transport that does what some HTTP clients, and those who use them, do wrong.

use std::sync::{Arc, Mutex};

use customer_session::upstream::{
    HttpAnswer, HttpRequest, HttpTransport, ReqwestTransport, TlsRoots, TransportError,
};
use secrecy::ExposeSecret;

use crate::broken::Fault;

#[derive(Debug)]
pub(crate) struct Meddling {
    client: ReqwestTransport,
    fault: Fault,
    last: Arc<Mutex<Option<HttpAnswer>>>,
}

impl Meddling {
    pub(crate) fn new(fault: Fault) -> Self {
        let client = ReqwestTransport::builder().tls_roots(TlsRoots::None);
        Self {
            client: client.build().unwrap(),
            fault,
            last: Arc::default(),
        }
    }

    /// The answer that came last.
    pub(crate) fn last(&self) -> Arc<Mutex<Option<HttpAnswer>>> {
        self.last.clone()
    }

    fn prepare(&self, request: &mut HttpRequest) {
        match self.fault {
            Fault::ReadsForEver => request.max_answer_bytes = usize::MAX,
            Fault::SendsSpacesForPlusSigns => {
                let sent = request.authorization.as_ref().unwrap().expose_secret();
                request.authorization = Some(sent.replace('+', " ").into());
            }
            Fault::SendsTokensInAddresses => {
                let sent = request.authorization.as_ref().unwrap().expose_secret();
                let token = sent.strip_prefix("Bearer ").unwrap().to_owned();
                request.url.query_pairs_mut().append_pair("token", &token);
            }
            _ => {}
        }
    }

    fn meddle(&self, mut answer: HttpAnswer) -> HttpAnswer {
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        match self.fault {
            Fault::BelievesAnybody if body.contains("_another") => {
                answer.body = body.replace("_another", "").into();
            }
            Fault::IgnoresOddEnds if body.contains(r#""expires_at":"not a"#) => {
                answer.body = SESSION_WITH_ANOTHER_END.into();
            }
            Fault::IgnoresTheStatus if answer.status >= 500 => answer.status = 200,
            Fault::StumblesOverNews if body.contains("added_by") => answer.body = "{}".into(),
            _ => {}
        }
        answer
    }
}

impl HttpTransport for Meddling {
    async fn send(&self, mut request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        self.prepare(&mut request);
        let mut answer = self.client.send(request.clone()).await?;
        if let (Fault::FollowsRedirects, Some(place)) = (self.fault, answer.header("location")) {
            request.url = place.parse().unwrap();
            answer = self.client.send(request).await?;
        }
        let answer = self.meddle(answer);
        *self.last.lock().unwrap() = Some(answer.clone());
        Ok(answer)
    }
}

/// The good session but for its end.
const SESSION_WITH_ANOTHER_END: &str = r#"{"id":"ses_of_cus_ada","customer_id":"cus_ada","created_at":1700000000,"expires_at":4000000001,"scopes":["orders"]}"#;
