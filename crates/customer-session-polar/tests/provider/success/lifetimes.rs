//! What is asked again when a lifetime has passed, and nothing else.

use customer_session::config::Staleness;

use crate::world::{Calls, MOMENT, SECOND, World};

#[tokio::test]
async fn only_the_customer_is_asked_for_when_only_its_lifetime_passed() {
    let world = World::configured(|config| {
        config
            .session_lifetime(60 * SECOND)
            .customer_lifetime(20 * SECOND)
    })
    .await;
    let token = world.ada().mint();
    world.accept(&token).await;

    world.clock.advance(20 * SECOND - MOMENT);
    let (_, before) = world.calls_of(world.accept(&token)).await;
    world.clock.advance(MOMENT);
    let (_, after) = world.calls_of(world.accept(&token)).await;

    assert_eq!((before, after), (Calls::NONE, Calls::CUSTOMER));
}

#[tokio::test]
async fn only_the_session_is_asked_about_when_only_its_lifetime_passed() {
    let world = World::start().await;
    let token = world.ada().mint();
    world.accept(&token).await;

    world.clock.advance(60 * SECOND - MOMENT);
    let (_, before) = world.calls_of(world.accept(&token)).await;
    world.clock.advance(MOMENT);
    let (_, after) = world.calls_of(world.accept(&token)).await;

    assert_eq!((before, after), (Calls::NONE, Calls::SESSION));
}

#[tokio::test]
async fn an_expired_session_is_refused_at_its_very_end() {
    let world = World::start().await;
    let token = world.ada().mint();

    world.clock.advance(3600 * SECOND - MOMENT);
    world.accept(&token).await;
    world.clock.advance(MOMENT);

    let rejection = world.refuse(&token).await;
    assert_eq!(
        (rejection.status(), rejection.code()),
        (401, "token_invalid")
    );
}

#[tokio::test]
async fn the_staleness_is_that_of_the_lifetimes() {
    let world = World::start().await;

    let Staleness {
        session, customer, ..
    } = world.config.staleness();

    assert_eq!((session, customer), (60 * SECOND, 600 * SECOND));
}
