//! The service by itself.

use axum::body::Body;
use customer_session::endpoint::Endpoint;
use customer_session_tower::EndpointService;
use http::{HeaderValue, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{Answer, Driver, Sent};

/// The service by itself.
pub(super) struct Tower;

impl Driver for Tower {
    const NAME: &'static str = "tower";

    async fn send(endpoint: impl Endpoint + Clone, sent: &Sent) -> Answer {
        let service = EndpointService::new(endpoint);
        let response = service.oneshot(request(sent)).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer::new(
            parts.status.as_u16(),
            parts
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes())),
            &body.collect().await.unwrap().to_bytes(),
        )
    }
}

pub(super) fn request(sent: &Sent) -> Request<Body> {
    let mut request = Request::builder().method(sent.method).uri("/hook");
    for (name, value) in &sent.headers {
        request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
    }
    request.body(Body::from_stream(sent.body())).unwrap()
}
