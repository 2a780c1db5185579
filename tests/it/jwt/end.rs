//! The configuration is dropped.

use super::{World, world::INTERVAL};
use crate::engine::world::settle;

#[tokio::test]
async fn nothing_is_fetched_for_a_configuration_that_is_gone() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.refreshed().await;

    let World {
        clock,
        config,
        issuer,
    } = world;
    drop(config);
    let before = issuer.total_calls();
    for _ in 0..5 {
        for _ in 0..50 {
            settle().await;
        }
        clock.advance(INTERVAL);
    }

    assert_eq!((before, issuer.total_calls()), (2, 2));
}
