//! Customers, as merchants read and manage them.

mod changing;
mod listing;
mod reading;
mod state;

use customer_session_test::polar::{Customer, FakePolar, NewCustomer};
use serde_json::{Value, json};

use crate::client::{Answer, get, request, still};

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

async fn with_ada() -> (FakePolar, Customer, String) {
    let (polar, _) = still().await;
    let ada = NewCustomer::individual("ada@shop.example")
        .id(ADA)
        .name("Ada")
        .external_id("usr_4411")
        .email_verified(true)
        .metadata("plan", "pro")
        .metadata("seats", 3);
    let ada = polar.organization().add_customer(ada);
    let access_token = polar.organization().access_token();
    (polar, ada, access_token)
}

async fn read(polar: &FakePolar, access_token: &str, path: &str) -> Answer {
    get(polar, &format!("/v1/customers/{path}"))
        .bearer(access_token)
        .send()
        .await
}

async fn change(polar: &FakePolar, access_token: &str, path: &str, changes: Value) -> Answer {
    request(polar, "PATCH", &format!("/v1/customers/{path}"))
        .bearer(access_token)
        .json(&changes)
        .send()
        .await
}

fn assert_gone(answer: &Answer) {
    assert_eq!(answer.status, 404, "{answer:?}");
    assert_eq!(
        answer.json(),
        json!({ "error": "ResourceNotFound", "detail": "Not found" })
    );
}
