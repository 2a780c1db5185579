//! Refusals by extractors: seen by layers further out, replaced by the one that is responsible.

use std::error::Error;

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing,
};
use customer_session::{Reason, Rejection};
use customer_session_axum::{CurrentCustomer, CustomerSessionLayer, CustomerSessionRejection};

use crate::stub::{config, get, send};

async fn insist(_: CurrentCustomer) -> &'static str {
    "served"
}

/// A guard of the application's own, between the layer and the handler.
async fn guard(_: CurrentCustomer, request: Request, next: Next) -> Response {
    next.run(request).await
}

fn teapot(rejection: &Rejection) -> (StatusCode, &'static str) {
    (StatusCode::IM_A_TEAPOT, rejection.code())
}

#[tokio::test]
async fn the_refusal_of_an_extractor_in_a_middleware_is_replaced_too() {
    let layer = CustomerSessionLayer::new(config())
        .optional()
        .with_rejection_response(teapot);
    let router = Router::new()
        .route("/", routing::get(|| async { "served" }))
        .layer(middleware::from_fn(guard))
        .layer(layer);

    let refused = get(&router, "/", "").await;

    assert_eq!(
        refused,
        (StatusCode::IM_A_TEAPOT, "token_missing".to_owned())
    );
    assert_eq!(get(&router, "/", "good").await.1, "served");
}

#[tokio::test]
async fn a_refusal_is_seen_by_layers_further_out() {
    async fn note(request: Request, next: Next) -> Response {
        let response = next.run(request).await;
        let reason = response.extensions().get().map(Rejection::reason);
        (StatusCode::OK, format!("{reason:?}")).into_response()
    }
    let router = Router::new()
        .route("/", routing::get(insist))
        .layer(CustomerSessionLayer::new(config()).optional())
        .layer(middleware::from_fn(note));

    let missing = format!("{:?}", Some(Reason::TokenMissing));
    let denied = format!("{:?}", Some(Reason::TokenDenied));
    assert_eq!(get(&router, "/", "").await.1, missing);
    assert_eq!(get(&router, "/", "bad").await.1, denied);
    assert_eq!(get(&router, "/", "good").await.1, "None");
}

/// The length is that of the document which is sent, not of the one that it replaced.
#[tokio::test]
async fn a_replaced_refusal_has_a_length_of_its_own() {
    let layer = CustomerSessionLayer::new(config())
        .optional()
        .with_rejection_response(|_: &Rejection| Response::new(Body::from("short")));
    let router = Router::new().route("/", routing::get(insist)).layer(layer);

    let response = send(&router, "GET", "/", "").await;

    let length = response.headers().get("content-length").cloned();
    assert!(length.is_none_or(|length| length == "5"));
}

#[tokio::test]
async fn a_rejection_that_a_handler_looks_at_says_why() {
    async fn explain(current: Result<CurrentCustomer, CustomerSessionRejection>) -> String {
        let rejection = current.unwrap_err();
        assert!(rejection.source().is_none());
        format!("{} {rejection}", rejection.rejection().status())
    }
    let router = Router::new()
        .route("/", routing::get(explain))
        .layer(CustomerSessionLayer::new(config()).lenient());

    assert_eq!(
        get(&router, "/", "bad").await.1,
        "401 the request was refused: token_denied"
    );
}
