//! A provider without an issuer, and requests to routers behind it.

use axum::{
    Router,
    body::{self, Body},
    http::{Request, StatusCode, header},
    response::Response,
};
use customer_session::{
    CustomerSessionConfig,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::{SessionToken, TokenSource},
};
use tower::ServiceExt;

/// Vouches for the token `good`.
#[derive(Debug)]
struct Stub;

impl SessionProvider for Stub {
    fn name(&self) -> &str {
        "stub"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        if token.expose() == "good" {
            Ok(SessionFacts::new("ada").customer(CustomerRecord::new("ada")))
        } else {
            Err(ProviderError::denied())
        }
    }
}

/// A configuration that looks at the `Authorization` header and the query parameter `token`.
pub(crate) fn config() -> CustomerSessionConfig {
    CustomerSessionConfig::builder()
        .provider(Stub)
        .source(TokenSource::Query("token".into()))
        .build()
        .unwrap()
}

/// Sends a request without a body; an empty token is no token.
pub(crate) async fn send(router: &Router, method: &str, uri: &str, token: &str) -> Response {
    let mut request = Request::builder().method(method).uri(uri);
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = request.body(Body::empty()).unwrap();
    router.clone().oneshot(request).await.unwrap()
}

/// The status and the body of a `GET`.
pub(crate) async fn get(router: &Router, uri: &str, token: &str) -> (StatusCode, String) {
    let response = send(router, "GET", uri, token).await;
    let status = response.status();
    let body = body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}
