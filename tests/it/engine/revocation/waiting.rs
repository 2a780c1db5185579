//! Whoever waits for the end of a session learns of it.

use std::time::Duration;

use customer_session::{clock::Clock, provider::SessionFacts, revoke::Sessions, session::Ended};

use super::{
    super::{ADA, World, now},
    HOUR, TICK,
};

#[tokio::test]
async fn waiting_for_the_end_is_over_when_the_session_is_ended() {
    let world = World::new();
    let session = world.ask(ADA).await.unwrap();
    let mut ended = Box::pin(session.ended());
    assert!(now(ended.as_mut()).is_none());

    world.end(&Sessions::of_customer("stub", "grace"));
    assert!(now(ended.as_mut()).is_none());

    world.end(&Sessions::of_customer("stub", "ada"));
    assert_eq!(ended.await, Ended::Revoked);
}

#[tokio::test]
async fn waiting_for_the_end_is_over_at_the_expiry_whatever_the_clocks_do() {
    let world = World::new();
    let expiry = world.clock.wall() + HOUR;
    let facts = SessionFacts::new("ada").expires_at(expiry);
    world.issuer.sessions.yes(ADA, facts);
    let session = world.ask(ADA).await.unwrap();
    let mut ended = Box::pin(session.ended());

    world.clock.set_wall(expiry - TICK);
    world.clock.advance(Duration::ZERO);
    assert!(now(ended.as_mut()).is_none());

    // The wall clock was set forward: the sleep that began before is shorter than half a minute.
    world.clock.advance(Duration::from_secs(30));
    assert_eq!(ended.await, Ended::Expired);
}

#[tokio::test]
async fn waiting_for_the_end_keeps_no_engine_alive() {
    let world = World::new();
    let (session, witness) = (world.ask(ADA).await.unwrap(), world.issuer.witness());
    let mut ended = Box::pin(session.ended());
    assert!(now(ended.as_mut()).is_none());

    drop(world);

    assert!(witness.upgrade().is_none());
    assert_eq!(now(ended), None);
}
