//! What is asked once more, and what is not.

use std::time::Duration;

use customer_session::{
    Reason, clock::ManualClock, provider::ProviderError, upstream::BreakerSettings,
};

use super::{
    super::{ADA, World, record, settle},
    SECOND, token,
};

#[tokio::test]
async fn a_connection_that_broke_is_tried_once_more_within_a_tenth_of_all_questions() {
    let world = World::with(|builder| builder.breaker(BreakerSettings::new().failures(1_000_000)));
    for number in 0..1000 {
        let down = ProviderError::unavailable("reset");
        world.issuer.sessions.no(&token(number), down);
        let waiting = async { world.reason(&token(number)).await };
        let time = async {
            settle().await;
            world.clock.advance(Duration::from_millis(150));
        };
        assert_eq!(tokio::join!(waiting, time).0, Reason::IssuerUnavailable);
    }

    let extra = world.issuer.sessions.total() - 1000;
    assert!((90..=100).contains(&extra), "{extra} extra calls");
}

#[tokio::test]
async fn what_is_tried_once_more_and_answered_is_an_answer() {
    let world = World::new();
    for number in 0..10 {
        world.reason(&token(number)).await;
    }
    world
        .issuer
        .sessions
        .no(ADA, ProviderError::unavailable("reset"));
    let waiting = async { world.name(ADA).await };
    let mending = async {
        world.issuer.sessions.asked(11).await;
        world.issuer.sign_in(ADA, record("ada", "Ada"));
        settle().await;
        world.clock.advance(Duration::from_millis(150));
    };

    assert_eq!(tokio::join!(waiting, mending).0, "Ada");
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn neither_a_timeout_nor_a_limit_nor_a_denial_is_tried_once_more() {
    let world = World::new();
    for number in 0..100 {
        world.reason(&token(number)).await;
    }
    let waits = ProviderError::unavailable("maintenance").retry_after(SECOND);
    for (about, error) in [
        ("timeout", ProviderError::timed_out()),
        ("limit", ProviderError::customer_rate_limited()),
        ("garbage", ProviderError::malformed_answer("html")),
        ("denial", ProviderError::denied()),
        ("waits", waits),
    ] {
        world.issuer.sessions.no(about, error);

        world.reason(about).await;

        assert_eq!(world.issuer.sessions.calls(about), 1, "{about}");
    }
}

/// Else whoever tests an outage on a clock of their own would have to know when we try again.
#[tokio::test]
async fn on_a_clock_that_nobody_moves_the_second_call_comes_at_once() {
    let breaker = BreakerSettings::new().failures(1_000_000);
    let world = World::with(|builder| builder.breaker(breaker).clock(ManualClock::new()));
    for number in 0..100 {
        let down = ProviderError::unavailable("reset");
        world.issuer.sessions.no(&token(number), down);

        let reason = world.reason(&token(number)).await;

        assert_eq!(reason, Reason::IssuerUnavailable);
    }

    let extra = world.issuer.sessions.total() - 100;
    assert!((1..=10).contains(&extra), "{extra} extra calls");
}
