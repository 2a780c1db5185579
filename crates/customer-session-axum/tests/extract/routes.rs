//! Which requests a layer stands in front of.

use axum::{Router, http::StatusCode, routing};
use customer_session_axum::{CurrentCustomer, CustomerSessionLayer};

use crate::stub::{config, get, send};

async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
    customer.id().to_string()
}

fn routes() -> Router {
    Router::new().route("/me", routing::get(me))
}

/// Whoever has no session does not learn which routes there are.
#[tokio::test]
async fn a_layer_refuses_before_a_route_is_looked_for() {
    let router = routes().layer(CustomerSessionLayer::new(config()));

    for (method, path) in [
        ("GET", "/me"),
        ("HEAD", "/me"),
        ("POST", "/me"),
        ("OPTIONS", "/me"),
        ("GET", "/me/"),
        ("GET", "//me"),
        ("GET", "/%6De"),
        ("GET", "/nowhere"),
    ] {
        let refused = send(&router, method, path, "").await;
        assert_eq!(
            refused.status(),
            StatusCode::UNAUTHORIZED,
            "{method} {path}"
        );
        assert!(refused.headers().contains_key("www-authenticate"));
    }
    assert_eq!(
        get(&router, "/nowhere", "good").await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_route_layer_refuses_on_its_routes_only() {
    let router = routes().route_layer(CustomerSessionLayer::new(config()));

    let (known, _) = get(&router, "/me", "").await;
    let (unknown, _) = get(&router, "/nowhere", "").await;
    let other_method = send(&router, "POST", "/me", "").await;

    assert_eq!(known, StatusCode::UNAUTHORIZED);
    assert_eq!(unknown, StatusCode::NOT_FOUND);
    assert_eq!(other_method.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_router_that_is_merged_or_nested_keeps_its_layer() {
    let guarded = routes().layer(CustomerSessionLayer::new(config()));
    let open = Router::new().route("/open", routing::get(|| async { "open" }));
    let router = open
        .merge(Router::new().nest("/nested", guarded.clone()))
        .nest("/api", guarded);

    for path in ["/nested/me", "/api/me"] {
        assert_eq!(
            get(&router, path, "").await.0,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    assert_eq!(get(&router, "/nested/me", "good").await.1, "ada");
    assert_eq!(get(&router, "/open", "").await.1, "open");
}

/// A route that was added after the layer is not behind it, and its extractor says so instead of
/// letting anybody in.
#[tokio::test]
async fn a_route_that_was_added_after_the_layer_is_not_open() {
    let router = Router::new()
        .layer(CustomerSessionLayer::new(config()))
        .route("/me", routing::get(me));

    assert_eq!(
        get(&router, "/me", "").await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
}
