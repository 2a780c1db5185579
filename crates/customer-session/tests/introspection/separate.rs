//! An answer is that of one endpoint to one client, and serves no other.

use std::sync::{Arc, Mutex};

use customer_session::{
    CustomerSessionConfig, Reason,
    provider::introspection::IntrospectionProvider,
    upstream::{HttpAnswer, HttpRequest, HttpTransport, TransportError},
};
use secrecy::ExposeSecret;

use crate::{
    common::TOKEN,
    server::{config, json},
};

const ONE: &str = "https://one.example/introspect";
const OTHER: &str = "https://other.example/introspect";

/// Servers that answer each client in its own way.
#[derive(Clone, Debug, Default)]
struct Servers {
    asked: Arc<Mutex<usize>>,
}

impl HttpTransport for Servers {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        *self.asked.lock().unwrap() += 1;
        let secret = request.authorization.as_ref().unwrap().expose_secret();
        let body = match (request.url.as_str(), secret) {
            (ONE, "Bearer first") => r#"{"active":true,"sub":"first at one"}"#,
            (ONE, "Bearer second") => r#"{"active":true,"sub":"second at one"}"#,
            (ONE, "Bearer third") => r#"{"active":false}"#,
            (OTHER, "Bearer first") => r#"{"active":true,"sub":"first at other"}"#,
            unexpected => panic!("{unexpected:?}"),
        };
        Ok(json(200, body))
    }
}

async fn told(config: &CustomerSessionConfig) -> Result<String, Reason> {
    let session = config.verify(TOKEN).await;
    session
        .map(|session| session.customer().id().as_str().to_owned())
        .map_err(|rejection| rejection.reason())
}

/// RFC 7662 §2.2: a server may answer each that asks otherwise.
#[tokio::test]
async fn the_answer_to_one_client_or_of_one_endpoint_never_serves_another() {
    let servers = Servers::default();
    let asking = |endpoint, client| {
        let provider = IntrospectionProvider::builder(endpoint)
            .bearer(client)
            .transport(servers.clone());
        config(provider).1
    };
    let rows = [
        (asking(ONE, "first"), Ok("first at one".to_owned())),
        (asking(ONE, "second"), Ok("second at one".to_owned())),
        (asking(ONE, "third"), Err(Reason::TokenDenied)),
        (asking(OTHER, "first"), Ok("first at other".to_owned())),
    ];

    // The second time all is remembered, one beside the other.
    for _ in 0..2 {
        for (config, expected) in &rows {
            assert_eq!(&told(config).await, expected);
        }
    }

    assert_eq!(*servers.asked.lock().unwrap(), rows.len());
}
