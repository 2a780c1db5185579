//! Deliveries that cannot be taken now, and are taken later.

use std::time::Duration;

use customer_session::{Reason, clock::Clock, revoke::Sessions};
use customer_session_test::polar::webhook::{EventStatus, SeatEvent, Secret};

use super::{Server, World, present};

const HOUR: Duration = Duration::from_secs(3600);

/// The whole hour that a session of Polar's lasts, a revocation is kept; this is when it is 45
/// minutes old.
async fn almost_full(server: Server) -> World {
    let world = World::of(server, Secret::legacy(), |settings| {
        settings.max_revocations(1)
    })
    .await;
    let ada = Sessions::of_customer("polar", world.ada.id());
    world.config.revocations().end(&ada).unwrap();
    world.clock.advance(HOUR - 15 * MINUTE);
    world
}

const MINUTE: Duration = Duration::from_secs(60);

#[actix_web::test]
async fn what_a_full_engine_cannot_take_is_sent_until_it_can() {
    for server in [Server::Actix, Server::Axum, Server::Tower] {
        let world = almost_full(server).await;
        let bo = world.team.mint_member(&world.bo);
        let webhooks = world.polar.webhooks();

        let began = world.clock.monotonic();
        world.bo.send_seat_event(SeatEvent::Revoked);
        let revoked = world.event("customer_seat.revoked");
        while revoked.status() == Some(EventStatus::Queued) {
            webhooks.attempted().await;
            world.clock.advance(Duration::from_secs(1));
        }

        assert_eq!(revoked.status(), Some(EventStatus::Delivered), "{server:?}");
        let attempts = webhooks.attempts();
        let (taken, refused) = attempts.split_last().unwrap();
        assert_eq!((refused.len(), taken.status()), (9, Some(204)));
        assert!(refused.iter().all(|attempt| attempt.status() == Some(503)));
        assert!(world.clock.monotonic() - began >= 15 * MINUTE);
        let reason = present(&world.config, &bo).await.err();
        assert_eq!(reason, Some(Reason::SessionEnded));
    }
}

#[actix_web::test]
async fn what_was_refused_is_not_half_applied() {
    let world = almost_full(Server::Axum).await;
    let tokens = world.team.mint_member(&world.bo);

    world.bo.send_seat_event(SeatEvent::Revoked);
    world.polar.webhooks().attempted().await;

    let attempts = world.polar.webhooks().attempts();
    assert_eq!(attempts[0].status(), Some(503));
    assert_eq!(present(&world.config, &tokens).await.err(), None);
}
