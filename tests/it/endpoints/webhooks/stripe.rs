//! Stripe's webhook: its signature, and what its events do.

use std::time::{Duration, UNIX_EPOCH};

use customer_session::{
    clock::Clock,
    endpoint::webhook::{Webhook, WebhookSender},
};
use customer_session_stripe::StripeWebhook;

use super::{
    Sent, Signed, World,
    effects::{Effect, assert_effect},
    everywhere,
    world::{ADA, BO, CY, deliver},
};

const SECRET: &str = "whsec_0123456789abcdef0123456789abcdef";

fn world() -> World {
    World::of("stripe", |defaults| defaults)
}

fn webhook(world: &World) -> Webhook<StripeWebhook> {
    StripeWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .build()
        .unwrap()
}

fn snapshot(id: &str, kind: &str, object: &str) -> String {
    format!(
        r#"{{"id":"{id}","object":"event","created":1767225600,"livemode":false,"type":"{kind}","data":{{"object":{object}}}}}"#
    )
}

fn customer(id: &str) -> String {
    format!(r#"{{"id":"{id}","object":"customer"}}"#)
}

async fn play(body: &str, effect: Effect) {
    let world = world();
    let signed = Signed::by_stripe(SECRET, world.clock.wall(), body);

    assert_effect(&world, &webhook(&world), &signed, effect).await;
}

#[actix_web::test]
async fn customers_who_are_deleted_changed_or_created() {
    for (kind, id, effect) in [
        (
            "customer.deleted",
            "customer-ada",
            Effect::Ends(&[ADA, BO, CY]),
        ),
        ("customer.updated", "customer-ada", Effect::LooksUpAda),
        ("customer.created", "customer-hugo", Effect::Forgets),
        ("customer.deleted", "elsewhere", Effect::Nothing),
        ("invoice.paid", "customer-ada", Effect::Nothing),
    ] {
        play(&snapshot("evt_1", kind, &customer(id)), effect).await;
        let thin = format!(
            r#"{{"id":"evt_1","object":"v2.core.event","type":"v1.{kind}","related_object":{{"id":"{id}","type":"customer"}}}}"#
        );
        play(&thin, effect).await;
    }
}

#[actix_web::test]
async fn what_a_customer_has_changes_the_customer() {
    let object = r#"{"id":"sub_1","object":"subscription","customer":"customer-ada"}"#;

    for kind in ["customer.subscription.deleted", "customer.discount.created"] {
        play(&snapshot("evt_1", kind, object), Effect::LooksUpAda).await;
    }
}

/// Stripe's own library made it.
#[actix_web::test]
async fn the_signature_of_stripes_own_library_is_good() {
    let body = r#"{"id":"evt_test_1","object":"event","type":"customer.deleted"}"#;
    let made = "t=1700000000,v1=942d4912a91739f2223a33184cc56aa74dc445d701ee3d934105febe8dc20d8b";

    let signed = Signed::by_stripe(
        "whsec_test_secret",
        UNIX_EPOCH + Duration::from_secs(1_700_000_000),
        body,
    );

    // So the formula of these tests is Stripe's.
    assert_eq!(signed.headers, [("stripe-signature", made.to_owned())]);
    let request = signed.request();
    let delivery = StripeWebhook::new().delivery(&request).unwrap();
    assert_eq!(delivery.timestamp, 1_700_000_000);
    assert_eq!(
        delivery.signatures,
        [super::hmac_sha256(
            b"whsec_test_secret",
            &format!("1700000000.{body}")
        )]
    );
}

#[actix_web::test]
async fn every_bad_signature_or_timestamp_is_the_same_401_and_does_nothing() {
    let world = world();
    let now = world.clock.wall();
    let body = snapshot("evt_1", "customer.deleted", &customer("customer-ada"));
    let at = |at| Signed::by_stripe(SECRET, at, &body);
    let mapped = |change: fn(&str) -> String| at(now).map("stripe-signature", change);
    let mut tampered = at(now);
    tampered.body = tampered.body.replace("ada", "bob");
    let rows = [
        (
            "another secret",
            Signed::by_stripe("whsec_another", now, &body),
        ),
        ("another body", tampered),
        ("too old", at(now - Duration::from_secs(301))),
        ("too far ahead", at(now + Duration::from_secs(301))),
        (
            "another scheme",
            mapped(|header| header.replace("v1=", "v0=")),
        ),
        (
            "upper case",
            mapped(|header| {
                header
                    .to_uppercase()
                    .replace("T=", "t=")
                    .replace("V1=", "v1=")
            }),
        ),
        ("a space", mapped(|header| header.replace(',', ", "))),
        ("two times", mapped(|header| format!("{header},t=1"))),
        (
            "the secret without its prefix",
            Signed::by_stripe(&SECRET[6..], now, &body),
        ),
    ];
    let expected = everywhere(webhook(&world), &Sent::post()).await;
    assert_eq!(
        (expected.status, &*expected.problem()),
        (401, "signature_invalid")
    );

    for (name, signed) in rows {
        let answer = everywhere(webhook(&world), &signed.sent()).await;

        assert_eq!(answer, expected, "{name}");
    }
    assert_eq!(world.ended(&[ADA, BO]).await, [""; 0]);
}

#[actix_web::test]
async fn one_good_signature_among_others_is_enough() {
    let world = world();
    let body = snapshot("evt_1", "customer.deleted", &customer("customer-ada"));
    let zeros = "0".repeat(64);
    let signed = Signed::by_stripe(SECRET, world.clock.wall(), &body)
        .map("stripe-signature", |header| {
            format!("v0={zeros},v1={zeros},{header},v1={zeros}")
        });

    assert_eq!(deliver(&webhook(&world), &signed).await.status, 204);
    assert_eq!(world.ended(&[ADA]).await, [ADA]);
}

/// The id is in the body here.
#[actix_web::test]
async fn an_event_that_comes_again_is_not_applied_again() {
    let world = world();
    let webhook = webhook(&world);
    let gone = |id| {
        let body = snapshot(id, "customer.deleted", &customer("customer-ada"));
        Signed::by_stripe(SECRET, world.clock.wall(), &body)
    };
    deliver(&webhook, &gone("evt_1")).await;
    world.advance_seconds(20);
    world.sign_in(ADA, "ada-again");
    world.advance_seconds(20);

    assert_eq!(deliver(&webhook, &gone("evt_1")).await.status, 204);
    let repeated = world.ended(&[ADA, "ada-again"]).await;
    assert_eq!(deliver(&webhook, &gone("evt_2")).await.status, 204);
    let anew = world.ended(&[ADA, "ada-again"]).await;

    assert_eq!(repeated, [ADA]);
    assert_eq!(anew, [ADA, "ada-again"]);
}

#[actix_web::test]
async fn the_provider_can_have_another_name() {
    let world = World::of("shop", |defaults| defaults);
    let stripe = StripeWebhook::new().provider("shop");
    let webhook = Webhook::builder(stripe, world.config.revocations())
        .secret(SECRET)
        .build()
        .unwrap();
    let body = snapshot("evt_1", "customer.deleted", &customer("customer-ada"));

    deliver(
        &webhook,
        &Signed::by_stripe(SECRET, world.clock.wall(), &body),
    )
    .await;

    assert_eq!(world.ended(&[ADA]).await, [ADA]);
}
