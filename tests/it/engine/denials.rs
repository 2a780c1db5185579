//! For how long the issuer's "no" is remembered.

use std::time::Duration;

use customer_session::{
    Reason,
    config::CustomerSessionConfigBuilder,
    provider::{ProviderError, SessionFacts},
};

use super::{ADA, ADA_PHONE, GRACE, World, record};

/// A world in which `nobodys` was denied just now.
async fn denied() -> World {
    let world = World::with(|builder| builder.denial_lifetime(LIFETIME));
    assert_eq!(world.reason(NOBODYS).await, Reason::TokenDenied);
    world
}

/// Denials of ten seconds, of an issuer that may think for a minute.
fn patient(builder: CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder {
    builder
        .denial_lifetime(LIFETIME)
        .verification_timeout(60 * SECOND)
}

/// A world in which Ada is somebody else's customer.
fn foreign() -> World {
    let world = World::with(|builder| {
        builder
            .denial_lifetime(LIFETIME)
            .customer_denial_lifetime(10 * LIFETIME)
            .session_lifetime(100 * LIFETIME)
            .customer_lifetime(LIFETIME)
    });
    world
        .issuer
        .customers
        .no("ada", ProviderError::not_our_customer());
    world
}

#[tokio::test]
async fn a_denied_token_is_refused_without_asking_until_the_denials_lifetime_is_over() {
    let world = denied().await;

    world.clock.advance(LIFETIME - TICK);
    let reason = world.reason(NOBODYS).await;

    assert_eq!(reason, Reason::TokenDenied);
    assert_eq!(world.issuer.sessions.total(), 1);
    assert_eq!(world.config.stats().negative_hits, 1);
}

#[tokio::test]
async fn a_denied_token_that_became_good_is_served_at_the_end_of_the_denials_lifetime() {
    let world = denied().await;
    world.issuer.sign_in(NOBODYS, record("ada", "Ada"));

    world.clock.advance(LIFETIME);

    assert_eq!(world.name(NOBODYS).await, "Ada");
    assert!(world.remembers(NOBODYS));
}

#[tokio::test]
async fn a_denial_outlives_no_wall_clock_that_is_set_back() {
    let world = denied().await;

    world.clock.advance(LIFETIME);
    world.clock.set_wall(std::time::SystemTime::UNIX_EPOCH);
    world.reason(NOBODYS).await;

    assert_eq!(world.issuer.sessions.total(), 2);
}

/// The issuer may have changed its mind while it answered.
#[tokio::test]
async fn a_denials_lifetime_counts_from_the_question_and_not_from_the_answer() {
    let world = World::with(patient);
    world.issuer.sessions.close();
    let thinking = async {
        world.issuer.sessions.asked(1).await;
        world.clock.advance(8 * SECOND);
        world.issuer.sessions.open();
    };
    tokio::join!(world.reason(NOBODYS), thinking);

    world.clock.advance(2 * SECOND - TICK);
    world.reason(NOBODYS).await;
    let just_before = world.issuer.sessions.total();
    world.clock.advance(TICK);
    world.reason(NOBODYS).await;
    let at_the_end = world.issuer.sessions.total();

    assert_eq!((just_before, at_the_end), (1, 2));
}

/// Each of the customer's tokens is new, so that the denial of none of them stands in between.
#[tokio::test]
async fn a_customer_denials_lifetime_counts_from_the_question_and_not_from_the_answer() {
    let world = World::with(|builder| patient(builder).customer_denial_lifetime(LIFETIME));
    let error = ProviderError::not_our_customer();
    world.issuer.customers.no("ada", error);
    let tablet = SessionFacts::new("ada");
    world.issuer.sessions.yes("ada-tablet", tablet);
    world.issuer.customers.close();
    let thinking = async {
        world.issuer.customers.asked(1).await;
        world.clock.advance(8 * SECOND);
        world.issuer.customers.open();
    };
    tokio::join!(world.reason(ADA), thinking);

    world.clock.advance(2 * SECOND - TICK);
    world.reason(ADA_PHONE).await;
    let just_before = world.issuer.customers.total();
    world.clock.advance(TICK);
    world.reason("ada-tablet").await;
    let at_the_end = world.issuer.customers.total();

    assert_eq!((just_before, at_the_end), (1, 2));
}

#[tokio::test]
async fn denials_are_remembered_with_their_reason() {
    let world = World::new();
    world.issuer.sessions.no(ADA, ProviderError::expired());
    world.reason(ADA).await;

    let remembered = world.reason(ADA).await;

    assert_eq!(remembered, Reason::TokenExpired);
    assert_eq!(world.issuer.sessions.total(), 1);
}

#[tokio::test]
async fn a_denial_lifetime_of_zero_remembers_nothing() {
    let world = World::with(|builder| builder.denial_lifetime(Duration::ZERO));

    for _ in 0..3 {
        assert_eq!(world.reason(NOBODYS).await, Reason::TokenDenied);
    }

    assert_eq!(world.issuer.sessions.total(), 3);
    assert_eq!(world.config.stats().negative_hits, 0);
}

#[tokio::test]
async fn faults_are_not_remembered_as_denials() {
    let faults = [
        ProviderError::unavailable("down"),
        ProviderError::timed_out(),
        ProviderError::malformed_answer("html"),
        ProviderError::customer_rate_limited(),
        ProviderError::own_rate_limited(),
        ProviderError::credentials_refused("revoked"),
        ProviderError::misconfigured("no such version"),
    ];
    for fault in faults {
        let world = World::new();
        world.issuer.sessions.no(ADA, fault.clone());
        let refused = world.reason(ADA).await;

        world.issuer.sign_in(ADA, record("ada", "Ada"));
        // Who limits us is left alone for a moment.
        world.advance_seconds(5);

        assert_eq!(refused, fault.reason());
        assert_eq!(world.name(ADA).await, "Ada", "{fault}");
    }
}

#[tokio::test]
async fn a_foreign_customer_is_asked_for_once_for_all_tokens() {
    let world = foreign();

    let reasons = [world.reason(ADA).await, world.reason(ADA_PHONE).await];

    assert_eq!(reasons, [Reason::NotOurCustomer; 2]);
    assert_eq!(world.issuer.sessions.total(), 2);
    assert_eq!(world.issuer.customers.total(), 1);
}

#[tokio::test]
async fn a_foreign_customer_is_asked_for_again_at_the_end_of_the_customer_denials_lifetime() {
    let world = foreign();
    world.reason(ADA).await;
    world.issuer.sign_in(ADA, record("ada", "Ada"));

    world.clock.advance(10 * LIFETIME - TICK);
    let before = world.reason(ADA).await;
    // The token's own denial is as old as its last question.
    world.clock.advance(LIFETIME);
    let after = world.name(ADA).await;

    assert_eq!((before, &*after), (Reason::NotOurCustomer, "Ada"));
    assert_eq!(world.issuer.customers.total(), 2);
}

#[tokio::test]
async fn a_customer_who_became_foreign_ends_all_of_the_customers_sessions() {
    let world = foreign();
    world.issuer.sign_in(ADA, record("ada", "Ada"));
    world.name(ADA).await;
    world.name(GRACE).await;

    world.clock.advance(LIFETIME - TICK);
    let remembered = world.remembers(ADA);
    world
        .issuer
        .customers
        .no("ada", ProviderError::not_our_customer());
    world.clock.advance(TICK);
    let reasons = [world.reason(ADA_PHONE).await, world.reason(ADA).await];

    assert!(remembered);
    assert_eq!(reasons, [Reason::NotOurCustomer; 2]);
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert_eq!(world.issuer.customers.calls("ada"), 2);
}

const LIFETIME: Duration = Duration::from_secs(10);
const NOBODYS: &str = "nobodys";
const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);
