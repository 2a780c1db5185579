//! The issuer cannot be asked.

use std::time::Duration;

use customer_session::{CustomerSessionConfig, Reason, provider::Readiness};
use customer_session_test::issuer::{Endpoint, Fault};

use super::{
    World,
    world::{INTERVAL, SECOND, present, provider, verdict},
};
use crate::engine::world::{settle, until};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn a_cold_start_without_the_issuer_is_a_503_and_ends_with_the_outage() {
    let world = World::new().await;
    world.issuer.fault(Fault::Refuse);
    let token = world.issuer.mint_for("ada");

    let refused = world.ask(&token).await.unwrap_err();
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::IssuerUnavailable, 503)
    );
    let again = world.ask(&token).await.unwrap_err();
    assert_eq!(
        again.status(),
        503,
        "at once, since it was tried a moment ago"
    );
    assert!(again.headers().any(|(name, _)| name == "retry-after"));
    assert_eq!(world.readiness(), Readiness::NotReady);

    world.issuer.clear_faults();
    world.clock.advance(2 * SECOND);
    world.fresh().await;
    world.accept(&token).await;
}

#[tokio::test]
async fn the_last_good_keys_serve_until_the_bound_and_then_nothing_is_known() {
    let world = World::new().await;
    let token = |subject| world.issuer.token(subject).lifetime(DAY).sign();
    world.accept(&token("ada")).await;
    world.issuer.fault(Fault::Refuse);

    // 10 minutes until they should have been fetched, and an hour.
    world.clock.advance(Duration::from_secs(4199));
    assert_eq!(world.readiness(), Readiness::Aging);
    assert!(world.knows(&token("grace")));

    world.clock.advance(SECOND);
    assert_eq!(world.readiness(), Readiness::NotReady);
    let refused = world.ask(&token("eve")).await.unwrap_err();
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::IssuerUnavailable, 503)
    );

    world.issuer.clear_faults();
    world.mended().await;
    world.accept(&token("eve")).await;
}

#[tokio::test]
async fn past_the_bound_what_is_remembered_is_not_known_either() {
    let bound = Duration::from_secs(600);
    let world = World::with(|provider| provider.keys_outlive_outage(bound)).await;
    let token = world.issuer.token("ada").lifetime(DAY).sign();
    world.accept(&token).await;
    world.issuer.fault(Fault::Refuse);

    world.clock.advance(Duration::from_secs(1199));
    let hits = world.config.stats().hits;
    assert!(world.knows(&token));
    assert_eq!(world.config.stats().hits, hits + 1, "it is remembered");
    world.clock.advance(SECOND);
    until(|| !world.knows(&token)).await;

    let refused = world.ask(&token).await.unwrap_err();
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::IssuerUnavailable, 503)
    );
}

#[tokio::test]
async fn the_bound_is_as_it_is_set() {
    let world = World::with(|provider| {
        provider
            .key_refresh(Duration::from_secs(60))
            .keys_outlive_outage(Duration::ZERO)
    })
    .await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault(Fault::Refuse);

    world.clock.advance(Duration::from_secs(59));
    assert!(world.knows(&world.issuer.mint_for("grace")));
    world.clock.advance(SECOND);
    assert_eq!(
        world
            .ask(&world.issuer.mint_for("eve"))
            .await
            .unwrap_err()
            .status(),
        503
    );
}

#[tokio::test]
async fn readiness_tells_fresh_from_aging_keys() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    assert_eq!(world.readiness(), Readiness::Ready);

    world.issuer.fault_on(Endpoint::Jwks, Fault::Html(502));
    world.clock.advance(INTERVAL);
    until(|| world.fetches() == 2).await;
    assert_eq!(world.readiness(), Readiness::Aging);

    world.issuer.clear_faults();
    world.mended().await;
}

#[tokio::test]
async fn an_issuer_that_asks_to_be_left_alone_is() {
    let world = World::new().await;
    let busy = Fault::Status {
        status: 429,
        retry_after: Some(40),
    };
    world.issuer.fault_on(Endpoint::Jwks, busy);
    let token = world.issuer.mint_for("ada");

    assert_eq!(world.reason(&token).await, Reason::IssuerUnavailable);
    world.issuer.clear_faults();
    world.clock.advance(39 * SECOND);
    settle().await;
    assert_eq!(world.fetches(), 1);
    world.clock.advance(SECOND);
    world.fresh().await;
    assert_eq!(world.fetches(), 2);
}

#[tokio::test]
async fn keys_that_come_back_are_used_though_the_issuer_is_left_alone() {
    let clock = customer_session::clock::ManualClock::new();
    let issuer = customer_session_test::issuer::FakeIssuer::builder().clock(clock.clone());
    let issuer = issuer.start().await.unwrap();
    issuer.fault(Fault::Refuse);
    let jwt = provider(&issuer).jwks_url(issuer.jwks_url());
    // The breaker as it is by default.
    let config = CustomerSessionConfig::builder()
        .clock(clock.clone())
        .provider(jwt.build().unwrap())
        .build()
        .unwrap();
    let world = World {
        clock,
        config,
        issuer,
    };
    let token = world.issuer.mint_for("ada");
    for _ in 0..8 {
        let refused = verdict(present(&world.config, &token)).await.unwrap_err();
        assert_eq!(refused.status(), 503);
    }

    world.issuer.clear_faults();
    world.clock.advance(2 * SECOND);
    world.fresh().await;

    assert!(world.knows(&token));
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_fault_after_a_while_and_not_a_denial() {
    let world = World::new().await;
    world.issuer.fault(Fault::Hang);
    let decision = world.present(&world.issuer.mint_for("ada"));
    until(|| world.fetches() == 1).await;

    world.clock.advance(5 * SECOND);

    let refused = verdict(decision).await.unwrap_err();
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::IssuerTimeout, 503)
    );
}
