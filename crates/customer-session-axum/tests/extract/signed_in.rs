//! Testing a handler as a user of this crate does.

use axum::{
    Router,
    body::{self, Body},
    http::Request,
    routing,
};
use customer_session::{Customer, session::CustomerRecord};
use customer_session_axum::{CurrentCustomer, CustomerSessionLayer};
use customer_session_test::signed_in_as;
use tower::ServiceExt;

use crate::stub::get;

async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
    customer.name().unwrap_or_default().to_owned()
}

fn routes() -> Router {
    Router::new().route("/me", routing::get(me))
}

#[tokio::test]
async fn a_handler_is_tested_without_a_token() {
    let ada = CustomerRecord::new("c1").name("Ada".to_owned());
    let config = signed_in_as(Customer::assertion(ada, "test"));
    let router = routes().layer(CustomerSessionLayer::new(config));
    let response = router
        .oneshot(Request::get("/me").body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(
        body::to_bytes(response.into_body(), 64).await.unwrap(),
        "Ada"
    );
}

#[tokio::test]
async fn whatever_the_request_carries_is_not_looked_at() {
    let ada = CustomerRecord::new("c1").name("Ada".to_owned());
    let config = signed_in_as(Customer::assertion(ada, "test"));
    let router = routes().layer(CustomerSessionLayer::new(config));

    for token in ["", "bad", "not a token"] {
        assert_eq!(get(&router, "/me", token).await.1, "Ada");
    }
}
