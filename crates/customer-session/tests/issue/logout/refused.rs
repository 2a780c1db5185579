//! Each rule broken once: nobody is signed out.

use customer_session::endpoint::EndpointRequest;
use serde_json::{Value, json};

use super::{EVENT, World, assert_refused, assert_taken, form};
use crate::world::{header, seconds};

#[tokio::test]
async fn a_token_that_breaks_one_rule_is_refused_and_ends_nothing() {
    let world = World::new();
    let session = world.session(10);
    let now = seconds(&world.clock);
    let long = "x".repeat(256);
    let cases: [(&str, &str, Value); 46] = [
        ("header", "alg", json!("none")),
        ("header", "alg", json!("HS256")),
        ("header", "alg", json!("ES256")),
        ("header", "kid", json!("other")),
        ("header", "typ", json!("at+jwt")),
        ("header", "typ", json!("JWT")),
        ("header", "typ", json!("secevent+jwt")),
        ("header", "typ", json!("x/logout+jwt")),
        ("header", "typ", Value::Null),
        ("header", "crit", json!(["exp"])),
        ("claims", "iss", json!("https://login.example/")),
        ("claims", "iss", Value::Null),
        ("claims", "aud", json!("api")),
        ("claims", "aud", json!(["other"])),
        ("claims", "aud", json!([])),
        ("claims", "aud", Value::Null),
        ("claims", "exp", json!(now - 31)),
        ("claims", "exp", json!("9999999999")),
        ("claims", "exp", Value::Null),
        ("claims", "iat", json!(now + 31)),
        ("claims", "iat", json!(now - 3631)),
        ("claims", "iat", json!(-1)),
        ("claims", "iat", json!("0")),
        ("claims", "iat", Value::Null),
        ("claims", "nbf", json!(now + 31)),
        ("claims", "jti", Value::Null),
        ("claims", "jti", json!("")),
        ("claims", "jti", json!(7)),
        ("claims", "jti", json!(long)),
        ("claims", "events", Value::Null),
        ("claims", "events", json!({})),
        ("claims", "events", json!([EVENT])),
        ("claims", "events", json!(EVENT)),
        ("claims", "events", json!({ EVENT: null })),
        ("claims", "events", json!({ EVENT: true })),
        ("claims", "events", json!({ EVENT: [] })),
        (
            "claims",
            "events",
            json!({ "https://schemas.openid.net/event/backchannel-logout": {} }),
        ),
        ("claims", "events", json!({ "x": { EVENT: {} } })),
        ("claims", "nonce", json!("n")),
        ("claims", "nonce", json!("")),
        ("claims", "nonce", json!(false)),
        ("claims", "sid", json!("")),
        ("claims", "sid", json!(["s1"])),
        ("claims", "sid", json!(long)),
        ("claims", "sub", json!(1)),
        ("claims", "sub", json!("")),
    ];
    for (part, name, value) in cases {
        let (mut header, mut claims) = world.good();
        let changed = if part == "header" {
            &mut header
        } else {
            &mut claims
        };
        match &value {
            Value::Null => drop(changed.as_object_mut().unwrap().remove(name)),
            value => changed[name] = value.clone(),
        }

        let response = world.post(&world.sign(&header, &claims)).await;

        // What is no string is refused even where the other one would do.
        assert_refused(&response, &format!("{name}: {value}"));
        assert!(world.is_signed_in(&session).await, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_claim_that_is_null_is_no_claim_that_is_missing() {
    let world = World::new();
    let session = world.session(10);
    for name in [
        "iss", "aud", "exp", "iat", "jti", "events", "nonce", "sid", "sub",
    ] {
        let (header, mut claims) = world.good();
        claims[name] = Value::Null;

        let response = world.post(&world.sign(&header, &claims)).await;

        assert_refused(&response, name);
        assert!(world.is_signed_in(&session).await, "{name}");
    }
}

#[tokio::test]
async fn a_token_that_says_of_nobody_or_is_not_signed_is_refused() {
    let world = World::new();
    let session = world.session(10);
    let (header, claims) = world.good();
    let mut nobody = claims.clone();
    for name in ["sid", "sub"] {
        nobody.as_object_mut().unwrap().remove(name);
    }
    let good = world.sign(&header, &claims);
    let (signed, _) = good.rsplit_once('.').unwrap();
    let forged = World::new().sign(&header, &claims);
    let (_, foreign) = forged.rsplit_once('.').unwrap();

    for (token, what) in [
        (world.sign(&header, &nobody), "of nobody"),
        (forged.clone(), "another key"),
        (format!("{signed}.{foreign}"), "another signature"),
        (format!("{signed}."), "no signature"),
        (signed.to_owned(), "two parts"),
        (format!("{good}.x"), "four parts"),
        (session.clone(), "an access token"),
        ("x".to_owned(), "garbage"),
    ] {
        assert_refused(&world.post(&token).await, what);
        assert!(world.is_signed_in(&session).await, "{what}");
    }
}

#[tokio::test]
async fn what_is_no_form_with_one_token_is_refused() {
    let world = World::new();
    let session = world.session(10);
    let (header_, claims) = world.good();
    let good = world.sign(&header_, &claims);
    let plain = || EndpointRequest::new("POST").with_body(format!("logout_token={good}"));
    for (request, what) in [
        (plain(), "no content type"),
        (
            plain().with_header("content-type", "application/json"),
            "JSON",
        ),
        (plain().with_header("content-type", "text/plain"), "text"),
        (form("token", &good), "another name"),
        (form("logout_token", ""), "no token"),
        (
            form("logout_token", &format!("{good}&logout_token={good}")),
            "two tokens",
        ),
        (form("x", "y").with_body(""), "nothing"),
    ] {
        assert_refused(&world.send(&request).await, what);
        assert!(world.is_signed_in(&session).await, "{what}");
    }
    for method in ["GET", "HEAD", "PUT", "OPTIONS", "post"] {
        let mut request = form("logout_token", &good);
        request.method = method.to_owned();
        let response = world.send(&request).await;
        assert_eq!(
            (response.status, header(&response, "allow")),
            (405, Some("POST"))
        );
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
    }
    assert!(world.is_signed_in(&session).await);

    let fine = EndpointRequest::new("POST")
        .with_header(
            "content-type",
            "Application/X-WWW-Form-Urlencoded; charset=utf-8",
        )
        .with_body(format!("state=x&logout_token={good}"));
    assert_taken(&world.send(&fine).await);
    assert!(!world.is_signed_in(&session).await);
}

#[tokio::test]
async fn nothing_of_a_token_is_printed_or_told() {
    let world = World::new();
    let (header, mut claims) = world.good();
    claims["sub"] = json!("canary");
    claims["sid"] = json!(["canary"]);

    let response = world.post(&world.sign(&header, &claims)).await;

    let printed = format!("{:?} {response:?}", world.endpoint);
    assert!(
        !printed.contains("canary") && !printed.contains("eyJ"),
        "{printed}"
    );
}
