//! What is published is none, or a trap.

use std::time::Duration;

use customer_session::{
    Reason,
    upstream::{ReqwestTransport, TlsRoots},
};
use customer_session_test::issuer::{Endpoint, FakeIssuer, Fault};
use serde_json::{Value, json};

use super::World;
use crate::engine::world::until;

/// A client that waits for so long, in real time.
fn waiting(timeout: Duration) -> ReqwestTransport {
    ReqwestTransport::builder()
        .tls_roots(TlsRoots::None)
        .timeout(timeout)
        .build()
        .unwrap()
}

/// Why the first request of all is refused, and with which status.
async fn cold(fault: Fault) -> (Reason, u16) {
    let timeout = match fault {
        Fault::Drip(_) | Fault::Hang => Duration::from_millis(300),
        // What is told from a timeout must not become one on a machine that stalls.
        _ => Duration::from_secs(60),
    };
    let world = World::with(|provider| provider.transport(waiting(timeout))).await;
    world.issuer.fault_on(Endpoint::Jwks, fault);
    let refused = world.ask(&world.issuer.mint_for("ada")).await.unwrap_err();
    (refused.reason(), refused.status())
}

#[tokio::test]
async fn no_spoilt_answer_is_a_denial() {
    let malformed = (Reason::IssuerAnswerMalformed, 503);
    let unavailable = (Reason::IssuerUnavailable, 503);
    let late = (Reason::IssuerTimeout, 503);
    let misconfigured = (Reason::Misconfigured, 500);
    for (fault, expected) in [
        (Fault::Endless, malformed),
        (Fault::Html(200), malformed),
        (Fault::Huge(300 * 1024), malformed),
        (Fault::TruncatedJson, malformed),
        (Fault::status(204), malformed),
        (Fault::status(304), malformed),
        (Fault::Drop, unavailable),
        (Fault::Html(502), unavailable),
        (Fault::Truncated, unavailable),
        (Fault::status(429), unavailable),
        (Fault::status(500), unavailable),
        (Fault::Drip(Duration::from_secs(1)), late),
        (Fault::Hang, late),
        (Fault::Html(403), unavailable),
        (Fault::status(404), misconfigured),
        (Fault::status(410), misconfigured),
    ] {
        assert_eq!(cold(fault.clone()).await, expected, "{fault:?}");
    }
}

#[tokio::test]
async fn no_spoilt_answer_costs_anybody_the_keys_that_are_there() {
    for fault in [
        Fault::Endless,
        Fault::Html(200),
        Fault::Huge(300 * 1024),
        Fault::TruncatedJson,
        Fault::status(404),
    ] {
        let world = World::between(
            |issuer| issuer.etags(false),
            |issuer, provider| provider.jwks_url(issuer.jwks_url()),
        )
        .await;
        world.accept(&world.issuer.mint_for("ada")).await;
        world.issuer.fault_on(Endpoint::Jwks, fault.clone());

        world.clock.advance(Duration::from_secs(600));
        until(|| world.readiness() == customer_session::provider::Readiness::Aging).await;

        assert!(world.knows(&world.issuer.mint_for("grace")), "{fault:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = FakeIssuer::start().await.unwrap();

    let refused = cold(Fault::Redirect(elsewhere.jwks_url())).await;

    assert_eq!(refused, (Reason::Misconfigured, 500));
    assert_eq!(elsewhere.total_calls(), 0);
}

#[tokio::test]
async fn a_set_that_is_none_is_malformed() {
    for text in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":[]}"#,
        r#"{"keys":[7]}"#,
        r#"{"keys":[{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA","kid":"key-1","alg":"HS256"}]}"#,
    ] {
        let world = World::new().await;
        world.issuer.publish(text);

        let reason = world.reason(&world.issuer.mint_for("ada")).await;

        assert_eq!(reason, Reason::IssuerAnswerMalformed, "{text}");
    }
}

/// As many keys as that, one of which is the issuer's own.
fn crowd(issuer: &FakeIssuer, count: usize) -> String {
    let own = issuer.jwk("key-1");
    let others = (1..count).map(|number| {
        let mut other = own.clone();
        other["kid"] = format!("other-{number}").into();
        other
    });
    let keys: Vec<Value> = others.chain([own.clone()]).collect();
    json!({ "keys": keys }).to_string()
}

#[tokio::test]
async fn a_hundred_keys_are_read_and_one_more_is_too_many() {
    let world = World::new().await;
    world.issuer.publish(crowd(&world.issuer, 100));
    world.accept(&world.issuer.mint_for("ada")).await;

    let world = World::new().await;
    world.issuer.publish(crowd(&world.issuer, 101));
    let reason = world.reason(&world.issuer.mint_for("ada")).await;
    assert_eq!(reason, Reason::IssuerAnswerMalformed);
}

#[tokio::test]
async fn a_malformed_key_costs_nobody_the_others() {
    let world = World::new().await;
    let mut off_curve = world.issuer.jwk("key-1");
    off_curve["kid"] = "off-curve".into();
    off_curve["y"] = off_curve["x"].clone();
    let keys = json!({ "keys": [
        7,
        { "kty": "EC", "crv": "P-256", "kid": "cut", "x": "AA" },
        off_curve,
        world.issuer.jwk("key-1"),
    ]});
    world.issuer.publish(keys.to_string());

    world.accept(&world.issuer.mint_for("ada")).await;

    let named = world.issuer.token("ada").header("kid", "off-curve").sign();
    assert_eq!(world.reason(&named).await, Reason::KeyUnknown);
}
