//! Tokens that say the same in other words, or leave unsaid of which kind they are.

use customer_session::endpoint::{Endpoint, logout::LogoutEndpoint};
use serde_json::json;

use super::{EVENT, World, assert_taken, form, provider};

#[tokio::test]
async fn other_ways_to_say_the_same_are_taken() {
    for (part, name, value) in [
        ("header", "typ", json!("application/logout+jwt")),
        ("header", "typ", json!("Logout+JWT")),
        ("header", "alg", json!("Ed25519")),
        ("claims", "aud", json!(["other", "storefront"])),
        (
            "claims",
            "events",
            json!({ EVENT: { "x": 1 }, "other": {} }),
        ),
        ("claims", "unknown", json!({ "x": 1 })),
    ] {
        let world = World::new();
        let session = world.session(10);
        let (mut header, mut claims) = world.good();
        let changed = if part == "header" {
            &mut header
        } else {
            &mut claims
        };
        changed[name] = value;

        assert_taken(&world.post(&world.sign(&header, &claims)).await);
        assert!(!world.is_signed_in(&session).await, "{name}");
    }
}

#[tokio::test]
async fn tokens_that_do_not_say_of_which_kind_they_are_are_taken_where_that_is_allowed() {
    for (kind, taken) in [
        (None, true),
        (Some("JWT"), true),
        (Some("logout+jwt"), true),
        (Some("at+jwt"), false),
        (Some("secevent+jwt"), false),
    ] {
        let world = World::new();
        let issuer = provider(&world.pair).build().unwrap().logout_issuer();
        // The audience is the provider's, where none is named.
        let endpoint = LogoutEndpoint::builder(issuer, world.config.revocations())
            .untyped()
            .build()
            .unwrap();
        let (mut header, mut claims) = world.good();
        claims["aud"] = json!("api");
        match kind {
            None => drop(header.as_object_mut().unwrap().remove("typ")),
            Some(kind) => header["typ"] = json!(kind),
        }
        let token = world.sign(&header, &claims);

        let response = endpoint.answer(form("logout_token", &token)).await;

        assert_eq!(response.status, if taken { 200 } else { 400 }, "{kind:?}");
        assert_eq!(world.is_signed_in(&world.session(10)).await, !taken);
    }
}
