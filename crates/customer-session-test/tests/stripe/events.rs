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

/// Without it nobody could tell whose they are.
#[tokio::test]
async fn an_event_about_what_a_customer_has_says_whose_it_is() {
    let fake = FakeStripe::start().await.unwrap();
    let ada = fake.add_customer(NewCustomer::new());
    for (kind, word) in [
        ("customer.discount.created", "discount"),
        ("customer.source.updated", "card"),
        ("customer.subscription.updated", "subscription"),
        ("customer.tax_id.deleted", "tax_id"),
        (
            "entitlements.active_entitlement_summary.updated",
            "entitlements.active_entitlement_summary",
        ),
    ] {
        let event = fake.event(kind, &ada, "whsec_secret");

        let body: Value = serde_json::from_str(&event.body).unwrap();
        let object = &body["data"]["object"];
        assert_eq!(object["object"], word, "{kind}");
        assert_eq!(object["customer"], ada.as_str(), "{kind}");
        assert_ne!(object["id"], ada.as_str(), "{kind}");
    }
}

#[tokio::test]
async fn of_several_customers_with_one_id_an_event_is_about_the_own_accounts_in_test_mode() {
    let fake = FakeStripe::start().await.unwrap();
    let add = |new: NewCustomer| {
        let _ = fake.add_customer(new.id("cus_1"));
    };
    let told = || {
        let event = fake.event("customer.updated", "cus_1", "whsec_secret");
        let body: Value = serde_json::from_str(&event.body).unwrap();
        (
            body["livemode"] == true,
            body["account"].as_str().map(str::to_owned),
        )
    };
    let in_account = |id| NewCustomer::new().account(id);

    add(in_account("acct_2").live());
    assert_eq!(told(), (true, Some("acct_2".to_owned())));
    add(NewCustomer::new().live());
    assert_eq!(told(), (true, None));
    for id in ["acct_9", "acct_1", "acct_5"] {
        add(in_account(id));
    }
    assert_eq!(told(), (false, Some("acct_1".to_owned())));
    add(NewCustomer::new());
    assert_eq!(told(), (false, None));
}

#[tokio::test]
async fn a_thin_event_names_an_object_and_is_signed_now() {
    let clock = ManualClock::new();
    let fake = FakeStripe::builder().clock(clock).start().await.unwrap();

    let kind = "v2.core.account.closed";
    let event = fake.thin_event(kind, "v2.core.account", "acct_1", "whsec_secret");

    let body: Value = serde_json::from_str(&event.body).unwrap();
    assert_eq!(body["type"], kind);
    assert_eq!(body["created"], "2026-01-01T00:00:00Z");
    assert_eq!(body["related_object"]["type"], "v2.core.account");
    assert_eq!(body["related_object"]["id"], "acct_1");
    assert!(event.signature.starts_with("t=1767225600,v1="));
}
