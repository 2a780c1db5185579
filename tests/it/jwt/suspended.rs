//! The machine sleeps, or its wall clock is set: keys age by both clocks.

use std::time::Duration;

use customer_session::{Reason, clock::Clock, provider::Readiness};
use customer_session_test::issuer::Fault;

use super::{World, world::SECOND};
use crate::engine::world::until;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Time goes on, and the monotonic clock stands still.
fn sleep(world: &World, time: Duration) {
    world.clock.set_wall(world.clock.wall() + time);
}

#[tokio::test]
async fn keys_that_became_too_old_while_the_machine_slept_verify_nothing() {
    let world = World::new().await;
    let token = |subject| world.issuer.token(subject).lifetime(DAY).sign();
    world.accept(&token("ada")).await;
    world.issuer.fault(Fault::Refuse);

    sleep(&world, Duration::from_secs(4199));
    assert!(world.knows(&token("grace")));
    assert_eq!(world.readiness(), Readiness::Aging);
    sleep(&world, SECOND);

    assert_eq!(world.readiness(), Readiness::NotReady);
    for subject in ["ada", "eve"] {
        assert_eq!(
            world.reason(&token(subject)).await,
            Reason::IssuerUnavailable
        );
    }

    world.issuer.clear_faults();
    world.mended().await;
    world.accept(&token("eve")).await;
}

#[tokio::test]
async fn after_a_sleep_keys_are_fetched_anew_within_a_minute_and_without_a_request() {
    let world = World::new().await;
    let (key, token) = (
        world.issuer.key_id(),
        world.issuer.token("ada").lifetime(DAY).sign(),
    );
    world.accept(&token).await;
    world.issuer.rotate();
    world.issuer.withdraw(&key);

    sleep(&world, Duration::from_secs(1800));
    world.clock.advance(Duration::from_secs(60));
    until(|| world.fetches() == 2).await;
    world.fresh().await;

    assert_eq!(world.reason(&token).await, Reason::KeyUnknown);
}

#[tokio::test]
async fn a_wall_clock_that_is_set_back_keeps_no_key_alive() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault(Fault::Refuse);

    world.clock.set_wall(world.clock.wall() - DAY);
    world.clock.advance(Duration::from_secs(4199));
    assert!(world.knows(&world.issuer.mint_for("grace")));
    world.clock.advance(SECOND);

    let eve = world.issuer.mint_for("eve");
    assert_eq!(world.reason(&eve).await, Reason::IssuerUnavailable);
}
