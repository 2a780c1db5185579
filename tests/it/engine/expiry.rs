//! When the issuer says that a session ends, and what becomes of it then.

use std::time::Duration;

use customer_session::{Reason, clock::Clock, provider::SessionFacts};

use super::{ADA, World};

/// A world in which Ada's session ends so long from now.
pub(super) fn ending(left: Duration) -> World {
    let world = World::with(|builder| {
        builder
            .session_lifetime(HOUR)
            .verification_timeout(60 * SECOND)
    });
    let end = world.clock.wall() + left;
    world
        .issuer
        .sessions
        .yes(ADA, SessionFacts::new("ada").expires_at(end));
    world
}

#[tokio::test]
async fn a_session_is_served_until_it_expires() {
    let world = ending(10 * SECOND);
    world.name(ADA).await;

    world.clock.advance(10 * SECOND - TICK);

    assert!(world.remembers(ADA));
}

#[tokio::test]
async fn a_session_is_not_served_at_its_expiry() {
    let world = ending(10 * SECOND);
    world.name(ADA).await;

    world.clock.advance(10 * SECOND);

    assert!(!world.remembers(ADA));
}

/// The issuer's own words are proof enough, whatever else it says.
#[tokio::test]
async fn a_session_that_the_issuer_vouches_for_past_its_expiry_is_expired() {
    let world = ending(Duration::ZERO);

    let refused = world.ask(ADA).await.unwrap_err();

    assert_eq!(refused.status(), 401);
    assert_eq!(refused.reason(), Reason::TokenExpired);
}

#[tokio::test]
async fn a_session_that_expires_while_the_issuer_answers_is_expired() {
    let world = ending(10 * SECOND);
    world.issuer.customers.close();
    let thinking = async {
        world.issuer.customers.asked(1).await;
        world.clock.advance(10 * SECOND);
        world.issuer.customers.open();
    };

    let (refused, ()) = tokio::join!(world.reason(ADA), thinking);

    assert_eq!(refused, Reason::TokenExpired);
}

#[tokio::test]
async fn a_session_that_the_issuer_prolonged_is_good_again() {
    let world = ending(10 * SECOND);
    world.name(ADA).await;

    world.clock.advance(10 * SECOND);
    let end = world.clock.wall() + HOUR;
    world
        .issuer
        .sessions
        .yes(ADA, SessionFacts::new("ada").expires_at(end));
    let session = world.ask(ADA).await.unwrap();

    assert_eq!(session.expires_at(), Some(end));
}

const HOUR: Duration = Duration::from_secs(3600);
const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_nanos(1);
