//! An issuer that keeps failing is left alone, and found again when it recovers.

use std::time::Duration;

use customer_session::upstream::RetryShare;
use customer_session_test::polar::Fault;

use crate::world::{Present, SERVED, SUSPENDED, Timeouts, Trouble, UNAVAILABLE, World};

#[tokio::test]
async fn after_five_failures_nobody_is_asked_and_those_who_are_remembered_are_served() {
    let world = world().await;
    let warm = world.warm_token().await;
    let present = fail_five_times(&world).await;
    let (before, arrived) = (world.calls(), world.arrived(&present));

    for _ in 0..20 {
        let told = world.ask_cold().await;

        assert_eq!(told.verdict(), SUSPENDED);
        assert_eq!(told.code(), "unavailable");
        // The pause of 5 s, up to a fifth of it more.
        assert!(matches!(told.retry_after(), Some(5..=6)), "{told:?}");
        assert_eq!(world.app.ask(&warm).await.verdict(), SERVED);
    }

    assert_eq!(world.breaker(), "open");
    assert_eq!(world.calls(), before);
    assert_eq!(world.arrived(&present), arrived);
}

#[tokio::test]
async fn after_the_pause_one_good_probe_lets_everybody_in() {
    let world = world().await;
    let present = fail_five_times(&world).await;
    let waited = world.ask_cold().await.retry_after();
    world.end(present);

    world.clock.advance(seconds(waited));

    assert_eq!(world.breaker(), "half_open");
    assert_eq!(world.ask_cold().await.verdict(), SERVED);
    assert_eq!(world.breaker(), "closed");
    for _ in 0..10 {
        assert_eq!(world.ask_cold().await.verdict(), SERVED);
    }
}

#[tokio::test]
async fn a_probe_that_fails_doubles_the_pause_up_to_a_minute() {
    let world = world().await;
    let _present = fail_five_times(&world).await;
    for pause in [5, 10, 20, 40, 60, 60] {
        let refused = world.ask_cold().await;
        assert_eq!(refused.verdict(), SUSPENDED);
        let wait = refused.retry_after();
        assert!(
            wait >= Some(pause) && wait <= Some(pause + pause / 5 + 1),
            "{wait:?} in place of {pause} s"
        );
        world.clock.advance(seconds(wait));
        let before = world.calls();

        assert_eq!(world.ask_cold().await.verdict(), UNAVAILABLE);

        assert_eq!(
            world.calls() - before,
            2,
            "the probe, and nothing beside it"
        );
    }
}

#[tokio::test]
async fn while_a_probe_is_away_all_others_are_refused_at_once() {
    let world = world().await;
    let warm = world.warm_token().await;
    let present = fail_five_times(&world).await;
    let waited = world.ask_cold().await.retry_after();
    world.fake.fault(Fault::Hang);
    world.clock.advance(seconds(waited));
    let arrived = world.arrived(&present);
    let others = async {
        while world.arrived(&present) < arrived + 2 {
            tokio::task::yield_now().await;
        }
        for _ in 0..10 {
            let told = world.ask_cold().await;
            assert_eq!(told.verdict(), SUSPENDED);
            assert_eq!(told.retry_after(), Some(1));
            assert_eq!(world.app.ask(&warm).await.verdict(), SERVED);
        }
        assert_eq!(world.arrived(&present), arrived + 2);
        // The probe is given up.
        world.clock.advance(Duration::from_secs(5));
    };

    let (probe, ()) = tokio::join!(world.ask_cold(), others);

    assert_eq!(probe.verdict(), (503, "issuer_timeout"));
    assert_eq!(world.breaker(), "open");
}

/// An outage that is over before the fifth failure suspends nobody.
#[tokio::test]
async fn a_good_answer_in_between_begins_the_count_anew() {
    let world = world().await;
    for _ in 0..5 {
        let present = world.bring(Trouble::Polar(Fault::Html(502))).await;
        for _ in 0..4 {
            assert_eq!(world.ask_cold().await.verdict(), UNAVAILABLE);
        }
        world.end(present);

        assert_eq!(world.ask_cold().await.verdict(), SERVED);
    }
    assert_eq!(world.breaker(), "closed");
}

/// Without retries, which have tests of their own and wait on the clock.
async fn world() -> World {
    let retries = RetryShare::new().percent(0);
    World::with(Timeouts::LONG, |config| config.retries(retries)).await
}

async fn fail_five_times(world: &World) -> Present {
    let present = world.bring(Trouble::Polar(Fault::Html(502))).await;
    for _ in 0..5 {
        assert_eq!(world.ask_cold().await.verdict(), UNAVAILABLE);
    }
    present
}

fn seconds(wait: Option<u64>) -> Duration {
    Duration::from_secs(wait.expect("whoever is suspended is told until when"))
}
