//! What happens to every request of an outage does not fill the log.

use std::time::Duration;

use customer_session::{Reason, clock::Clock, endpoint::Endpoint, upstream::Rate};
use customer_session_polar::PolarWebhook;
use tracing::Level;

use crate::{
    script::signed,
    wire::Mood,
    witness::{Kind, Witness},
    world::{SECOND, World, settle},
};

/// How many events above debug level have this message.
fn loud(witness: &Witness, message: &str) -> usize {
    let heard = witness.heard();
    heard
        .iter()
        .filter(|heard| heard.level <= Level::INFO)
        .filter(|heard| matches!(&heard.kind, Kind::Event(said, _) if said == message))
        .count()
}

/// How many events of any kind are above debug level.
fn all_loud(witness: &Witness) -> usize {
    let heard = witness.heard();
    heard
        .iter()
        .filter(|heard| heard.level <= Level::INFO && heard.target == "customer_session")
        .filter(|heard| matches!(heard.kind, Kind::Event(..)))
        .count()
}

#[tokio::test]
async fn a_flood_of_unknown_tokens_is_one_warning_in_ten_seconds() {
    let witness = Witness::listen();
    let none = Rate::new(1, Duration::from_secs(3600));
    let world = World::with(None, |settings| settings.unknown_token_rate(none));
    world.accept(&world.token()).await;

    for second in 0..30 {
        for _ in 0..100 {
            let rejection = world.refuse(&world.token()).await;
            assert_eq!(rejection.reason(), Reason::UnknownTokensPaced, "{second}");
        }
        world.pass(SECOND);
    }

    assert_eq!(loud(&witness, "pace exhausted: nobody is asked"), 3);
    assert_eq!(all_loud(&witness), 3);
}

/// The questions leave, and it is their customers who are not looked up.
#[tokio::test]
async fn too_many_new_customers_are_one_warning_in_ten_seconds() {
    let witness = Witness::listen();
    let none = Rate::new(1, Duration::from_secs(3600));
    let world = World::with(Some(none), |settings| settings);
    world.accept(&world.token()).await;

    for _ in 0..100 {
        let rejection = world.refuse(&world.token()).await;
        assert_eq!(rejection.reason(), Reason::OwnCallsPaced);
    }

    assert_eq!(all_loud(&witness), 1);
}

#[tokio::test]
async fn requests_beyond_the_bound_are_one_warning_in_ten_seconds() {
    let witness = Witness::listen();
    let world = World::with(None, |settings| settings.max_verifications(1));
    world.wire.mood(Mood::Silent);
    let _first = world.present(&world.token());
    settle().await;

    for _ in 0..100 {
        let rejection = world.refuse(&world.token()).await;
        assert_eq!(rejection.reason(), Reason::Overloaded);
    }

    assert_eq!(loud(&witness, "requests refused unjudged"), 1);
    assert_eq!(all_loud(&witness), 1);
}

#[tokio::test]
async fn an_outage_is_two_failures_one_breaker_and_one_warning_of_stale_sessions() {
    let witness = Witness::listen();
    let world = World::new();
    let token = world.token();
    world.accept(&token).await;
    world.pass(61 * SECOND);
    world.wire.mood(Mood::Garbled);

    for _ in 0..100 {
        assert!(world.accept(&token).await.is_stale());
        world.refuse(&world.token()).await;
    }

    let breaker = "breaker opened: the issuer is left alone";
    assert_eq!(loud(&witness, "session could not be verified"), 2);
    assert_eq!(loud(&witness, breaker), 1);
    assert_eq!(loud(&witness, "stale sessions are served"), 1);
    assert_eq!(all_loud(&witness), 4);
}

/// The issuer is well, so that nothing keeps the questions back.
#[tokio::test]
async fn a_configuration_that_cannot_work_is_one_error_in_ten_seconds() {
    let witness = Witness::listen();
    let world = World::new();

    for _ in 0..100 {
        let rejection = world.refuse_in(Mood::Forbidding).await;
        assert_eq!(rejection.reason(), Reason::CredentialsRefused);
    }

    assert_eq!(all_loud(&witness), 1);
}

/// Anybody can send them.
#[tokio::test]
async fn deliveries_that_nobody_signed_are_one_warning_of_each_kind_in_ten_seconds() {
    let witness = Witness::listen();
    let world = World::new();
    let webhook = PolarWebhook::builder(world.config.revocations())
        .secret("a secret of the merchant's own")
        .build()
        .unwrap();
    let now = world.clock.wall();

    for _ in 0..100 {
        for at in [now, now - 3600 * SECOND] {
            let request = signed("another secret", "1", at, "{}");
            assert_eq!(webhook.answer(request).await.status, 401);
        }
    }

    assert_eq!(all_loud(&witness), 2);
}

#[tokio::test]
async fn an_issuer_that_limits_many_questions_at_once_is_said_to_hold_once() {
    let witness = Witness::listen();
    let world = World::new();
    world.wire.mood(Mood::Limiting(60));
    let tokens: Vec<_> = (0..5).map(|_| world.token()).collect();

    let flights: Vec<_> = tokens.iter().map(|token| world.present(token)).collect();
    settle().await;
    drop(flights);

    assert_eq!(loud(&witness, "issuer asked to be left alone"), 1);
}
