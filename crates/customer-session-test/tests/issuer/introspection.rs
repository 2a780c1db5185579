//! What is said of opaque tokens (RFC 7662).

use std::time::{Duration, SystemTime};

use customer_session::clock::ManualClock;
use customer_session_test::issuer::{Endpoint, FakeIssuer, Fault};
use serde_json::{Value, json};

use crate::client::{Answer, post};

/// The form of a question about this token, with the credentials of the client in it.
fn form(issuer: &FakeIssuer, token: &str) -> String {
    let (id, secret) = (issuer.client_id(), issuer.client_secret());
    format!("client_id={id}&client_secret={secret}&token={token}")
}

async fn ask(issuer: &FakeIssuer, token: &str) -> Answer {
    let url = issuer.introspection_url();
    post(&url, &[], &form(issuer, token)).await.unwrap()
}

async fn said(issuer: &FakeIssuer, token: &str) -> Value {
    let answer = ask(issuer, token).await;
    assert_eq!(answer.status(), "200");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

async fn at_second(second: u64) -> (ManualClock, FakeIssuer) {
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(second));
    let issuer = FakeIssuer::builder().clock(clock.clone()).start().await;
    (clock, issuer.unwrap())
}

/// RFC 7662 §2.2.
#[tokio::test]
async fn of_an_active_token_it_is_said_whose_it_is_what_for_and_until_when() {
    let (_, issuer) = at_second(1_000).await;

    let token = issuer
        .opaque("ada")
        .scopes(["orders:read", "profile:read"])
        .issue();

    assert_eq!(
        said(&issuer, &token).await,
        json!({
            "active": true, "iss": issuer.url(), "sub": "ada", "aud": issuer.audience(),
            "client_id": "shop", "scope": "orders:read profile:read", "token_type": "Bearer",
            "iat": 1_000, "exp": 1_900, "jti": "token-1",
        })
    );
    assert_eq!(issuer.calls(Endpoint::Introspection), 1);
}

#[tokio::test]
async fn a_token_says_what_it_is_told_to() {
    let issuer = FakeIssuer::start().await.unwrap();

    let token = issuer
        .opaque("ada")
        .prefix("oat_")
        .audience("https://other.example")
        .client("app")
        .member("username", "ada@shop.example")
        .member("iat", "yesterday")
        .without("sub")
        .unlimited()
        .issue();

    let said = said(&issuer, &token).await;
    assert!(token.starts_with("oat_"), "{token}");
    assert_eq!(said["aud"], "https://other.example");
    assert_eq!(said["client_id"], "app");
    assert_eq!(said["username"], "ada@shop.example");
    assert_eq!(said["iat"], "yesterday");
    assert_eq!((&said["sub"], &said["exp"]), (&Value::Null, &Value::Null));
}

/// RFC 7662 §2.2: an answer about an inactive token has no other member.
#[tokio::test]
async fn of_unknown_revoked_and_foreign_tokens_it_is_said_that_they_are_inactive_and_no_more() {
    let (issuer, other) = (FakeIssuer::start().await, FakeIssuer::start().await);
    let (issuer, other) = (issuer.unwrap(), other.unwrap());
    let revoked = issuer.opaque("ada").issue();
    assert_eq!(said(&issuer, &revoked).await["active"], true);
    assert!(issuer.revoke(&revoked));
    assert!(!issuer.revoke(&revoked), "it is gone already");

    for token in ["nonsense", &revoked, &other.opaque("ada").issue()] {
        assert_eq!(said(&issuer, token).await, json!({ "active": false }));
    }
}

#[tokio::test]
async fn a_token_is_active_until_the_second_of_its_exp_by_the_clock() {
    let (clock, issuer) = at_second(1_000).await;
    let short = issuer
        .opaque("ada")
        .lifetime(Duration::from_secs(60))
        .issue();
    let endless = issuer.opaque("ada").unlimited().issue();
    assert_eq!(said(&issuer, &short).await["exp"], 1_060);

    clock.advance(Duration::from_millis(59_999));
    assert_eq!(said(&issuer, &short).await["active"], true);

    clock.advance(Duration::from_millis(1));
    assert_eq!(said(&issuer, &short).await, json!({ "active": false }));
    clock.advance(Duration::from_secs(1_000_000));
    assert_eq!(said(&issuer, &endless).await["active"], true);
}

#[tokio::test]
async fn questions_go_wrong_as_the_fault_says() {
    let issuer = FakeIssuer::start().await.unwrap();
    let token = issuer.opaque("ada").issue();
    let busy = Fault::Status {
        status: 429,
        retry_after: Some(7),
    };

    issuer.fault_on(Endpoint::Introspection, busy);
    let limited = ask(&issuer, &token).await;
    assert_eq!(limited.status(), "429");
    assert_eq!(limited.header("retry-after"), Some("7"));
    issuer.fault_on(Endpoint::Introspection, Fault::Html(200));
    assert!(ask(&issuer, &token).await.body.starts_with("<!DOCTYPE"));
    issuer.fault_on(Endpoint::Introspection, Fault::status(500));
    assert_eq!(ask(&issuer, &token).await.status(), "500");
    issuer.fault_on(Endpoint::Introspection, Fault::Refuse);
    let (url, form) = (issuer.introspection_url(), form(&issuer, &token));
    assert!(post(&url, &[], &form).await.is_err());

    issuer.clear_faults();
    assert_eq!(said(&issuer, &token).await["active"], true);
    assert_eq!(issuer.calls(Endpoint::Introspection), 5);
}

#[tokio::test]
async fn the_journal_has_every_question_without_tokens_and_secrets() {
    let issuer = FakeIssuer::start().await.unwrap();
    let token = issuer.opaque("ada").issue();
    let form = format!("{}&token_type_hint=access_token", form(&issuer, &token));
    post(&issuer.introspection_url(), &[], &form).await.unwrap();
    let basic = ["Authorization: Basic c2hvcDpzZWNyZXQ="];
    post(&issuer.introspection_url(), &basic, "token=x")
        .await
        .unwrap();

    let requests = issuer.requests();

    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].endpoint, Endpoint::Introspection);
    assert_eq!(
        (&*requests[0].method, &*requests[0].path_and_query),
        ("POST", "/introspect")
    );
    assert_eq!(requests[0].field("token_type_hint"), Some("access_token"));
    assert_eq!(requests[0].field("token"), Some("…"));
    assert_eq!(requests[1].header("authorization"), Some("Basic …"));
    let shown = format!("{requests:?}{issuer:?}");
    for secret in [&*token, &*issuer.client_secret(), "c2hvcDpzZWNyZXQ="] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
