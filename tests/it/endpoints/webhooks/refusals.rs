//! What is not taken, and what is told of it, whichever adapter it came through.

use std::time::Duration;

use customer_session::clock::Clock;
use customer_session_polar::PolarWebhook;

use super::{
    Sent, Signed, World, everywhere,
    world::{ADA, BO, SECRET, deliver, told},
};

const EVERYBODY: [&str; 2] = [ADA, BO];

#[actix_web::test]
async fn a_good_delivery_is_answered_with_an_empty_204() {
    let world = World::new();
    let signed = world.event(&told("customer.deleted", "customer-ada"));

    let answer = everywhere(world.webhook(), &signed.sent()).await;

    assert_eq!((answer.status, &*answer.body), (204, ""));
    assert_eq!(world.ended(&EVERYBODY).await, EVERYBODY);
}

#[actix_web::test]
async fn another_method_is_a_405_that_names_the_right_one() {
    let world = World::new();
    for method in ["GET", "HEAD", "PUT", "post"] {
        let answer = everywhere(world.webhook(), &Sent::by(method)).await;

        assert_eq!(
            (answer.status, &*answer.problem()),
            (405, "method_not_allowed")
        );
        assert_eq!(answer.header("allow"), ["POST"]);
    }
}

#[actix_web::test]
async fn every_bad_signature_or_timestamp_is_the_same_401_and_does_nothing() {
    let world = World::new();
    let body = told("customer.deleted", "customer-ada");
    let (now, key) = (world.clock.wall(), SECRET.as_bytes());
    let good = || world.event(&body);
    let at = |at| Signed::by_polar(key, "e1", at, &body);
    let mut tampered = good();
    tampered.body = tampered.body.replace("ada", "bob");
    let mut reformatted = good();
    reformatted.body.push('\n');
    let mut unsigned = good();
    unsigned.headers.clear();
    let rows = [
        (
            "another secret",
            Signed::by_polar(b"another secret", "e1", now, &body),
        ),
        ("no headers", unsigned),
        ("another body", tampered),
        ("one byte more", reformatted),
        ("another id", good().map("webhook-id", |_| "e2".to_owned())),
        ("an id with a dot", Signed::by_polar(key, "e.1", now, &body)),
        (
            "a later time",
            good().map("webhook-timestamp", |t| format!("{}1", &t[..t.len() - 1])),
        ),
        ("too old", at(now - Duration::from_secs(301))),
        ("too far ahead", at(now + Duration::from_secs(301))),
        (
            "no version",
            good().map("webhook-signature", |s| s[3..].to_owned()),
        ),
        (
            "another version",
            good().map("webhook-signature", |s| s.replace("v1,", "v2,")),
        ),
        (
            "a part of it",
            good().map("webhook-signature", |s| s[..20].to_owned()),
        ),
        (
            "nothing",
            good().map("webhook-signature", |_| String::new()),
        ),
    ];
    let expected = everywhere(world.webhook(), &Sent::post()).await;
    assert_eq!(
        (expected.status, &*expected.problem()),
        (401, "signature_invalid")
    );
    assert_eq!(expected.header("www-authenticate"), ["Webhook-Signature"]);

    for (name, signed) in rows {
        let answer = everywhere(world.webhook(), &signed.sent()).await;

        assert_eq!(answer, expected, "{name}");
    }
    assert_eq!(world.ended(&EVERYBODY).await, [""; 0]);
}

#[actix_web::test]
async fn the_tolerance_holds_to_the_second_in_both_directions_and_can_be_set() {
    let world = World::new();
    let strict = PolarWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .tolerance(Duration::from_secs(10))
        .build()
        .unwrap();
    let now = world.clock.wall();
    let at = |at| Signed::by_polar(SECRET.as_bytes(), "e1", at, r#"{"type":"x"}"#);

    for (seconds, by_default, strictly) in [
        (10, 204, 204),
        (11, 204, 401),
        (300, 204, 401),
        (301, 401, 401),
    ] {
        for moment in [
            now - Duration::from_secs(seconds),
            now + Duration::from_secs(seconds),
        ] {
            let default = deliver(&world.webhook(), &at(moment)).await;
            let strict = deliver(&strict, &at(moment)).await;

            assert_eq!((default.status, strict.status), (by_default, strictly));
        }
    }
}

#[actix_web::test]
async fn what_is_signed_and_cannot_be_read_is_a_400() {
    let world = World::new();
    for body in ["", "{", "[]", r#"{"type":"customer.deleted","data":{}}"#] {
        let answer = everywhere(world.webhook(), &world.event(body).sent()).await;

        assert_eq!(
            (answer.status, &*answer.problem()),
            (400, "body_malformed"),
            "{body}"
        );
    }
}

#[actix_web::test]
async fn an_event_of_an_unknown_type_is_taken_and_does_nothing() {
    let world = World::new();
    world.ended(&EVERYBODY).await;
    let before = world.issuer.asked();

    for kind in ["order.paid", "customer.merged", "member"] {
        let signed = world.event(&told(kind, "customer-ada"));
        assert_eq!(
            everywhere(world.webhook(), &signed.sent()).await.status,
            204
        );
    }

    assert_eq!(world.ended(&EVERYBODY).await, [""; 0]);
    assert_eq!(world.issuer.asked(), before);
}

#[actix_web::test]
async fn a_body_over_the_bound_is_a_413_and_the_bound_can_be_set() {
    let world = World::new();
    let small = PolarWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .max_body_bytes(1024)
        .build()
        .unwrap();
    let of = |bytes: usize| {
        let filling = " ".repeat(bytes - r#"{"type":"x"}"#.len());
        world.event(&format!(r#"{{"type":"x"{filling}}}"#)).sent()
    };

    for (status, webhook, bytes) in [
        (204, &world.webhook(), 256 * 1024),
        (413, &world.webhook(), 256 * 1024 + 1),
        (204, &small, 1024),
        (413, &small, 1025),
    ] {
        let answer = everywhere(webhook.clone(), &of(bytes)).await;

        assert_eq!(answer.status, status, "{bytes} bytes");
    }
}

#[actix_web::test]
async fn once_the_configuration_is_gone_the_sender_is_asked_to_come_again() {
    let world = World::new();
    let webhook = world.webhook();
    let signed = world.event(&told("customer.deleted", "customer-ada"));
    drop(world);

    let answer = everywhere(webhook, &signed.sent()).await;

    assert_eq!((answer.status, &*answer.problem()), (503, "unavailable"));
    assert_eq!(answer.header("retry-after"), ["60"]);
}
