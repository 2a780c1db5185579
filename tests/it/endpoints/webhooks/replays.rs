//! Deliveries that come again, late, or in the wrong order.

use std::time::Duration;

use customer_session::{Reason, clock::Clock};
use customer_session_polar::PolarWebhook;

use super::{
    Signed, World, everywhere,
    world::{ADA, BO, CY, GRACE, SECRET, deliver, told},
};

const HOUR: Duration = Duration::from_secs(3600);

#[actix_web::test]
async fn an_event_that_comes_again_is_taken_and_not_applied_again() {
    let world = World::new();
    let webhook = world.webhook();
    let gone = world.event(&told("customer_seat.revoked", "seat"));
    let body = r#"{"type":"customer_seat.revoked","data":{"member_id":"member-bo"}}"#;
    let gone = Signed::by_polar(
        SECRET.as_bytes(),
        &gone.headers[0].1,
        world.clock.wall(),
        body,
    );
    deliver(&webhook, &gone).await;
    world.advance_seconds(20);
    world.sign_in(BO, "bo-again");

    // Word for word, and once more by the sender with a new time.
    let redelivered = Signed::by_polar(
        SECRET.as_bytes(),
        &gone.headers[0].1,
        world.clock.wall() + Duration::from_secs(1),
        body,
    );
    for again in [&gone, &redelivered] {
        assert_eq!(deliver(&webhook, again).await.status, 204);
    }

    assert_eq!(world.ended(&[BO, "bo-again"]).await, [BO]);
}

#[actix_web::test]
async fn what_was_seen_is_forgotten_in_time() {
    let world = World::new();
    let webhook = PolarWebhook::builder(world.config.revocations())
        .secret(SECRET)
        .event_lifetime(HOUR)
        .build()
        .unwrap();
    let gone = |seconds| {
        world.advance_seconds(seconds);
        let body = told("member.deleted", "member-bo");
        Signed::by_polar(SECRET.as_bytes(), "e1", world.clock.wall(), &body)
    };
    deliver(&webhook, &gone(0)).await;
    world.advance_seconds(10);
    world.sign_in(BO, "bo-again");

    deliver(&webhook, &gone(3500)).await;
    let within = world.ended(&["bo-again"]).await;
    deliver(&webhook, &gone(100)).await;
    let beyond = world.ended(&["bo-again"]).await;

    assert_eq!(within, [""; 0]);
    assert_eq!(beyond, ["bo-again"]);
}

#[actix_web::test]
async fn whatever_comes_late_revives_no_session() {
    let world = World::new();
    let webhook = world.webhook();
    for (kind, id) in [
        ("customer.deleted", "customer-ada"),
        ("member.deleted", "member-bo"),
    ] {
        deliver(&webhook, &world.event(&told(kind, id))).await;
    }

    for late in [
        told("customer.updated", "customer-ada"),
        told("customer.created", "customer-ada"),
        told("customer.state_changed", "customer-ada"),
        told("member.updated", "member-bo"),
        r#"{"type":"member.created","data":{"id":"member-bo","customer_id":"customer-ada"}}"#
            .into(),
        r#"{"type":"customer_seat.claimed","data":{"member_id":"member-bo"}}"#.into(),
    ] {
        assert_eq!(deliver(&webhook, &world.event(&late)).await.status, 204);

        assert_eq!(
            world.ended(&[ADA, BO, CY, GRACE]).await,
            [ADA, BO, CY],
            "{late}"
        );
    }
}

#[actix_web::test]
async fn a_full_engine_has_the_event_sent_again_and_then_takes_it() {
    let world = World::of("polar", |settings| {
        settings.max_revocations(1).longest_session(HOUR)
    });
    let webhook = world.webhook();
    deliver(
        &webhook,
        &world.event(&told("customer.deleted", "customer-grace")),
    )
    .await;
    let refused = world.event(&told("customer.deleted", "customer-ada"));

    let answer = everywhere(webhook.clone(), &refused.sent()).await;

    assert_eq!((answer.status, &*answer.problem()), (503, "unavailable"));
    assert_eq!(answer.header("retry-after"), ["60"]);
    assert_eq!(world.ended(&[ADA, GRACE]).await, [GRACE]);
    // What was ended first has run out, and the sender tries again.
    world.advance_seconds(3700);
    world.sign_in(ADA, "ada-again");
    let body = told("customer.deleted", "customer-ada");
    let id = &refused.headers[0].1;
    let again = Signed::by_polar(SECRET.as_bytes(), id, world.clock.wall(), &body);
    assert_eq!(deliver(&webhook, &again).await.status, 204);
    assert_eq!(world.ended(&["ada-again"]).await, ["ada-again"]);
}

/// Our clock is three seconds behind the sender's.
#[actix_web::test]
async fn a_session_that_began_before_the_event_on_the_senders_clock_ends() {
    let world = World::new();
    let webhook = world.webhook();
    let ahead = world.clock.wall() + Duration::from_secs(3);
    let facts = customer_session::provider::SessionFacts::new("customer-ada");
    world
        .issuer
        .sign_in("ada-new", facts.issued_at(ahead - Duration::from_secs(1)));
    assert_eq!(world.refused("ada-new").await, None);

    let body = told("customer.deleted", "customer-ada");
    let gone = Signed::by_polar(SECRET.as_bytes(), "e1", ahead, &body);
    deliver(&webhook, &gone).await;

    assert_eq!(world.refused("ada-new").await, Some(Reason::SessionEnded));
}
