//! What each of Polar's events does.

use super::{
    World,
    effects::{Effect, assert_effect},
    world::{ADA, BO, CY, told},
};

/// A seat, in Polar's words.
fn seat(kind: &str) -> String {
    format!(
        r#"{{"type":"{kind}","data":{{"id":"seat-1","customer_id":"customer-ada","member_id":"member-bo"}}}}"#
    )
}

async fn play(body: &str, effect: Effect) {
    let world = World::new();
    let signed = world.event(body);

    assert_effect(&world, &world.webhook(), &signed, effect).await;
}

#[actix_web::test]
async fn a_deleted_customer_and_all_members_are_signed_out() {
    let ends = Effect::Ends(&[ADA, BO, CY]);

    play(&told("customer.deleted", "customer-ada"), ends).await;
    let deleted = r#"{"type":"customer.state_changed","data":{"id":"customer-ada","deleted_at":"2026-01-01T00:00:00Z"}}"#;
    play(deleted, ends).await;
}

#[actix_web::test]
async fn a_changed_customer_is_looked_up_anew_and_stays_signed_in() {
    for kind in ["customer.updated", "customer.state_changed"] {
        play(&told(kind, "customer-ada"), Effect::LooksUpAda).await;
    }
}

#[actix_web::test]
async fn a_new_customer_is_let_in_who_was_refused_before() {
    play(&told("customer.created", "customer-hugo"), Effect::Forgets).await;
    let member = r#"{"type":"member.created","data":{"id":"m","customer_id":"customer-hugo"}}"#;
    play(member, Effect::Forgets).await;
}

#[actix_web::test]
async fn a_member_who_is_gone_or_lost_the_seat_is_signed_out_alone() {
    let ends = Effect::Ends(&[BO]);

    play(&told("member.deleted", "member-bo"), ends).await;
    play(&seat("customer_seat.revoked"), ends).await;
}

#[actix_web::test]
async fn a_changed_member_is_verified_anew_and_stays_signed_in() {
    play(&told("member.updated", "member-bo"), Effect::VerifiesBo).await;
    for kind in ["customer_seat.assigned", "customer_seat.claimed"] {
        play(&seat(kind), Effect::VerifiesBo).await;
    }
}

#[actix_web::test]
async fn a_seat_that_nobody_took_concerns_its_customer_only() {
    let seat = r#"{"type":"customer_seat.revoked","data":{"customer_id":"customer-ada","member_id":null}}"#;

    play(seat, Effect::LooksUpAda).await;
}

#[actix_web::test]
async fn an_event_about_somebody_unknown_does_nothing() {
    for kind in ["customer.deleted", "customer.updated", "member.deleted"] {
        play(&told(kind, "elsewhere"), Effect::Nothing).await;
    }
    play(&told("order.paid", "customer-ada"), Effect::Nothing).await;
}
