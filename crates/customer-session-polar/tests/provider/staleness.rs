//! How long a change at Polar goes unseen: the numbers of `CustomerSessionConfig::staleness`.

use customer_session::Reason;
use customer_session_test::polar::Role;

use crate::world::{Calls, MOMENT, SECOND, World, bo};

#[tokio::test]
async fn a_deleted_customer_is_refused() {
    let world = World::start().await;
    let ada = world.ada();
    let token = ada.mint();
    ada.delete();

    let rejection = world.refuse(&token).await;

    assert_eq!(rejection.reason(), Reason::TokenDenied);
}

#[tokio::test]
async fn a_customer_deleted_while_remembered_is_refused_after_the_session_lifetime() {
    let world = World::start().await;
    let ada = world.ada();
    let token = ada.mint();
    world.accept(&token).await;
    ada.delete();

    world
        .clock
        .advance(world.config.staleness().session - MOMENT);
    world.accept(&token).await;
    world.clock.advance(MOMENT);

    assert_eq!(world.refuse(&token).await.reason(), Reason::TokenDenied);
}

/// The customer's lifetime is ten minutes by default: it keeps nobody alive whom Polar no longer
/// knows.
#[tokio::test]
async fn a_customer_deleted_while_its_slot_is_remembered_gets_no_new_session() {
    let world = World::start().await;
    let ada = world.ada();
    world.accept(&ada.mint()).await;
    let second = ada.mint();
    ada.delete();

    let (rejection, calls) = world.calls_of(world.refuse(&second)).await;

    assert_eq!(rejection.reason(), Reason::TokenDenied);
    assert!(calls.are_of_a_denial(), "{calls:?}");
}

#[tokio::test]
async fn a_deleted_member_is_refused_after_the_session_lifetime_and_the_others_are_not() {
    let world = World::start().await;
    let team = world.team();
    let (bo, other) = (team.add_member(bo()), team.add_member(bo()));
    let (bos, others) = (team.mint_member(&bo), team.mint_member(&other));
    world.accept(&bos).await;
    world.accept(&others).await;
    bo.delete();

    world
        .clock
        .advance(world.config.staleness().session - MOMENT);
    world.accept(&bos).await;
    world.clock.advance(MOMENT);

    assert_eq!(world.refuse(&bos).await.reason(), Reason::TokenDenied);
    world.accept(&others).await;
}

#[tokio::test]
async fn a_changed_role_is_seen_after_the_session_lifetime() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo().role(Role::Owner));
    let token = team.mint_member(&bo);
    world.accept(&token).await;
    bo.set_role(Role::Member);

    world
        .clock
        .advance(world.config.staleness().session - MOMENT);
    let before = world.accept(&token).await;
    world.clock.advance(MOMENT);
    let after = world.accept(&token).await;

    let role = |session: &customer_session::VerifiedSession| session.member().unwrap().role.clone();
    assert_eq!(role(&before).as_deref(), Some("owner"));
    assert_eq!(role(&after).as_deref(), Some("member"));
}

#[tokio::test]
async fn a_changed_name_and_address_are_seen_after_the_customer_lifetime() {
    let world = World::start().await;
    let ada = world.ada();
    let token = ada.mint();
    world.accept(&token).await;
    ada.set_name("Ada Lovelace");
    ada.set_email("countess@shop.example");

    world
        .clock
        .advance(world.config.staleness().customer - MOMENT);
    let before = world.accept(&token).await;
    world.clock.advance(MOMENT);
    let after = world.accept(&token).await;

    assert_eq!(before.customer().name(), Some("Ada"));
    assert_eq!(before.customer().email_verified(), Some(true));
    assert_eq!(after.customer().name(), Some("Ada Lovelace"));
    assert_eq!(after.customer().email(), Some("countess@shop.example"));
    assert_eq!(after.customer().email_verified(), Some(false));
}

#[tokio::test]
async fn a_renamed_customer_is_seen_by_all_of_its_sessions_at_once() {
    let world = World::configured(|config| {
        config
            .session_lifetime(600 * SECOND)
            .customer_lifetime(20 * SECOND)
    })
    .await;
    let ada = world.ada();
    let (first, second) = (ada.mint(), ada.mint());
    world.accept(&first).await;
    world.accept(&second).await;
    ada.set_name("Ada Lovelace");
    world.clock.advance(20 * SECOND);
    world.accept(&first).await;

    let (session, calls) = world.calls_of(world.accept(&second)).await;

    assert_eq!(session.customer().name(), Some("Ada Lovelace"));
    assert_eq!(calls, Calls::NONE);
}

#[tokio::test]
async fn a_denial_is_remembered_for_its_lifetime_and_no_longer() {
    let world = World::configured(|config| config.denial_lifetime(10 * SECOND)).await;
    let ada = world.ada();
    let token = ada.mint();
    ada.delete();
    let (_, first) = world.calls_of(world.refuse(&token)).await;

    world.clock.advance(10 * SECOND - MOMENT);
    let (rejection, before) = world.calls_of(world.refuse(&token)).await;
    world.clock.advance(MOMENT);
    let (_, after) = world.calls_of(world.refuse(&token)).await;

    assert_eq!(rejection.reason(), Reason::TokenDenied);
    assert!(first.are_of_a_denial(), "{first:?}");
    assert_eq!(before, Calls::NONE);
    // Not by how many: what was left behind by the first denial may arrive as late as now.
    assert_ne!(after, Calls::NONE);
}

#[tokio::test]
async fn a_denied_token_does_not_touch_the_customers_good_one() {
    let world = World::start().await;
    let ada = world.ada();
    let old = ada.mint();
    world.clock.advance(1800 * SECOND);
    let new = ada.mint();
    world.accept(&new).await;
    world.clock.advance(1800 * SECOND);

    world.refuse(&old).await;

    world.accept(&new).await;
}
