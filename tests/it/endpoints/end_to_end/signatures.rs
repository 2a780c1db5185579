//! What the fake signs, in both of Polar's ways, is taken; what anybody touched is not.

use std::time::Duration;

use customer_session::clock::Clock;
use customer_session_test::polar::webhook::{Delivery, SeatEvent, Secret, SignatureMode};

use super::{
    Sent, Server, World, everywhere, on_each_server,
    world::{endpoint, serve},
};

#[actix_web::test]
async fn every_kind_of_secret_is_signed_with_and_verified_alike() {
    for (secret, mode) in [
        (Secret::standard(), SignatureMode::Standard),
        (Secret::legacy(), SignatureMode::Legacy),
        (Secret::oldest(), SignatureMode::Legacy),
        (
            Secret::chosen("chosen by the merchant"),
            SignatureMode::Legacy,
        ),
        // Its text is one of the standard kind, and it is signed with in the old way.
        (
            Secret::chosen(Secret::standard().expose()),
            SignatureMode::Legacy,
        ),
    ] {
        assert_eq!(secret.mode(), mode);
        for server in [Server::Actix, Server::Axum, Server::Tower] {
            let world = World::of(server, secret.clone(), |defaults| defaults).await;
            let tokens = world.sign_in().await;

            world.ada.delete();
            world.told().await;

            assert_eq!(world.ended(&tokens).await, ["ada"], "{secret:?}");
        }
    }
}

/// The sender signs with both, so that receivers may take their time.
#[actix_web::test]
async fn a_secret_is_replaced_without_losing_an_event() {
    let (old, new) = (Secret::oldest(), Secret::standard());
    let world = World::of(Server::Axum, old.clone(), |defaults| defaults).await;
    let both = endpoint(world.config.revocations(), &[&old, &new]);

    let status = async |receiver| {
        world.polar.webhooks().hold();
        world.bo.send_seat_event(SeatEvent::Claimed);
        let queued = world.polar.webhooks().queued().swap_remove(0);
        let answer = everywhere(receiver, &sent(&queued.signed())).await;
        queued.discard();
        answer.status
    };
    assert_eq!(status(world.endpoint.clone()).await, 204, "before");
    assert_eq!(status(both.clone()).await, 204, "before, with both");
    world.webhook.rotate(new.clone());
    assert_eq!(
        status(world.endpoint.clone()).await,
        204,
        "during, with the old one"
    );
    assert_eq!(status(both.clone()).await, 204, "during, with both");
    world.webhook.finish_rotation();
    assert_eq!(
        status(world.endpoint.clone()).await,
        401,
        "after, with the old one"
    );
    assert_eq!(status(both).await, 204, "after, with both");
}

#[actix_web::test]
async fn an_event_signed_with_another_secret_is_refused_and_ends_nothing() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;
        world.webhook.rotate(Secret::standard());
        world.webhook.finish_rotation();

        world.ada.delete();
        world.polar.webhooks().attempted().await;

        let attempts = world.polar.webhooks().attempts();
        assert_eq!(attempts[0].status(), Some(401));
        assert_eq!(world.ended(&tokens).await, [""; 0]);
    })
    .await;
}

#[actix_web::test]
async fn a_delivery_that_was_touched_is_refused_and_ends_nothing() {
    let world = World::start(Server::Axum).await;
    let tokens = world.sign_in().await;
    world.polar.webhooks().hold();
    world.ada.delete();
    let event = world.event("customer.deleted");
    let other = world.event("customer.state_changed");

    for (name, touch) in touches() {
        let mut delivery = event.signed();
        touch(&mut delivery, &other.signed());

        let answer = everywhere(world.endpoint.clone(), &sent(&delivery)).await;

        assert_eq!(answer.status, 401, "{name}");
        assert_eq!(answer.problem(), "signature_invalid", "{name}");
        assert_eq!(world.ended(&tokens).await, [""; 0], "{name}");
    }
    // It is the touch that is refused.
    let untouched = everywhere(world.endpoint.clone(), &sent(&event.signed())).await;
    assert_eq!(untouched.status, 204);
    assert_eq!(world.ended(&tokens).await, ["ada"]);
}

type Touch = fn(&mut Delivery, &Delivery);

/// What somebody may do to a delivery who has another one at hand.
fn touches() -> [(&'static str, Touch); 12] {
    [
        ("a byte more", |delivery, _| delivery.body.push(b' ')),
        ("a byte less", |delivery, _| {
            delivery.body.pop();
        }),
        ("another byte", |delivery, _| delivery.body[10] ^= 1),
        ("no body", |delivery, _| delivery.body.clear()),
        ("another body", |delivery, other| {
            delivery.body.clone_from(&other.body);
        }),
        ("another id", |delivery, other| {
            take(delivery, other, "webhook-id");
        }),
        ("another time", |delivery, _| {
            let later = delivery.header("webhook-timestamp").unwrap();
            let later = later.parse::<u64>().unwrap() + 1;
            delivery.set_header("webhook-timestamp", later.to_string());
        }),
        ("another signature", |delivery, other| {
            take(delivery, other, "webhook-signature");
        }),
        ("another version", |delivery, _| {
            let signature = delivery.header("webhook-signature").unwrap();
            let signature = signature.replace("v1,", "v2,");
            delivery.set_header("webhook-signature", signature);
        }),
        ("no id", |delivery, _| delivery.remove_header("webhook-id")),
        ("no time", |delivery, _| {
            delivery.remove_header("webhook-timestamp");
        }),
        ("no signature", |delivery, _| {
            delivery.remove_header("webhook-signature");
        }),
    ]
}

fn take(delivery: &mut Delivery, other: &Delivery, header: &str) {
    delivery.set_header(header, other.header(header).unwrap());
}

#[actix_web::test]
async fn a_delivery_is_good_for_five_minutes_around_its_time() {
    let world = World::start(Server::Axum).await;
    world.polar.webhooks().hold();
    world.ada.set_name("Ada Lovelace");
    let event = world.event("customer.updated");
    let now = world.clock.wall().duration_since(std::time::UNIX_EPOCH);
    let now = i64::try_from(now.unwrap().as_secs()).unwrap();

    for (seconds, status) in [(-301, 401), (-300, 204), (0, 204), (300, 204), (301, 401)] {
        let delivery = event.signed_at(now + seconds);
        let answer = everywhere(world.endpoint.clone(), &sent(&delivery)).await;
        assert_eq!(answer.status, status, "{seconds} s from now");
    }
    // What somebody recorded grows old.
    let recorded = event.signed();
    world.clock.advance(Duration::from_secs(301));
    let answer = everywhere(world.endpoint.clone(), &sent(&recorded)).await;
    assert_eq!(answer.status, 401);
}

#[actix_web::test]
async fn a_body_that_polar_signed_and_nobody_can_read_is_a_400() {
    let world = World::start(Server::Axum).await;
    let now = world.clock.wall().duration_since(std::time::UNIX_EPOCH);
    let now = i64::try_from(now.unwrap().as_secs()).unwrap();

    let delivery = world.webhook.sign("e1", now, "not JSON");
    let answer = everywhere(world.endpoint.clone(), &sent(&delivery)).await;

    assert_eq!((answer.status, &*answer.problem()), (400, "body_malformed"));
}

/// Two addresses with secrets of their own may lead to one engine.
#[actix_web::test]
async fn two_webhooks_tell_of_one_change_and_it_is_applied() {
    let world = World::start(Server::Actix).await;
    let secret = Secret::legacy();
    let second = endpoint(world.config.revocations(), &[&secret]);
    let url = serve(Server::Tower, &second).await;
    let new = customer_session_test::polar::webhook::NewWebhook::new(url).secret(secret);
    world.polar.organization().add_webhook(new).unwrap();
    let tokens = world.sign_in().await;

    world.team.delete();
    world.told().await;

    assert_eq!(world.ended(&tokens).await, ["team", "bo", "cy"]);
}

/// A delivery as the drivers send it. Names of headers are few, and known.
fn sent(delivery: &Delivery) -> Sent {
    let sent = Sent::post().piece(delivery.body.clone());
    delivery.headers.iter().fold(sent, |sent, (name, value)| {
        let known = [
            "content-type",
            "traceparent",
            "user-agent",
            "webhook-id",
            "webhook-signature",
            "webhook-timestamp",
        ];
        let name = known.into_iter().find(|known| known == name).unwrap();
        sent.header(name, value.as_str())
    })
}
