//! The layers that everybody has, inside of this one.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
    routing,
};
use customer_session::{Reason, Rejection};
use customer_session_axum::{CurrentCustomer, CustomerSessionLayer};
use tower::{Layer, ServiceBuilder, ServiceExt};
use tower_http::{compression::CompressionLayer, timeout::TimeoutLayer, trace::TraceLayer};

use crate::stub::config;

const PAGE: &str = "a page that is long enough to be worth the trouble of compressing it";

async fn page(_: CurrentCustomer) -> &'static str {
    PAGE
}

fn timeout() -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(60))
}

/// The status, whether the body is compressed, and why the request was refused.
async fn outcome(router: &Router, token: &str) -> (u16, bool, Option<Reason>) {
    let request = Request::get("/")
        .header(header::AUTHORIZATION, token)
        .header(header::ACCEPT_ENCODING, "gzip");
    let request = request.body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let compressed = response.headers().contains_key(header::CONTENT_ENCODING);
    let reason = response.extensions().get().map(Rejection::reason);
    (response.status().as_u16(), compressed, reason)
}

#[tokio::test]
async fn it_stands_outside_of_tracing_compression_and_timeouts() {
    let layers = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(config()).optional())
        .layer(TraceLayer::new_for_http())
        .layer(CompressionLayer::new())
        .layer(timeout());
    let router = Router::new().route("/", routing::get(page)).layer(layers);

    assert_eq!(outcome(&router, "Bearer good").await, (200, true, None));
    assert_eq!(
        outcome(&router, "Bearer bad").await,
        (401, false, Some(Reason::TokenDenied))
    );
    assert_eq!(
        outcome(&router, "").await,
        (401, true, Some(Reason::TokenMissing))
    );
}

/// Whoever refused, what the closure makes is not called compressed.
#[tokio::test]
async fn a_replaced_refusal_of_an_extractor_loses_the_encoding_of_the_first() {
    let layers = ServiceBuilder::new()
        .layer(
            CustomerSessionLayer::new(config())
                .optional()
                .with_rejection_response(|rejection: &Rejection| rejection.code()),
        )
        .layer(CompressionLayer::new());
    let router = Router::new().route("/", routing::get(page)).layer(layers);

    assert_eq!(
        outcome(&router, "").await,
        (200, false, Some(Reason::TokenMissing))
    );
}

/// As a service of its own, as hyper is given it.
#[tokio::test]
async fn it_stands_around_a_whole_router() {
    let router = Router::new().route("/", routing::get(page));
    let service = CustomerSessionLayer::new(config()).layer(router);
    let router = Router::new().fallback_service(service);

    assert_eq!(outcome(&router, "Bearer good").await, (200, false, None));
    assert_eq!(
        outcome(&router, "Bearer bad").await,
        (401, false, Some(Reason::TokenDenied))
    );
}
