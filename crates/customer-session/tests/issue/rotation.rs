//! Keys that change while sessions are signed, as verifiers see it.

use std::time::Duration;

use customer_session::{
    clock::{Clock, ManualClock},
    issuer::{JwtIssuer, NewSession, RotationError},
};
use serde_json::Value;

use crate::world::{builder, get, is_signed_by, issuer, json, key, names, read, seconds};

fn mint(issuer: &JwtIssuer) -> String {
    let session = issuer.mint(NewSession::for_customer("c1")).unwrap();
    session.token.expose().to_owned()
}

fn signer(token: &str) -> String {
    read(token).0["kid"].as_str().unwrap().to_owned()
}

/// A verifier that keeps its copy for as long as the answer says, and once more as long.
#[tokio::test]
async fn a_verifier_that_heeds_cache_control_refuses_no_token_through_five_rotations() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let mut copy: (u64, Value) = (seconds(&clock), issuer.jwks());
    let mut tokens: Vec<(String, u64)> = Vec::new();
    let mut signers = std::collections::BTreeSet::new();
    for minute in 0..24 * 60 {
        if minute % 300 == 10 {
            issuer.rotate(key(&minute.to_string())).unwrap();
        }
        if seconds(&clock) - copy.0 >= 3540 {
            copy = (seconds(&clock), json(&get(&issuer.jwks_endpoint()).await));
        }
        let token = mint(&issuer);
        signers.insert(signer(&token));
        tokens.push((token, seconds(&clock) + 900));
        tokens.retain(|(_, expires)| seconds(&clock) < *expires);
        for (token, _) in &tokens {
            assert!(is_signed_by(token, &copy.1), "minute {minute}");
        }
        clock.advance(Duration::from_secs(60));
    }
    assert_eq!(signers.len(), 6, "{signers:?}");
    assert_eq!(issuer.jwks()["keys"].as_array().unwrap().len(), 1);
}

#[test]
fn rotate_says_when_the_key_signs() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);

    let moment = issuer.rotate(key("b")).unwrap();

    assert_eq!(moment, clock.wall() + Duration::from_secs(3600));
    clock.advance(Duration::from_secs(3599));
    assert_eq!(signer(&mint(&issuer)), "a");
    clock.advance(Duration::from_secs(1));
    assert_eq!(signer(&mint(&issuer)), "b");
}

#[test]
fn a_rotation_that_fails_changes_nothing() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    issuer.rotate(key("b")).unwrap();
    let before = issuer.jwks();

    let early = issuer.rotate(key("c")).unwrap_err();
    let known = issuer.rotate_now(key("a")).unwrap_err();

    assert!(matches!(early, RotationError::Pending { .. }));
    assert!(matches!(known, RotationError::KnownKey { key_id } if key_id == "a"));
    assert_eq!(issuer.jwks(), before);
}

#[test]
fn a_stolen_key_is_replaced_and_withdrawn_at_once_by_every_clone() {
    let clock = ManualClock::new();
    let issuer = issuer(&clock);
    let clone = issuer.clone();
    issuer.rotate(key("b")).unwrap();
    let old = mint(&issuer);

    issuer.rotate_now(key("c")).unwrap();

    assert_eq!(names(&clone.jwks()), ["c"]);
    assert!(!is_signed_by(&old, &clone.jwks()));
    assert!(is_signed_by(&mint(&clone), &issuer.jwks()));
}

#[test]
fn keys_of_other_processes_are_published_and_do_not_sign() {
    let clock = ManualClock::new();
    let builder = || builder(&clock);
    let (a, b) = (key("a"), key("b"));
    // One process is a deployment ahead of the other.
    let behind = builder().key(a.clone()).publish(b.clone()).build().unwrap();
    let ahead = builder().key(b).publish(a).build().unwrap();

    for (signing, other) in [(&behind, &ahead), (&ahead, &behind)] {
        assert!(is_signed_by(&mint(signing), &other.jwks()));
    }
    assert_eq!(signer(&mint(&behind)), "a");
    assert_eq!(signer(&mint(&ahead)), "b");
}

/// Each process rotates by itself, the second nearly a lead after the first.
#[test]
fn processes_that_rotate_within_a_lead_of_each_other_publish_what_the_others_still_sign_with() {
    let clock = ManualClock::new();
    let (a, b) = (key("a"), key("b"));
    let process = || builder(&clock).key(a.clone()).build().unwrap();
    let (first, last) = (process(), process());
    first.rotate(b.clone()).unwrap();
    clock.advance(Duration::from_secs(3540));
    last.rotate(b).unwrap();

    // The last one's last token by the old key, and its end by a verifier with the longest leeway.
    clock.advance(Duration::from_secs(3599));
    let token = mint(&last);
    assert_eq!(signer(&token), "a");
    clock.advance(Duration::from_secs(900 + 300));

    for process in [&first, &last] {
        assert!(is_signed_by(&token, &process.jwks()));
    }
    clock.advance(Duration::from_secs(2 * 3600));
    for process in [&first, &last] {
        assert_eq!(names(&process.jwks()), ["b"]);
    }
}
