//! Requirements on routes.

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, StatusCode},
    routing,
};
use customer_session::{
    Customer, CustomerSessionConfig, Reason, Rejection, VerifiedSession, provider::SessionFacts,
    session::CustomerRecord,
};
use customer_session_axum::{
    CurrentSession, CustomerSessionLayer, require, require_role, require_scopes,
};
use customer_session_test::signed_in_with;
use tower::ServiceExt;

use crate::stub::{config, get, send};

/// A layer that signs everybody in with the scope `read` and the role `owner`.
fn reader() -> CustomerSessionLayer {
    CustomerSessionLayer::new(reads())
}

fn reads() -> CustomerSessionConfig {
    let facts = SessionFacts::new("ada").scopes(["read"]).roles(["owner"]);
    let ada = Customer::assertion(CustomerRecord::new("ada"), "test");
    signed_in_with(VerifiedSession::assertion(facts, ada))
}

fn teapot(rejection: &Rejection) -> (StatusCode, &'static str) {
    (StatusCode::IM_A_TEAPOT, rejection.code())
}

async fn scopes(CurrentSession(session): CurrentSession) -> String {
    session.scopes().join(" ")
}

#[tokio::test]
async fn each_route_asks_for_what_it_needs() {
    let read = routing::get(scopes).route_layer(require_scopes(["read"]).unwrap());
    let write = routing::post(scopes).route_layer(require_scopes(["write"]).unwrap());
    let router = Router::new()
        .route("/orders", read.merge(write))
        .route("/open", routing::get(scopes))
        .layer(reader());

    assert_eq!(get(&router, "/orders", "").await.1, "read");
    assert_eq!(get(&router, "/open", "").await.1, "read");
    assert_eq!(
        send(&router, "POST", "/orders", "").await.status(),
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_route_layer_asks_on_its_routes_only() {
    let admin = Router::new()
        .route("/admin", routing::get(scopes))
        .route_layer(require_role("admin").unwrap());
    let router = Router::new()
        .route("/orders", routing::get(scopes))
        .route_layer(require_role("owner").unwrap())
        .route_layer(require(|session| session.has_scope("read")))
        .merge(admin)
        .layer(reader());

    for (path, status) in [
        ("/orders", StatusCode::OK),
        ("/admin", StatusCode::FORBIDDEN),
        ("/nowhere", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(get(&router, path, "").await.0, status, "{path}");
    }
}

/// A layer in the wrong order is a fault of ours, and lets nobody in.
#[tokio::test]
async fn a_requirement_outside_of_the_session_is_told_how_to_mend_it() {
    let router = Router::new()
        .route("/", routing::get(scopes))
        .layer(reader())
        .layer(require_scopes(["read"]).unwrap());

    let response = send(&router, "GET", "/", "").await;

    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let rejection: &Rejection = response.extensions().get().unwrap();
    assert_eq!(rejection.reason(), Reason::LayerMissing);
}

/// Nothing of the body ever arrives.
#[tokio::test]
async fn a_request_is_refused_before_its_body_is_read() {
    let router = Router::new()
        .route("/", routing::post(async |_: Bytes| "read"))
        .route_layer(require_scopes(["write"]).unwrap())
        .layer(reader());
    let request = Request::post("/").body(Body::new(Never)).unwrap();

    let response = router.oneshot(request).await.unwrap();

    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

/// A body that nobody may read.
struct Never;

impl http_body::Body for Never {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        unreachable!("the body is read")
    }
}

#[tokio::test]
async fn the_layer_around_it_replaces_the_default_response_only() {
    let router = |own: bool| {
        let requirement = require_scopes(["write"]).unwrap();
        let route = Router::new().route("/", routing::get(scopes));
        let route = if own {
            route.route_layer(requirement.with_rejection_response(|_: &Rejection| "its own"))
        } else {
            route.route_layer(requirement)
        };
        route.layer(reader().with_rejection_response(teapot))
    };

    assert_eq!(
        get(&router(false), "/", "").await,
        (StatusCode::IM_A_TEAPOT, "insufficient_scope".to_owned())
    );
    assert_eq!(
        get(&router(true), "/", "").await,
        (StatusCode::OK, "its own".to_owned())
    );
}

#[tokio::test]
async fn a_response_of_its_own_answers_for_whatever_it_refuses() {
    let guarded = Router::new()
        .route("/", routing::get(scopes))
        .route_layer(require(|_| true).with_rejection_response(teapot));
    let outer = CustomerSessionLayer::new(config())
        .optional()
        .with_rejection_response(|_: &Rejection| "the layer's");
    let router = guarded.clone().layer(outer);

    assert_eq!(
        get(&router, "/", "").await,
        (StatusCode::IM_A_TEAPOT, "token_missing".to_owned())
    );
    assert_eq!(
        get(&guarded, "/", "").await,
        (StatusCode::IM_A_TEAPOT, "layer_missing".to_owned())
    );
}

/// An extractor behind a requirement is replaced as it is without one.
#[tokio::test]
async fn the_refusal_of_an_extractor_passes_through() {
    async fn insist(_: CurrentSession) -> &'static str {
        "served"
    }
    let lost = axum::middleware::map_request(async |mut request: Request<Body>| {
        request.extensions_mut().remove::<Customer>();
        request
    });
    let router = Router::new()
        .route("/", routing::get(insist))
        .layer(lost)
        .layer(require(|_| true))
        .layer(reader().with_rejection_response(teapot));

    assert_eq!(
        get(&router, "/", "").await,
        (StatusCode::IM_A_TEAPOT, "layer_missing".to_owned())
    );
}

#[tokio::test]
async fn refusals_are_counted_by_the_configuration_that_verified_the_session() {
    let config = reads();
    let router = Router::new()
        .route("/", routing::get(scopes))
        .route_layer(require_role("admin").unwrap())
        .layer(CustomerSessionLayer::new(config.clone()));

    get(&router, "/", "").await;
    get(&router, "/", "").await;

    assert_eq!(config.stats().rejected["role_missing"], 2);
}

#[tokio::test]
async fn who_is_refused_by_the_session_layer_is_not_judged_further() {
    let router = Router::new()
        .route("/", routing::get(scopes))
        .route_layer(require(|_| unreachable!("there is no session")))
        .layer(CustomerSessionLayer::new(config()));

    assert_eq!(get(&router, "/", "bad").await.0, StatusCode::UNAUTHORIZED);
}
