//! The layers that everybody has: tracing, compression, timeouts, on either side of this one.

use std::{convert::Infallible, time::Duration};

use axum::{Router, body::Body, routing::get};
use bytes::Bytes;
use customer_session::{Reason, Rejection};
use customer_session_test::StubProvider;
use customer_session_tower::CustomerSessionLayer;
use http::{Request, Response, StatusCode, header};
use http_body::Body as _;
use http_body_util::{BodyExt, Full};
use tower::{Service, ServiceBuilder, ServiceExt};
use tower_http::{compression::CompressionLayer, timeout::TimeoutLayer, trace::TraceLayer};

use crate::stub::config;

const PAGE: &str = "a page that is long enough to be worth the trouble of compressing it";

fn timeout() -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(60))
}

fn request(token: &str) -> Request<Body> {
    Request::builder()
        .uri("/")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())
        .unwrap()
}

async fn page(_: Request<Body>) -> Result<Response<Full<Bytes>>, Infallible> {
    let response = Response::builder().header(header::CONTENT_TYPE, "text/plain");
    Ok(response.body(Full::from(PAGE)).unwrap())
}

/// Whether the response is compressed, the reason of its rejection, its status and whether it has a
/// body.
async fn outcome<S, B>(service: S, token: &str) -> (u16, bool, Option<Reason>)
where
    S: Service<Request<Body>, Response = Response<B>, Error = Infallible>,
    B: http_body::Body<Error: std::fmt::Debug>,
{
    let response = service.oneshot(request(token)).await.unwrap();
    let status = response.status().as_u16();
    let compressed = response.headers().contains_key(header::CONTENT_ENCODING);
    let reason = response
        .extensions()
        .get::<Rejection>()
        .map(Rejection::reason);
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(!body.is_empty());
    (status, compressed, reason)
}

#[tokio::test]
async fn it_stands_outside_of_them_around_a_service() {
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(config(&StubProvider::new())))
        .layer(TraceLayer::new_for_http())
        .layer(CompressionLayer::new())
        .layer(timeout())
        .service_fn(page);

    assert_eq!(outcome(service.clone(), "good").await, (200, true, None));
    assert_eq!(
        outcome(service, "bad").await,
        (401, false, Some(Reason::TokenDenied))
    );
}

#[tokio::test]
async fn it_stands_inside_of_them_around_a_service() {
    let service = ServiceBuilder::new()
        .layer(TraceLayer::new_for_http())
        .layer(CompressionLayer::new())
        .layer(timeout())
        .layer(CustomerSessionLayer::new(config(&StubProvider::new())))
        .service_fn(page);

    assert_eq!(outcome(service.clone(), "good").await, (200, true, None));
    assert_eq!(
        outcome(service, "bad").await,
        (401, true, Some(Reason::TokenDenied))
    );
}

#[tokio::test]
async fn it_stands_outside_of_them_around_a_router() {
    let layers = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(config(&StubProvider::new())))
        .layer(TraceLayer::new_for_http())
        .layer(CompressionLayer::new())
        .layer(timeout());
    let router = Router::new()
        .route("/", get(|| async { PAGE }))
        .layer(layers);

    assert_eq!(outcome(router.clone(), "good").await, (200, true, None));
    assert_eq!(
        outcome(router, "bad").await,
        (401, false, Some(Reason::TokenDenied))
    );
}

/// Around a whole router, as a service of its own: what hyper is given to serve.
#[tokio::test]
async fn it_stands_around_a_whole_router() {
    let router = Router::new().route("/", get(|| async { PAGE }));
    let service = ServiceBuilder::new()
        .layer(CustomerSessionLayer::new(config(&StubProvider::new())))
        .layer(TraceLayer::new_for_http())
        .layer(CompressionLayer::new())
        .layer(timeout())
        .service(router);

    assert_eq!(outcome(service.clone(), "good").await, (200, true, None));
    let refused = service.oneshot(request("bad")).await.unwrap();
    assert_eq!(refused.status(), 401);
    assert!(refused.body().size_hint().exact().is_some());
}

#[tokio::test]
async fn a_closure_may_make_any_body_that_the_inner_layers_make() {
    let layer = CustomerSessionLayer::new(config(&StubProvider::new()))
        .with_rejection_response(|_: &Rejection| Response::new(Body::from("replaced")));
    let router = Router::new()
        .route("/", get(|| async { PAGE }))
        .layer(layer);

    assert_eq!(outcome(router.clone(), "good").await, (200, false, None));
    assert_eq!(
        outcome(router, "bad").await,
        (200, false, Some(Reason::TokenDenied))
    );
}
