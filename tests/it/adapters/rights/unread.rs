//! Rights behind real servers, where a body may never come.

use std::net::SocketAddr;

use actix_web::web;
use axum::{Router, body::Bytes, routing::post};
use customer_session::{
    Customer, CustomerSessionConfig, VerifiedSession, provider::SessionFacts,
    session::CustomerRecord,
};
use customer_session_actix::CustomerSessionMiddleware;
use customer_session_axum::CustomerSessionLayer;
use customer_session_test::signed_in_with;

use crate::endpoints::{
    servers::{actix_of, axum_of},
    wire::exchange,
};

/// A configuration that signs everybody in with the scope `read`.
fn reader() -> CustomerSessionConfig {
    let facts = SessionFacts::new("ada").scopes(["read"]);
    let ada = Customer::assertion(CustomerRecord::new("ada"), "test");
    signed_in_with(VerifiedSession::assertion(facts, ada))
}

/// The address of an axum server whose handler reads the body.
async fn axum() -> SocketAddr {
    let routes = Router::new()
        .route("/", post(async |_: Bytes| "read"))
        .route_layer(customer_session_axum::require_scopes(["write"]).unwrap())
        .layer(CustomerSessionLayer::new(reader()));
    axum_of(routes).await
}

/// The address of an actix-web server whose handler reads the body.
fn actix() -> SocketAddr {
    let config = reader();
    let requirement = customer_session_actix::require_scopes(["write"]).unwrap();
    actix_of(move |app| {
        app.service(
            web::resource("/")
                .wrap(requirement.clone())
                .wrap(CustomerSessionMiddleware::new(config.clone()))
                .route(web::post().to(async |_: web::Bytes| "read")),
        );
    })
}

#[actix_web::test]
async fn a_session_that_lacks_a_scope_is_refused_though_the_body_never_comes() {
    for address in [axum().await, actix()] {
        let head =
            "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n";

        let response = exchange(address, head).await;

        assert!(response.starts_with("HTTP/1.1 403 "), "{response}");
        assert!(
            response.contains(r#", scope="write""#),
            "the challenge: {response}"
        );
        assert!(response.ends_with(r#""code":"insufficient_scope"}"#));
    }
}
