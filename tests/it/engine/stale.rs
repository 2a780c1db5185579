//! Sessions that are served beyond their lifetime while the issuer cannot be asked, where that is
//! allowed.

use std::time::Duration;

use customer_session::{
    Reason,
    clock::Clock,
    provider::{ProviderError, SessionFacts},
    revoke::Sessions,
};

use super::{ADA, ADA_PHONE, World, record};

const MINUTE: Duration = Duration::from_secs(60);

/// A world that serves for five minutes beyond the lifetime, in which Ada was here and an outage
/// began.
async fn outage() -> World {
    let world = World::with(|builder| builder.stale_if_error(5 * MINUTE));
    world.name(ADA).await;
    break_down(&world);
    world
}

fn break_down(world: &World) {
    let down = || ProviderError::unavailable("down");
    world.issuer.sessions.no(ADA, down());
    world.issuer.sessions.no(ADA_PHONE, down());
    world.issuer.customers.no("ada", down());
}

fn recover(world: &World) {
    world.issuer.sign_in(ADA, record("ada", "Ada King"));
}

#[tokio::test]
async fn without_leave_nothing_is_served_beyond_its_lifetime() {
    let world = World::new();
    world.name(ADA).await;
    break_down(&world);

    world.clock.advance(MINUTE);

    assert_eq!(world.reason(ADA).await, Reason::IssuerUnavailable);
}

#[tokio::test]
async fn with_leave_a_session_is_served_for_the_stated_time_and_says_so() {
    let world = outage().await;
    assert!(!world.ask(ADA).await.unwrap().is_stale());

    world.clock.advance(MINUTE);
    let session = world.ask(ADA).await.unwrap();
    assert!(session.is_stale());
    assert_eq!(session.customer().name(), Some("Ada"));
    assert_eq!(world.config.stats().stale_hits, 1);

    world.clock.advance(5 * MINUTE);
    assert_eq!(world.reason(ADA).await, Reason::IssuerUnavailable);
}

#[tokio::test]
async fn the_issuer_is_asked_each_time_and_its_answer_counts() {
    let world = outage().await;
    world.clock.advance(MINUTE);
    world.ask(ADA).await.unwrap();

    recover(&world);

    let session = world.ask(ADA).await.unwrap();
    assert!(!session.is_stale());
}

#[tokio::test]
async fn a_session_that_nobody_remembers_is_a_fault_still() {
    let world = outage().await;

    assert_eq!(world.reason(ADA_PHONE).await, Reason::IssuerUnavailable);
}

#[tokio::test]
async fn nothing_is_served_past_the_expiry_that_the_issuer_stated() {
    let world = World::with(|builder| builder.stale_if_error(5 * MINUTE));
    let expiry = world.clock.wall() + 2 * MINUTE;
    let facts = SessionFacts::new("ada").expires_at(expiry);
    world.issuer.sessions.yes(ADA, facts);
    world.name(ADA).await;
    break_down(&world);

    world.clock.advance(2 * MINUTE - Duration::from_millis(1));
    assert!(world.ask(ADA).await.unwrap().is_stale());

    world.clock.advance(Duration::from_millis(1));
    assert_eq!(world.reason(ADA).await, Reason::IssuerUnavailable);
}

#[tokio::test]
async fn a_denial_counts_whatever_was_remembered() {
    let world = outage().await;
    world.issuer.sessions.no(ADA, ProviderError::denied());
    world.clock.advance(MINUTE);
    assert_eq!(world.reason(ADA).await, Reason::TokenDenied);

    break_down(&world);
    world.clock.advance(MINUTE);

    assert_eq!(world.reason(ADA).await, Reason::IssuerUnavailable);
}

#[tokio::test]
async fn a_denial_that_is_not_remembered_counts_too() {
    let world = World::with(|builder| {
        builder
            .stale_if_error(5 * MINUTE)
            .denial_lifetime(Duration::ZERO)
    });
    world.name(ADA).await;
    world.issuer.sessions.no(ADA, ProviderError::denied());

    world.clock.advance(MINUTE);

    assert_eq!(world.reason(ADA).await, Reason::TokenDenied);
}

#[tokio::test]
async fn a_denial_of_the_customer_counts_whatever_was_remembered() {
    let world = World::with(|builder| {
        builder
            .stale_if_error(5 * MINUTE)
            .session_lifetime(10 * MINUTE)
            .customer_lifetime(MINUTE)
            .customer_denial_lifetime(Duration::from_secs(1))
    });
    world.name(ADA).await;
    world
        .issuer
        .customers
        .no("ada", ProviderError::not_our_customer());
    world.clock.advance(MINUTE);
    assert_eq!(world.reason(ADA).await, Reason::NotOurCustomer);

    break_down(&world);
    world.clock.advance(MINUTE);

    assert_eq!(world.reason(ADA).await, Reason::IssuerUnavailable);
}

#[tokio::test]
async fn an_ended_session_is_not_served() {
    let world = outage().await;
    world.clock.advance(MINUTE);
    assert!(world.ask(ADA).await.unwrap().is_stale());

    world
        .config
        .revocations()
        .end(&Sessions::of_customer("stub", "ada"))
        .unwrap();

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
}

#[tokio::test]
async fn a_stale_session_can_be_signed_out() {
    let world = outage().await;
    world.clock.advance(MINUTE);
    let session = world.ask(ADA).await.unwrap();

    session.sign_out().unwrap();

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
}

#[tokio::test]
async fn a_customer_that_changed_is_served_as_it_was_while_it_cannot_be_asked_for() {
    let world = outage().await;

    world
        .config
        .revocations()
        .recheck(&Sessions::of_customer("stub", "ada"))
        .unwrap();

    assert!(world.ask(ADA).await.unwrap().is_stale());
}

#[tokio::test]
async fn a_customers_own_rate_limit_is_no_outage() {
    let world = outage().await;
    world
        .issuer
        .sessions
        .no(ADA, ProviderError::customer_rate_limited());

    world.clock.advance(MINUTE);

    assert_eq!(world.reason(ADA).await, Reason::RateLimited);
}

#[tokio::test]
async fn wrong_credentials_of_ours_are_an_outage_too() {
    let world = outage().await;
    world
        .issuer
        .sessions
        .no(ADA, ProviderError::credentials_refused("key revoked"));

    world.clock.advance(MINUTE);

    assert!(world.ask(ADA).await.unwrap().is_stale());
}
