//! Answers that are renewed in the background before their time is over.

use std::time::Duration;

use customer_session::{Reason, provider::ProviderError};

use super::{ADA, ADA_PHONE, World, record, settle};

/// A world whose answers are renewed in the last fifth of their life: sessions live for 60 s,
/// customers for 600.
fn renewing() -> World {
    World::with(|builder| builder.refresh_ahead(20))
}

#[tokio::test]
async fn a_session_is_renewed_in_the_last_fifth_of_its_life_and_served_meanwhile() {
    let world = renewing();
    world.name(ADA).await;
    world.advance_seconds(47);
    assert!(world.remembers(ADA));
    settle().await;
    assert_eq!(world.issuer.sessions.calls(ADA), 1);

    world.advance_seconds(1);
    assert!(world.remembers(ADA));
    settle().await;

    assert_eq!(world.issuer.sessions.calls(ADA), 2);
    assert_eq!(world.config.stats().refreshed, 1);
    // Its life begins anew.
    world.advance_seconds(47);
    assert!(world.remembers(ADA));
    settle().await;
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn the_customer_is_renewed_on_its_own_and_its_session_is_not_asked_about() {
    let world = World::with(|builder| {
        builder
            .refresh_ahead(20)
            .session_lifetime(Duration::from_secs(3600))
    });
    world.name(ADA).await;
    world.issuer.customers.yes("ada", record("ada", "Ada King"));

    world.advance_seconds(480);
    assert_eq!(world.name(ADA).await, "Ada");
    settle().await;

    assert_eq!(world.name(ADA).await, "Ada King");
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert_eq!(world.issuer.customers.calls("ada"), 2);
}

#[tokio::test]
async fn a_session_that_begins_while_its_customer_is_renewed_waits_for_nobody() {
    let world = World::with(|builder| {
        builder
            .refresh_ahead(20)
            .session_lifetime(Duration::from_secs(3600))
    });
    world.name(ADA).await;
    world.advance_seconds(480);
    world.issuer.customers.close();
    assert!(world.remembers(ADA));
    settle().await;
    assert_eq!(world.issuer.customers.calls("ada"), 2);

    let _asking = world.present(ADA_PHONE);
    settle().await;

    assert!(world.remembers(ADA_PHONE));
}

#[tokio::test]
async fn one_flight_renews_for_all_who_come_meanwhile() {
    let world = renewing();
    world.name(ADA).await;
    world.advance_seconds(50);
    world.issuer.sessions.close();

    for _ in 0..100 {
        assert!(world.remembers(ADA));
    }
    settle().await;

    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn a_session_that_nobody_uses_is_not_renewed() {
    let world = renewing();
    world.name(ADA).await;

    world.advance_seconds(59);
    settle().await;

    assert_eq!(world.issuer.sessions.calls(ADA), 1);
}

#[tokio::test]
async fn a_denial_while_renewing_ends_the_session_at_once() {
    let world = renewing();
    world.name(ADA).await;
    world.issuer.sessions.no(ADA, ProviderError::denied());

    world.advance_seconds(50);
    assert!(world.remembers(ADA));
    settle().await;

    assert_eq!(world.reason(ADA).await, Reason::TokenDenied);
}

#[tokio::test]
async fn a_fault_while_renewing_changes_nothing_and_is_not_repeated_at_every_request() {
    let world = renewing();
    world.name(ADA).await;
    world
        .issuer
        .sessions
        .no(ADA, ProviderError::unavailable("down"));

    world.advance_seconds(50);
    for _ in 0..100 {
        assert!(world.remembers(ADA));
        settle().await;
    }
    assert_eq!(world.issuer.sessions.calls(ADA), 2);

    world.advance_seconds(2);
    assert!(world.remembers(ADA));
    settle().await;
    assert_eq!(world.issuer.sessions.calls(ADA), 3);
    assert_eq!(world.config.stats().refreshed, 0);

    world.advance_seconds(8);
    assert!(!world.remembers(ADA));
}

#[tokio::test]
async fn what_carries_its_customer_is_verified_anew_as_a_whole() {
    let world = World::with(|builder| {
        builder
            .refresh_ahead(20)
            .session_lifetime(Duration::from_secs(3600))
    });
    world
        .issuer
        .sign_in_carried("carried", record("ada", "Ada"));
    world.name("carried").await;
    world
        .issuer
        .sign_in_carried("carried", record("ada", "Ada King"));

    world.advance_seconds(500);
    assert!(world.remembers("carried"));
    settle().await;

    assert_eq!(world.name("carried").await, "Ada King");
    assert_eq!(world.issuer.sessions.calls("carried"), 2);
    assert_eq!(world.issuer.customers.total(), 0);
}

#[tokio::test]
async fn lives_are_spread_and_none_is_longer_than_the_lifetime() {
    let world = World::with(|builder| builder.lifetime_jitter(50));
    let tokens: Vec<_> = (0..100).map(|number| format!("ada-{number}")).collect();
    for token in &tokens {
        world.issuer.sign_in(token, record("ada", "Ada"));
        world.name(token).await;
    }
    let alive = || tokens.iter().filter(|token| world.remembers(token)).count();

    world.clock.advance(Duration::from_millis(29_999));
    assert_eq!(alive(), 100);
    world.clock.advance(Duration::from_secs(15));
    let halfway = alive();
    assert!((10..90).contains(&halfway), "{halfway} of 100 are alive");
    world.clock.advance(Duration::from_millis(15_001));
    assert_eq!(alive(), 0);
}

#[tokio::test]
async fn a_customer_who_is_denied_while_renewing_is_refused_with_every_session() {
    let world = World::with(|builder| {
        builder
            .refresh_ahead(20)
            .session_lifetime(Duration::from_secs(3600))
    });
    world.name(ADA).await;
    world.name(ADA_PHONE).await;
    let denied = ProviderError::not_our_customer();
    world.issuer.customers.no("ada", denied);

    world.advance_seconds(500);
    assert!(world.remembers(ADA));
    settle().await;

    assert_eq!(world.reason(ADA_PHONE).await, Reason::NotOurCustomer);
    assert_eq!(world.reason(ADA).await, Reason::NotOurCustomer);
}
