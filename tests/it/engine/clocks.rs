//! Wall clocks that are set back and forward: time that passed has passed, and nobody is refused for a correction.

use std::time::{Duration, SystemTime};

use customer_session::clock::Clock;

use super::{ADA, World, expiry::ending};

/// A world in which Ada's session was asked about just now and is remembered for 60 s.
async fn remembered() -> World {
    let world = World::new();
    world.name(ADA).await;
    world
}

#[tokio::test]
async fn a_wall_clock_that_is_set_back_prolongs_nothing() {
    let world = remembered().await;

    world.clock.advance(MINUTE);
    world.clock.set_wall(world.clock.wall() - 5 * HOUR);

    assert!(!world.remembers(ADA));
    assert_eq!(world.name(ADA).await, "Ada");
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn a_wall_clock_that_is_set_back_ends_nothing() {
    let world = remembered().await;

    world.clock.set_wall(world.clock.wall() - 5 * HOUR);

    assert!(world.remembers(ADA));
}

/// The wall clock alone cannot tell that the session's ten seconds are over, and the session is asked about.
#[tokio::test]
async fn a_wall_clock_that_is_set_back_does_not_hide_an_expiry() {
    let world = ending(10 * SECOND);
    world.name(ADA).await;

    world.clock.set_wall(world.clock.wall() - 5 * HOUR);
    world.clock.advance(10 * SECOND);

    assert!(!world.remembers(ADA));
}

#[tokio::test]
async fn a_wall_clock_that_is_set_forward_is_a_miss_and_not_a_refusal() {
    let world = remembered().await;

    world.clock.set_wall(world.clock.wall() + 5 * HOUR);

    assert!(!world.remembers(ADA));
    assert_eq!(world.name(ADA).await, "Ada");
    assert!(world.remembers(ADA));
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn a_clock_before_1970_serves_and_forgets_like_any_other() {
    let world = World::new();
    world.clock.set_wall(SystemTime::UNIX_EPOCH - HOUR);
    world.name(ADA).await;

    let before = world.remembers(ADA);
    world.clock.advance(MINUTE);
    let after = world.remembers(ADA);

    assert_eq!((before, after), (true, false));
}

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);
