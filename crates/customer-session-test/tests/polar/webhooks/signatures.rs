//! Signatures, recomputed from the documented formula.

use base64::{Engine, engine::general_purpose::STANDARD};
use customer_session_test::polar::{
    NewCustomer,
    webhook::{Delivery, NewWebhook, Secret, SignatureMode, WebhookError},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::sending;
use crate::{
    client::still,
    receiver::{Received, Receiver},
};

/// `v1,` and the base64 of HMAC-SHA-256 over the id, the timestamp and the raw body, with dots
/// between.
fn signature(key: &[u8], id: &str, timestamp: &str, body: &[u8]) -> String {
    let signed = [id.as_bytes(), timestamp.as_bytes(), body].join(&b'.');
    let mac = Hmac::<Sha256>::new_from_slice(key)
        .unwrap()
        .chain_update(signed);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn expected(key: &[u8], received: &Received) -> String {
    let id = received.header("webhook-id");
    let timestamp = received.header("webhook-timestamp");
    signature(key, id, timestamp, &received.body)
}

/// What a receiver gets that is sent one event, signed with `secret`.
async fn received(secret: &Secret) -> Received {
    let (polar, _) = still().await;
    let receiver = Receiver::start().await;
    let new = NewWebhook::new(&receiver.url)
        .secret(secret.clone())
        .events(["customer.created"]);
    polar.organization().add_webhook(new).unwrap();
    polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));
    polar.webhooks().flush().await;
    receiver.received().remove(0)
}

/// The key of a secret as the Standard Webhooks specification derives it.
fn decoded(secret: &Secret) -> Vec<u8> {
    let encoded = secret.expose().strip_prefix("whsec_").unwrap();
    STANDARD.decode(encoded).unwrap()
}

#[tokio::test]
async fn a_secret_of_today_signs_with_the_32_bytes_that_it_encodes() {
    let secret = Secret::standard();

    let received = received(&secret).await;

    assert_eq!(secret.mode(), SignatureMode::Standard);
    assert_eq!(decoded(&secret).len(), 32);
    assert_eq!(
        received.header("webhook-signature"),
        expected(&decoded(&secret), &received)
    );
}

#[tokio::test]
async fn secrets_of_the_past_sign_with_their_whole_text() {
    let chosen = Secret::chosen("correct horse battery staple");
    for secret in [Secret::legacy(), Secret::oldest(), chosen] {
        let received = received(&secret).await;

        assert_eq!(secret.mode(), SignatureMode::Legacy);
        assert_eq!(
            received.header("webhook-signature"),
            expected(secret.expose().as_bytes(), &received)
        );
    }
}

#[tokio::test]
async fn a_merchants_own_secret_signs_with_its_whole_text_even_if_it_looks_standard() {
    let secret = Secret::chosen(Secret::standard().expose());

    let received = received(&secret).await;

    assert_eq!(
        received.header("webhook-signature"),
        expected(secret.expose().as_bytes(), &received)
    );
}

#[test]
fn generated_secrets_of_the_past_are_a_prefix_and_43_characters() {
    for (secret, prefix) in [
        (Secret::legacy(), "whsec_"),
        (Secret::oldest(), "polar_whs_"),
    ] {
        let rest = secret.expose().strip_prefix(prefix).unwrap();
        assert_eq!(rest.len(), 43);
        assert!(rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}

#[test]
fn a_standard_secret_is_taken_only_if_it_encodes_a_key() {
    let given = Secret::standard();
    let taken = Secret::standard_from(given.expose()).unwrap();
    assert_eq!(taken, given);

    for text in [
        "",
        "whsec_",
        "whsec_?",
        "polar_whs_AAAA",
        Secret::legacy().expose(),
    ] {
        let refused = Secret::standard_from(text).unwrap_err();
        assert_eq!(refused, WebhookError::Secret);
    }
}

#[tokio::test]
async fn the_reference_vector_of_standard_webhooks_is_met() {
    let (polar, _) = still().await;
    let secret = Secret::standard_from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let new = NewWebhook::new("http://127.0.0.1:9/").secret(secret);
    let webhook = polar.organization().add_webhook(new).unwrap();

    let delivery = webhook.sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        r#"{"test": 2432232314}"#,
    );

    assert_eq!(
        delivery.header("webhook-signature"),
        Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    );
    assert_eq!(delivery.header("webhook-timestamp"), Some("1614265330"));
}

#[tokio::test]
async fn while_a_secret_is_replaced_each_one_signs() {
    let (polar, _, receiver, webhook) = sending().await;
    let (old, new) = (webhook.secret(), Secret::legacy());

    webhook.rotate(new.clone());
    polar
        .organization()
        .send_event("order.paid", serde_json::Value::Null);
    polar.webhooks().flush().await;
    webhook.finish_rotation();
    polar
        .organization()
        .send_event("order.paid", serde_json::Value::Null);
    polar.webhooks().flush().await;

    let [during, after] = receiver.received().try_into().unwrap();
    let signatures: Vec<&str> = during.header("webhook-signature").split(' ').collect();
    let (by_old, by_new) = (
        expected(&decoded(&old), &during),
        expected(new.expose().as_bytes(), &during),
    );
    assert_eq!(signatures.len(), 2);
    assert!(signatures.contains(&by_old.as_str()));
    assert!(signatures.contains(&by_new.as_str()));
    assert_eq!(
        after.header("webhook-signature"),
        expected(new.expose().as_bytes(), &after)
    );
    assert_eq!(webhook.secret(), new);
}

#[tokio::test]
async fn a_delivery_can_be_taken_as_data_and_tampered_with() {
    let (polar, _, _, webhook) = sending().await;
    polar.webhooks().hold();
    polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));
    let holds = |delivery: &Delivery| {
        let [id, timestamp, signed] = ["webhook-id", "webhook-timestamp", "webhook-signature"]
            .map(|name| delivery.header(name).unwrap());
        signature(&decoded(&webhook.secret()), id, timestamp, &delivery.body) == signed
    };
    let event = &polar.webhooks().queued()[0];
    let genuine = event.signed();
    assert!(holds(&genuine));
    assert_eq!(genuine.body, event.body());

    let mut body = genuine.clone();
    body.body[0] ^= 1;
    let mut id = genuine.clone();
    id.set_header("Webhook-Id", "another");
    let mut timestamp = genuine.clone();
    timestamp.set_header("webhook-timestamp", "0");
    let mut unsigned = genuine.clone();
    unsigned.remove_header("Webhook-Signature");

    assert!(!holds(&body) && !holds(&id) && !holds(&timestamp));
    assert_eq!(unsigned.header("webhook-signature"), None);
    assert!(holds(&event.signed_at(-1)));
    assert_eq!(event.signed_at(-1).header("webhook-timestamp"), Some("-1"));
    assert!(polar.webhooks().attempts().is_empty());
}

#[tokio::test]
async fn secrets_and_people_are_not_shown_by_debug() {
    let (polar, _, _, webhook) = sending().await;
    polar.webhooks().hold();
    polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"));
    let event = &polar.webhooks().queued()[0];

    let shown = format!(
        "{webhook:?} {:?} {event:?} {:?} {:?}",
        polar.webhooks(),
        event.signed(),
        webhook.secret()
    );

    assert!(!shown.contains(&webhook.secret().expose()[6..]), "{shown}");
    assert!(!shown.contains("ada@"), "{shown}");
}
