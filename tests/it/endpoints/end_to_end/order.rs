//! Deliveries that come again, late, or in the wrong order.

use customer_session_test::polar::{
    Role,
    webhook::{Event, SeatEvent},
};

use super::{World, on_each_server, present};

/// Delivers by hand, whatever is queued, and expects that it is taken.
async fn deliver(event: &Event) {
    let attempt = event.deliver().await;
    assert_eq!(attempt.status(), Some(204), "{}", attempt.kind);
}

/// The session of a member whose seat was revoked, and who signed in again later.
async fn signed_in_again(world: &World) -> String {
    world.bo.send_seat_event(SeatEvent::Revoked);
    world.told().await;
    world.advance_seconds(30);
    let anew = world.team.mint_member(&world.bo);
    assert_eq!(present(&world.config, &anew).await.err(), None);
    world.advance_seconds(30);
    anew
}

/// Polar's button to redeliver: the id and the body are the same, the time and the signature are
/// new.
#[actix_web::test]
async fn an_event_that_is_redelivered_ends_no_session_that_began_since() {
    on_each_server(async |world| {
        let anew = signed_in_again(&world).await;
        let revoked = world.event("customer_seat.revoked");

        for _ in 0..3 {
            world.advance_seconds(1);
            deliver(&revoked).await;
        }

        assert_eq!(present(&world.config, &anew).await.err(), None);
        let times: Vec<_> = world.polar.webhooks().attempts();
        let times: Vec<_> = times.iter().map(|attempt| attempt.unix_seconds).collect();
        assert!(times.is_sorted_by(|a, b| a < b), "{times:?}");
    })
    .await;
}

#[actix_web::test]
async fn a_second_event_of_the_same_kind_is_applied() {
    on_each_server(async |world| {
        let anew = signed_in_again(&world).await;

        world.bo.send_seat_event(SeatEvent::Revoked);
        world.told().await;

        assert!(present(&world.config, &anew).await.is_err());
    })
    .await;
}

/// Polar goes on to accept the session, so that nothing but the webhook keeps the member out.
#[actix_web::test]
async fn an_older_change_of_a_member_does_not_revive_the_session() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;
        world.polar.webhooks().hold();
        world.bo.send_seat_event(SeatEvent::Claimed);
        world.bo.set_role(Role::BillingManager);
        world.team.set_name("The Bakery");
        world.bo.send_seat_event(SeatEvent::Revoked);

        deliver(&world.event("customer_seat.revoked")).await;
        assert_eq!(world.ended(&tokens).await, ["bo"]);

        for late in [
            "member.updated",
            "customer_seat.claimed",
            "customer.updated",
            "customer.state_changed",
        ] {
            world.advance_seconds(1);
            deliver(&world.event(late)).await;
            assert_eq!(world.ended(&tokens).await, ["bo"], "after {late}");
        }
    })
    .await;
}

#[actix_web::test]
async fn an_older_change_of_a_customer_does_not_revive_the_session() {
    on_each_server(async |world| {
        let tokens = world.sign_in().await;
        world.polar.webhooks().hold();
        world.ada.set_name("Ada Lovelace");
        world.ada.delete();
        let queued = world.polar.webhooks().queued();
        let kinds: Vec<_> = queued.iter().map(Event::kind).collect();
        assert_eq!(
            kinds,
            [
                "customer.updated",
                "customer.state_changed",
                "customer.deleted",
                "customer.state_changed"
            ]
        );

        // The last one first.
        for event in queued.iter().rev() {
            deliver(event).await;
            assert_eq!(world.ended(&tokens).await, ["ada"]);
        }
    })
    .await;
}
