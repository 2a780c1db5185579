//! A question that found nobody is asked once more, as long as such questions are few.

use customer_session::upstream::BreakerSettings;
use customer_session_test::polar::Fault;
use futures_util::{StreamExt, stream};

use crate::{
    rogue::{Manner, response},
    world::{SERVED, Timeouts, Trouble, UNAVAILABLE, World},
};

#[tokio::test]
async fn a_failure_that_is_over_in_a_moment_is_not_noticed() {
    let world = world_with_savings().await;
    let present = world.bring(Trouble::Polar(Fault::Html(502))).await;
    let (cold, before) = (world.token(), world.calls());
    let recovery = async {
        while world.arrived(&present) < 2 {
            tokio::task::yield_now().await;
        }
        world.fake.clear_faults();
        std::future::pending().await
    };

    let told = world
        .ticking(async {
            tokio::select! {
                told = world.app.ask(&cold) => told,
                never = recovery => never,
            }
        })
        .await;

    assert_eq!(told.verdict(), SERVED);
    // The session's two in vain, and then all three.
    assert_eq!(world.calls() - before, 5);
}

#[tokio::test]
async fn retries_are_at_most_a_tenth_of_the_questions() {
    const CUSTOMERS: u64 = 300;
    let world = World::with(Timeouts::LONG, |config| config.breaker(never())).await;
    let present = world.bring(Trouble::Polar(Fault::Html(502))).await;
    let crowd = stream::iter(0..CUSTOMERS)
        .map(|_| world.ask_cold())
        .buffer_unordered(20)
        .for_each(async |told| assert_eq!(told.verdict(), UNAVAILABLE));

    world.ticking(crowd).await;

    // Two calls for each question.
    let (first, retries) = (2 * CUSTOMERS, world.arrived(&present) - 2 * CUSTOMERS);
    assert!(retries > 0 && retries <= first / 10, "{retries}");
    assert_eq!(world.calls(), first + retries);
}

/// What the issuer did answer, and what it takes its time for, is not asked again.
#[tokio::test]
async fn only_an_issuer_that_could_not_be_reached_is_asked_again() {
    let limit = |retry_after| Fault::RateLimited { retry_after };
    for (trouble, calls) in [
        (Trouble::Polar(Fault::Html(200)), 2),
        (Trouble::Polar(Fault::Endless), 2),
        (Trouble::Polar(limit(None)), 2),
        (Trouble::Polar(limit(Some(60))), 2),
        (Trouble::Redirects("307 Temporary Redirect"), 2),
        (
            Trouble::Rogue(Manner::Says(response(
                "503 Service Unavailable",
                "retry-after: 1\r\n",
                b"",
            ))),
            2,
        ),
        (Trouble::Own(Fault::Unauthorized), 3),
        (Trouble::Own(limit(None)), 3),
        // Of the customer's question alone, not of the session's.
        (Trouble::Own(Fault::Html(502)), 4),
    ] {
        let world = world_with_savings().await;
        let present = world.bring(trouble.clone()).await;
        let before = world.calls();

        let told = world.ticking(world.ask_cold()).await;

        assert_ne!(told.status(), 200, "{trouble:?}");
        assert_eq!(world.calls() - before, calls, "{trouble:?}");
        assert_eq!(world.arrived(&present), calls, "{trouble:?}");
    }
}

/// A world in which some questions went well, so that there is a retry to spend.
async fn world_with_savings() -> World {
    let world = World::start().await;
    for _ in 0..10 {
        assert_eq!(world.ask_cold().await.verdict(), SERVED);
    }
    world
}

/// No number of failures in these tests opens it.
fn never() -> BreakerSettings {
    BreakerSettings::new().failures(1_000_000)
}
