//! For how long a session is served without asking.

use std::time::Duration;

use customer_session::{Reason, provider::ProviderError};

use super::{ADA, World};

/// A world in which Ada's session was asked about just now; the session's lifetime is 60 s, the customer's an hour.
async fn remembered() -> World {
    let world = patient();
    world.name(ADA).await;
    world
}

/// A world whose issuer may think for a minute.
fn patient() -> World {
    World::with(|builder| {
        builder
            .session_lifetime(MINUTE)
            .customer_lifetime(HOUR)
            .verification_timeout(MINUTE)
    })
}

#[tokio::test]
async fn a_session_is_served_until_its_lifetime_is_over() {
    let world = remembered().await;

    world.clock.advance(MINUTE - TICK);

    assert!(world.remembers(ADA));
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
}

#[tokio::test]
async fn a_session_is_asked_about_again_at_the_end_of_its_lifetime() {
    let world = remembered().await;

    world.clock.advance(MINUTE);

    assert!(!world.remembers(ADA));
    assert_eq!(world.name(ADA).await, "Ada");
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn being_served_prolongs_nothing() {
    let world = remembered().await;

    for _ in 0..59 {
        world.advance_seconds(1);
        assert!(world.remembers(ADA));
    }
    world.advance_seconds(1);

    assert!(!world.remembers(ADA));
}

#[tokio::test]
async fn a_session_that_ended_at_the_issuer_is_refused_after_its_lifetime() {
    let world = remembered().await;

    world.issuer.sessions.no(ADA, ProviderError::denied());
    world.clock.advance(MINUTE);

    assert_eq!(world.reason(ADA).await, Reason::TokenDenied);
}

/// The issuer may have changed its mind while it answered.
#[tokio::test]
async fn a_lifetime_counts_from_the_question_and_not_from_the_answer() {
    let world = patient();
    world.issuer.sessions.close();
    let thinking = async {
        world.issuer.sessions.asked(1).await;
        world.clock.advance(50 * SECOND);
        world.issuer.sessions.open();
    };
    tokio::join!(world.name(ADA), thinking);

    world.clock.advance(10 * SECOND - TICK);
    let just_before = world.remembers(ADA);
    world.clock.advance(TICK);
    let at_the_end = world.remembers(ADA);

    assert_eq!((just_before, at_the_end), (true, false));
}

#[tokio::test]
async fn a_customers_lifetime_counts_from_the_question_and_not_from_the_answer() {
    let world = World::with(|builder| {
        builder
            .session_lifetime(HOUR)
            .customer_lifetime(MINUTE)
            .verification_timeout(MINUTE)
    });
    world.issuer.customers.close();
    let thinking = async {
        world.issuer.customers.asked(1).await;
        world.clock.advance(50 * SECOND);
        world.issuer.customers.open();
    };
    tokio::join!(world.name(ADA), thinking);

    world.clock.advance(10 * SECOND - TICK);
    let just_before = world.remembers(ADA);
    world.clock.advance(TICK);
    let at_the_end = world.remembers(ADA);

    assert_eq!((just_before, at_the_end), (true, false));
}

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);
