//! A token in the query is taken out of every address that axum keeps.

use axum::{
    Router,
    extract::{NestedPath, OriginalUri, RawQuery, rejection::NestedPathRejection},
    http::Uri,
    routing,
};
use customer_session_axum::CustomerSessionLayer;

use crate::stub::{config, get};

async fn addresses(
    OriginalUri(original): OriginalUri,
    nested: Result<NestedPath, NestedPathRejection>,
    RawQuery(query): RawQuery,
    uri: Uri,
) -> String {
    let nested = nested.as_ref().map_or("-", NestedPath::as_str);
    format!("{original} {uri} {query:?} {nested}")
}

fn routes() -> Router {
    Router::new().route("/orders", routing::get(addresses))
}

fn layer() -> CustomerSessionLayer {
    CustomerSessionLayer::new(config())
}

#[tokio::test]
async fn around_a_router_it_is_gone_before_axum_keeps_anything() {
    let router = routes().layer(layer());

    let (_, body) = get(&router, "/orders?a=1&token=good&b=%20", "").await;

    assert_eq!(
        body,
        r#"/orders?a=1&b=%20 /orders?a=1&b=%20 Some("a=1&b=%20") -"#
    );
}

/// Inside of a nested router axum has kept the original address already.
#[tokio::test]
async fn inside_a_nested_router_it_is_taken_out_of_the_original_address_too() {
    let router = Router::new().nest("/api", routes().layer(layer()));

    let (_, body) = get(&router, "/api/orders?a=1&token=good", "").await;

    assert_eq!(body, r#"/api/orders?a=1 /orders?a=1 Some("a=1") /api"#);
}

#[tokio::test]
async fn on_a_route_of_its_own_it_is_taken_out_of_the_original_address_too() {
    let route = routing::get(addresses).layer(layer());
    let router = Router::new().nest("/api", Router::new().route("/orders", route));

    let (_, body) = get(&router, "/api/orders?token=good", "").await;

    assert_eq!(body, "/api/orders /orders None /api");
}
