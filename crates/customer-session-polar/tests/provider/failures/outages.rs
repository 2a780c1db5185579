//! A Polar that cannot be reached or does not answer.

use std::time::Duration;

use customer_session::CustomerSessionConfig;
use customer_session_test::polar::{Endpoint, Fault};

use super::{outcome::*, rate_limited};
use crate::world::{Calls, SECOND, World, accepted, rejected};

#[tokio::test]
async fn a_refused_connection_is_an_outage() {
    let world = World::start().await;
    let (warm, token) = (world.ada().mint(), world.ada().mint());
    world.accept(&warm).await;
    world.fake.fault(Fault::Refuse);

    assert_eq!(Outcome::of(&world.refuse(&token).await), UNAVAILABLE);

    let (_, calls) = world.calls_of(world.accept(&warm)).await;
    assert_eq!(calls, Calls::NONE);
    world.fake.clear_faults();
    world.accept(&token).await;
}

#[tokio::test]
async fn a_failed_call_is_made_once() {
    let world = World::start().await;
    for fault in [
        Fault::Drop,
        Fault::ServerError,
        Fault::Truncated,
        rate_limited(Some(60)),
    ] {
        world.fake.fault_on(Endpoint::Introspect, fault.clone());

        let (_, calls) = world.calls_of(world.refuse(&world.ada().mint())).await;

        assert_eq!(calls, Calls::SESSION, "{fault:?}");
    }
}

#[tokio::test]
async fn an_outage_past_the_session_lifetime_blames_nobody_and_ends_by_itself() {
    let world = World::start().await;
    let token = world.ada().mint();
    world.accept(&token).await;
    world.clock.advance(60 * SECOND);
    world.fake.fault(Fault::Html(502));

    assert_eq!(Outcome::of(&world.refuse(&token).await), UNAVAILABLE);

    world.fake.clear_faults();
    world.accept(&token).await;
}

#[tokio::test]
async fn the_configured_timeout_bounds_the_wait_and_not_more() {
    let world = World::configured(|config| config.verification_timeout(SECOND)).await;
    for silent in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
        world.fake.fault_on(silent, Fault::Hang);

        let rejection = world
            .refuse_after(SECOND, silent, &world.ada().mint())
            .await;

        assert_eq!(Outcome::of(&rejection), TIMEOUT, "{silent:?}");
        world.fake.clear_faults();
    }
}

#[tokio::test]
async fn an_answer_just_within_the_timeout_is_an_answer() {
    let world = World::start().await;
    let token = world.ada().mint();
    world
        .fake
        .fault_on(Endpoint::Customer, Fault::Delay(4 * SECOND));
    let decision = world.config.verify(&token);
    while world.fake.calls(Endpoint::Customer) == 0 {
        tokio::task::yield_now().await;
    }

    world.clock.advance(4 * SECOND);

    accepted(decision.await);
}

/// On the system's clock, over a socket that stays silent.
#[tokio::test]
async fn a_silent_polar_is_given_up_in_real_time_too() {
    let world = World::start().await;
    let config = CustomerSessionConfig::builder()
        .provider(world.polar.clone())
        .verification_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    world.fake.fault(Fault::Hang);

    let rejection = rejected(config.verify(&world.ada().mint()).await);

    assert_eq!(Outcome::of(&rejection), TIMEOUT);
}
