//! What becomes of sessions while keys change, on a clock that is moved.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::clock::ManualClock;
use serde_json::Value;

use super::http::{get, post, text, token};

/// The shop at this address lives by this clock.
pub(crate) async fn no_session_is_refused_for_its_keys_sake(shop: &str, clock: &ManualClock) {
    has_its_keys(shop).await;
    let first = token(shop, "ada").await;
    let old_key = key_of(&first);
    let rotated = post(shop, "/demo/rotate", None).await;
    let new_key = text(&rotated.body["key_id"]);
    assert_eq!(rotated.status, 200);
    assert_eq!(
        published(shop).await,
        [&old_key, &new_key].map(Clone::clone)
    );

    clock.advance(Duration::from_secs(59));
    let last = token(shop, "ada").await;
    assert_eq!(key_of(&last), old_key, "the new key does not sign yet");

    clock.advance(Duration::from_secs(1));
    let new = token(shop, "ada").await;
    assert_eq!(key_of(&new), new_key, "now it does");
    assert_eq!(
        published(shop).await,
        [&new_key, &old_key].map(Clone::clone)
    );
    for session in [&first, &last, &new] {
        assert_eq!(get(shop, "/api/me", Some(session)).await.status, 200);
    }

    // 15 minutes are over since the new key signs, but for a second: all have lived their lives.
    clock.advance(Duration::from_secs(14 * 60 + 59));
    for session in [&last, &new] {
        assert_eq!(get(shop, "/api/me", Some(session)).await.status, 200);
    }

    // Longer than any verifier allows for clocks that differ, and by the minute that a key is
    // published before it signs, since another process may have begun to rotate so much later.
    clock.advance(Duration::from_secs(5 * 60 + 60 + 1));
    assert_eq!(published(shop).await, [new_key]);
    assert_eq!(get(shop, "/api/me", Some(&last)).await.status, 401);
    assert_eq!(
        post(shop, "/demo/rotate", None).await.status,
        200,
        "and on it goes"
    );
}

/// Waits until the shop has the keys that it verifies with: those that are still asked for when the
/// clock is moved are given up.
async fn has_its_keys(shop: &str) {
    for _ in 0..10_000 {
        if get(shop, "/healthz", None).await.status == 200 {
            return;
        }
    }
    panic!("the shop has no keys");
}

/// The names of the keys that verifiers are told of.
async fn published(shop: &str) -> Vec<String> {
    let keys = get(shop, "/.well-known/jwks.json", None).await;
    let keys = keys.body["keys"].as_array().expect("it is a list").clone();
    keys.iter().map(|key| text(&key["kid"])).collect()
}

/// The name of the key that signed a session.
fn key_of(token: &str) -> String {
    let (header, _) = token.split_once('.').expect("it is a signed token");
    let header = URL_SAFE_NO_PAD.decode(header).expect("it is base64url");
    let header: Value = serde_json::from_slice(&header).expect("it is JSON");
    text(&header["kid"])
}
