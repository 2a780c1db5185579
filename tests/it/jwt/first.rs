//! The first fetch: for the first request, or before it.

use customer_session::{engine::Decision, provider::Readiness};
use customer_session_test::issuer::FakeIssuer;

use super::{
    World,
    world::{config, present, provider, verdict},
};
use crate::engine::world::{settle, until};

#[tokio::test]
async fn the_first_request_waits_for_one_fetch_and_the_next_for_none() {
    let world = World::new().await;
    settle().await;
    assert_eq!(world.fetches(), 0, "nobody needed keys yet");

    let session = world.accept(&world.issuer.mint_for("ada")).await;

    assert_eq!(session.customer().id().as_str(), "ada");
    assert!(world.knows(&world.issuer.mint_for("grace")));
    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn fifty_first_requests_at_once_make_one_fetch() {
    let world = World::new().await;
    let tokens: Vec<_> = (0..50)
        .map(|number| world.issuer.mint_for(&format!("customer-{number}")))
        .collect();

    let waiting: Vec<_> = tokens.iter().map(|token| world.present(token)).collect();
    for (number, decision) in waiting.into_iter().enumerate() {
        assert!(matches!(decision, Decision::Asking(_)));
        let session = verdict(decision).await.unwrap();
        assert_eq!(
            session.customer().id().as_str(),
            format!("customer-{number}")
        );
    }

    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn a_first_request_that_hangs_up_costs_the_others_nothing() {
    let world = World::new().await;
    let gone = world.present(&world.issuer.mint_for("ada"));
    settle().await;
    drop(gone);

    world.accept(&world.issuer.mint_for("grace")).await;

    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn with_a_warm_up_the_first_request_does_not_wait() {
    let world = World::with(|provider| provider.warm_up()).await;
    assert_eq!(world.readiness(), Readiness::NotReady);

    until(|| world.readiness() == Readiness::Ready).await;

    assert!(world.knows(&world.issuer.mint_for("ada")));
    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn whoever_waits_for_readiness_does_not_wait_for_ever() {
    let world = World::new().await;
    assert_eq!(world.readiness(), Readiness::NotReady);

    world.fresh().await;

    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn a_warm_up_without_a_runtime_is_made_up_for_by_the_first_request() {
    let clock = customer_session::clock::ManualClock::new();
    let issuer = FakeIssuer::builder().clock(clock.clone());
    let issuer = issuer.start().await.unwrap();
    let provider = provider(&issuer).jwks_url(issuer.jwks_url()).warm_up();
    let build = move || config(&clock).provider(provider.build().unwrap()).build();
    let config = std::thread::spawn(build).join().unwrap().unwrap();

    let session = verdict(present(&config, &issuer.mint_for("ada"))).await;

    assert_eq!(session.unwrap().customer().id().as_str(), "ada");
}
