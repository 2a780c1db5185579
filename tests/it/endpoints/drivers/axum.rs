//! A router with the service as a route.

use axum::{Router, body};
use customer_session::endpoint::Endpoint;
use customer_session_axum::EndpointService;
use tower::ServiceExt;

use super::{Answer, Driver, Sent, tower::request};

/// A router with the service as a route.
pub(super) struct Axum;

impl Driver for Axum {
    const NAME: &'static str = "axum";

    async fn send(endpoint: impl Endpoint + Clone, sent: &Sent) -> Answer {
        let router = Router::new().route_service("/hook", EndpointService::new(endpoint));
        let response = router.oneshot(request(sent)).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body::to_bytes(body, usize::MAX).await.unwrap();
        let mut headers = parts.headers;
        // axum writes the length itself, where in tower and actix-web the server does.
        if let Some(length) = headers.remove("content-length") {
            assert_eq!(length, body.len().to_string());
        }
        Answer::new(
            parts.status.as_u16(),
            headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes())),
            &body,
        )
    }
}
