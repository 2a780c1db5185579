//! One question for all who wait for the same token, whoever of them stays.

use std::sync::Arc;

use customer_session::{Reason, provider::ProviderError};
use tokio::task::JoinSet;

use super::{ADA, ADA_PHONE, GRACE, World, record, settle};

/// Lets so many callers present Ada's token, each in a task of its own.
fn callers(world: &Arc<World>, count: u64) -> JoinSet<Result<String, Reason>> {
    let call = |world: Arc<World>| async move {
        let session = world.ask(ADA).await.map_err(|refused| refused.reason())?;
        Ok(session.customer().name().unwrap().to_owned())
    };
    (0..count).map(|_| call(world.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_first_uses_that_wait_are_one_question() {
    let world = Arc::new(World::new());
    world.issuer.sessions.close();

    let callers = callers(&world, 10_000);
    world.boarded(10_000).await;
    world.issuer.sessions.open();
    let answers = callers.join_all().await;

    let stats = world.config.stats();
    assert!(answers.iter().all(|answer| answer.as_deref() == Ok("Ada")));
    assert_eq!(world.issuer.sessions.total(), 1);
    assert_eq!(world.issuer.customers.total(), 1);
    assert_eq!((stats.misses, stats.coalesced, stats.hits), (1, 9_999, 0));
}

/// Callers arrive before, while and after the answer does; none of them may find neither the flight nor its answer.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_first_uses_that_race_the_answer_are_one_question() {
    let world = Arc::new(World::new());

    let answers = callers(&world, 10_000).join_all().await;

    let stats = world.config.stats();
    assert!(answers.iter().all(|answer| answer.as_deref() == Ok("Ada")));
    assert_eq!(world.issuer.sessions.total(), 1);
    assert_eq!(stats.misses, 1);
    assert_eq!(stats.hits + stats.coalesced, 9_999);
}

#[tokio::test]
async fn the_first_caller_who_leaves_at_once_cancels_nothing() {
    let world = Arc::new(World::new());
    world.issuer.sessions.close();

    drop(world.present(ADA));
    let callers = callers(&world, 10);
    world.boarded(11).await;
    world.issuer.sessions.open();
    let answers = callers.join_all().await;

    assert!(answers.iter().all(|answer| answer.as_deref() == Ok("Ada")));
    assert_eq!(world.issuer.sessions.total(), 1);
}

#[tokio::test]
async fn the_first_caller_who_leaves_while_the_issuer_thinks_cancels_nothing() {
    let world = Arc::new(World::new());
    world.issuer.sessions.close();

    let first = world.present(ADA);
    world.issuer.sessions.asked(1).await;
    drop(first);
    let callers = callers(&world, 10);
    world.boarded(11).await;
    world.issuer.sessions.open();
    let answers = callers.join_all().await;

    assert!(answers.iter().all(|answer| answer.as_deref() == Ok("Ada")));
    assert_eq!(world.issuer.sessions.total(), 1);
}

#[tokio::test]
async fn an_answer_for_which_nobody_waits_any_more_is_remembered() {
    let world = World::new();
    world.issuer.sessions.close();

    let callers: Vec<_> = (0..10).map(|_| world.present(ADA)).collect();
    world.issuer.sessions.asked(1).await;
    drop(callers);
    world.issuer.sessions.open();
    settle().await;

    assert!(world.remembers(ADA));
    assert_eq!(world.issuer.sessions.total(), 1);
}

#[tokio::test]
async fn a_denial_for_which_nobody_waits_any_more_is_remembered() {
    let world = World::new();
    world.issuer.sessions.close();

    drop(world.present("nobodys"));
    world.issuer.sessions.asked(1).await;
    world.issuer.sessions.open();
    settle().await;

    assert_eq!(world.reason("nobodys").await, Reason::TokenDenied);
    assert_eq!(world.config.stats().negative_hits, 1);
    assert_eq!(world.issuer.sessions.total(), 1);
}

#[tokio::test]
async fn an_outage_is_shared_by_those_who_wait_for_it() {
    let world = Arc::new(World::new());
    let down = ProviderError::unavailable("connection refused");
    world.issuer.sessions.no(ADA, down);
    world.issuer.sessions.close();

    let callers = callers(&world, 100);
    world.boarded(100).await;
    world.issuer.sessions.open();
    let answers = callers.join_all().await;

    let unavailable = Err(Reason::IssuerUnavailable);
    assert!(answers.iter().all(|answer| *answer == unavailable));
    assert_eq!(world.issuer.sessions.total(), 1);
}

#[tokio::test]
async fn an_outage_is_remembered_for_nobody() {
    let world = World::new();
    let down = ProviderError::unavailable("connection refused");
    world.issuer.sessions.no(ADA, down);
    let during = world.ask(ADA).await.unwrap_err();

    world.issuer.sign_in(ADA, record("ada", "Ada"));
    let after = world.name(ADA).await;

    assert_eq!((during.status(), &*after), (503, "Ada"));
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn an_outage_of_the_customer_desk_is_remembered_for_nobody() {
    let world = World::new();
    let down = ProviderError::unavailable("connection refused");
    world.issuer.customers.no("ada", down);
    let during = world.ask(ADA).await.unwrap_err();

    world.issuer.sign_in(ADA, record("ada", "Ada"));
    let after = world.name(ADA).await;

    assert_eq!((during.status(), &*after), (503, "Ada"));
    assert_eq!(world.issuer.customers.calls("ada"), 2);
}

#[tokio::test]
async fn different_tokens_are_asked_about_side_by_side() {
    let world = World::new();
    world.issuer.sessions.close();

    let waiting = [ADA, ADA_PHONE, GRACE].map(|token| world.present(token));
    world.issuer.sessions.asked(3).await;

    assert_eq!(world.config.stats().misses, 3);
    drop(waiting);
}
