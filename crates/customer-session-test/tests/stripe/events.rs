//! Signed events.

use customer_session::clock::ManualClock;
use customer_session_test::stripe::{FakeStripe, NewCustomer};
use serde_json::Value;

#[tokio::test]
async fn an_event_shows_the_customer_and_is_signed_now() {
    let clock = ManualClock::new();
    let fake = FakeStripe::builder().clock(clock).start().await.unwrap();
    let new = NewCustomer::new()
        .email("ada@shop.example")
        .account("acct_1");
    let ada = fake.add_customer(new);

    let event = fake.event("customer.deleted", &ada, "whsec_secret");

    let body: Value = serde_json::from_str(&event.body).unwrap();
    assert_eq!(body["type"], "customer.deleted");
    assert_eq!(body["object"], "event");
    assert_eq!(body["account"], "acct_1");
    assert_eq!(body["data"]["object"]["id"], ada.as_str());
    assert_eq!(body["data"]["object"]["email"], "ada@shop.example");
    // 2026-01-01T00:00:00Z.
    assert!(
        event.signature.starts_with("t=1767225600,v1="),
        "{}",
        event.signature
    );
    assert_eq!(event.signature.len(), "t=1767225600,v1=".len() + 64);
    let other = fake.event("customer.deleted", &ada, "whsec_other");
    assert_ne!(other.signature, event.signature);
    let other: Value = serde_json::from_str(&other.body).unwrap();
    assert_ne!(other["id"], body["id"]);
}
