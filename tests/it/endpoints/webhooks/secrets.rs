//! Which keys a secret of Polar's stands for, and how secrets are replaced.

use base64::{Engine, engine::general_purpose::STANDARD};
use customer_session::clock::Clock;
use customer_session_polar::PolarWebhook;

use super::{Signed, World, world::deliver};

/// Polar made it: 32 bytes in base64.
const STANDARD_SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const STANDARD_KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
/// Polar made it before 2026-09-08: the prefix is the same, and the key is another.
const LEGACY_SECRET: &str = "whsec_ovyN6cPrTv56AApvzCaJno08SSmGJmgbWilb33N2JuK";
const OLDER_SECRET: &str = "polar_whs_ovyN6cPrTv56AApvzCaJno08SSmGJmgbWilb33N2JuK";

/// Whether an endpoint with these secrets takes what is signed with this key.
async fn takes(secrets: &[&str], key: &[u8]) -> bool {
    let world = World::new();
    let builder = PolarWebhook::builder(world.config.revocations());
    let webhook = secrets
        .iter()
        .fold(builder, |builder, secret| builder.secret(*secret))
        .build()
        .unwrap();
    let signed = Signed::by_polar(key, "e1", world.clock.wall(), r#"{"type":"order.paid"}"#);
    deliver(&webhook, &signed).await.status == 204
}

#[actix_web::test]
async fn a_standard_secret_stands_for_what_it_says_in_base64() {
    assert!(takes(&[STANDARD_SECRET], STANDARD_KEY).await);
    let unpadded = STANDARD_SECRET.trim_end_matches('=');
    assert!(takes(&[unpadded], STANDARD_KEY).await);
    let bare = unpadded.trim_start_matches("whsec_");
    assert!(takes(&[bare], STANDARD_KEY).await);
}

#[actix_web::test]
async fn an_older_or_chosen_secret_stands_for_itself_prefix_included() {
    for secret in [LEGACY_SECRET, OLDER_SECRET, "chosen by the merchant"] {
        assert!(takes(&[secret], secret.as_bytes()).await, "{secret}");
    }
}

#[actix_web::test]
async fn a_secret_stands_for_no_other_key() {
    for (secret, key) in [
        (STANDARD_SECRET, &STANDARD_SECRET.as_bytes()[6..]),
        (LEGACY_SECRET, &LEGACY_SECRET.as_bytes()[6..]),
        (OLDER_SECRET, &OLDER_SECRET.as_bytes()[10..]),
        (STANDARD_SECRET, b""),
        (STANDARD_SECRET, b"whsec_"),
    ] {
        assert!(!takes(&[secret], key).await, "{secret}");
    }
}

#[actix_web::test]
async fn while_a_secret_is_replaced_the_old_and_the_new_are_both_good() {
    for key in [STANDARD_KEY, OLDER_SECRET.as_bytes()] {
        assert!(takes(&[OLDER_SECRET, STANDARD_SECRET], key).await);
    }
    assert!(!takes(&[OLDER_SECRET], STANDARD_KEY).await);
}

#[actix_web::test]
async fn one_good_signature_among_others_is_enough() {
    let world = World::new();
    let webhook = world.webhook();
    let other = STANDARD.encode([7; 32]);
    let signed = world
        .event(r#"{"type":"order.paid"}"#)
        .map("webhook-signature", |good| {
            format!("v1,{other} v1a,{other} {good} v1,nonsense")
        });

    assert_eq!(deliver(&webhook, &signed).await.status, 204);
}
