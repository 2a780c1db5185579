//! Crowds: one call for everybody who waits for the same answer.

use customer_session::upstream::{ReqwestTransport, TlsRoots};
use customer_session_test::polar::Endpoint;
use futures_util::future::join_all;
use tokio::task::JoinSet;

use crate::world::{Calls, SECOND, World};

#[tokio::test]
async fn ten_thousand_first_uses_of_one_token_cost_three_calls() {
    let world = World::start().await;
    let token = world.ada().mint();
    let crowd: Vec<_> = (0..10_000).map(|_| world.config.verify(&token)).collect();

    let (verdicts, calls) = world.calls_of(join_all(crowd)).await;

    assert!(verdicts.iter().all(|it| it.is_ok()));
    assert_eq!(calls, Calls::COLD);
    let stats = world.config.stats();
    assert_eq!((stats.misses, stats.coalesced), (1, 9_999));
    assert_eq!(stats.accepted, 10_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_tasks_on_many_threads_cost_three_calls() {
    let world = World::start().await;
    let token = world.ada().mint();
    let mut crowd = JoinSet::new();
    for _ in 0..10_000 {
        let (config, token) = (world.config.clone(), token.clone());
        crowd.spawn(async move { config.verify(&token).await });
    }

    let verdicts = crowd.join_all().await;

    assert!(verdicts.iter().all(|it| it.is_ok()));
    assert_eq!(world.fake.total_calls(), 3);
    let stats = world.config.stats();
    assert_eq!(stats.hits + stats.coalesced + stats.misses, 10_000);
    assert_eq!(stats.misses, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_first_caller_who_leaves_at_once_takes_nothing_from_the_others() {
    let world = World::start().await;
    let token = world.ada().mint();
    let mut crowd = JoinSet::new();
    drop(world.config.verify(&token));
    for _ in 0..10_000 {
        let (config, token) = (world.config.clone(), token.clone());
        crowd.spawn(async move { config.verify(&token).await });
    }

    let verdicts = crowd.join_all().await;

    assert!(verdicts.iter().all(|it| it.is_ok()));
    assert_eq!(world.fake.total_calls(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_tokens_of_one_customer_share_one_look_up_of_the_customer() {
    // Two thousand connections at one time: a busy machine needs more than the default 2 s to make
    // them.
    let patient = ReqwestTransport::builder()
        .connect_timeout(60 * SECOND)
        .timeout(60 * SECOND)
        .tls_roots(TlsRoots::None)
        .build()
        .unwrap();
    let world = World::with(|polar| polar.transport(patient), |config| config).await;
    let ada = world.ada();
    let mut crowd = JoinSet::new();
    for _ in 0..1_000 {
        let (config, token) = (world.config.clone(), ada.mint());
        crowd.spawn(async move { config.verify(&token).await });
    }

    let verdicts = crowd.join_all().await;

    assert!(verdicts.iter().all(|it| it.is_ok()));
    assert_eq!(world.fake.calls(Endpoint::Customer), 1);
    assert_eq!(world.fake.total_calls(), 2_001);
}

#[tokio::test]
async fn a_denial_is_shared_by_all_who_wait_for_it() {
    let world = World::start().await;
    let ada = world.ada();
    let token = ada.mint();
    ada.delete();
    let crowd: Vec<_> = (0..1_000).map(|_| world.config.verify(&token)).collect();

    let (verdicts, calls) = world.calls_of(join_all(crowd)).await;

    assert!(verdicts.iter().all(|it| it.is_err()));
    assert!(calls.are_of_a_denial(), "{calls:?}");
}
