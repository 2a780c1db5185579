//! Keys are fetched anew before their time is over.

use std::time::Duration;

use customer_session::provider::Readiness;
use customer_session_test::issuer::{Endpoint, Fault};

use super::{World, world::INTERVAL};
use crate::engine::world::{settle, until};

#[tokio::test]
async fn keys_are_fetched_ahead_of_their_time_without_any_request() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;

    world.clock.advance(Duration::from_secs(539));
    settle().await;
    assert_eq!(
        world.fetches(),
        1,
        "up to a tenth of their time before it is over"
    );

    world.clock.advance(Duration::from_secs(61));
    until(|| world.fetches() == 2).await;
}

#[tokio::test]
async fn a_version_that_is_known_is_not_sent_again_and_serves_on() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;

    for unchanged in 1..=3 {
        world.refreshed().await;

        assert_eq!(world.issuer.unchanged_answers(), unchanged);
        assert!(world.knows(&world.issuer.mint_for("ada")));
    }
    world.issuer.rotate();
    world.refreshed().await;
    assert_eq!(world.issuer.unchanged_answers(), 3, "there is a newer one");
    assert!(world.knows(&world.issuer.mint_for("ada")));
}

#[tokio::test]
async fn without_etags_the_set_is_read_each_time() {
    let world = World::between(
        |issuer| issuer.etags(false),
        |issuer, provider| provider.jwks_url(issuer.jwks_url()),
    )
    .await;
    world.accept(&world.issuer.mint_for("ada")).await;

    world.refreshed().await;

    assert_eq!(world.issuer.unchanged_answers(), 0);
    assert!(world.knows(&world.issuer.mint_for("ada")));
}

#[tokio::test]
async fn requests_do_not_wait_for_a_refresh() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault(Fault::Hang);

    world.clock.advance(INTERVAL);
    until(|| world.fetches() == 2).await;

    assert!(world.knows(&world.issuer.mint_for("grace")));
}

#[tokio::test]
async fn a_refresh_that_fails_is_tried_again_ever_more_seldom() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault_on(Endpoint::Jwks, Fault::status(500));
    world.clock.advance(INTERVAL);
    until(|| world.readiness() == Readiness::Aging && world.fetches() == 2).await;

    for _ in 0..300 {
        world.clock.advance(Duration::from_secs(1));
        for _ in 0..20 {
            settle().await;
        }
    }

    // Pauses of 1, 2, 4 … 60 seconds, and up to half of that longer.
    assert!((5..=12).contains(&world.fetches()), "{}", world.fetches());
    world.issuer.clear_faults();
    world.mended().await;
}

#[tokio::test]
async fn keys_that_outlive_nothing_are_fetched_so_early_that_a_slow_answer_is_in_time() {
    let world = World::with(|provider| {
        provider
            .key_refresh(Duration::from_secs(60))
            .keys_outlive_outage(Duration::ZERO)
    })
    .await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault(Fault::Delay(Duration::from_secs(9)));

    world.clock.advance(Duration::from_secs(50));
    until(|| world.fetches() == 2).await;
    world.clock.advance(Duration::from_secs(9));
    until(|| world.readiness() == Readiness::Ready).await;
    // Let it land, which nothing else tells: the old keys are ready too.
    for _ in 0..50 {
        settle().await;
    }
    world.clock.advance(Duration::from_secs(1));

    assert!(world.knows(&world.issuer.mint_for("grace")));
}
