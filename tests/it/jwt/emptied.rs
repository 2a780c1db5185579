//! A set without a key that can be used: it is the newest one, and so a withdrawal of all others.

use std::time::Duration;

use customer_session::{Reason, Rejection, provider::Readiness};
use customer_session_test::issuer::Fault;

use super::{
    World,
    world::{INTERVAL, SECOND, config, provider},
};
use crate::engine::world::{settle, until};

const EMPTY: &str = r#"{"keys":[]}"#;
/// A key that anybody can read is no secret.
const UNUSABLE: &str = r#"{"keys":[{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA","kid":"key-1","alg":"HS256"}]}"#;
const HOUR: Duration = Duration::from_secs(3600);

fn says_that_nobody_knows(refused: &Rejection) {
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::IssuerAnswerMalformed, 503)
    );
}

#[tokio::test]
async fn a_set_without_a_usable_key_withdraws_all_keys_and_denies_nobody() {
    for set in [EMPTY, UNUSABLE] {
        let world = World::new().await;
        let token = world.issuer.mint_for("ada");
        world.accept(&token).await;
        let hits = world.config.stats().hits;
        assert!(world.knows(&token));
        assert_eq!(world.config.stats().hits, hits + 1, "it is remembered");

        world.issuer.publish(set);
        world.clock.advance(INTERVAL);
        until(|| world.readiness() == Readiness::NotReady).await;

        for subject in ["ada", "grace"] {
            let token = world.issuer.mint_for(subject);
            says_that_nobody_knows(&world.ask(&token).await.unwrap_err());
        }
        says_that_nobody_knows(&world.ask(&token).await.unwrap_err());

        world.issuer.publish_keys();
        world.mended().await;
        world.accept(&token).await;
    }
}

#[tokio::test]
async fn the_fetch_for_an_unknown_key_may_find_that_there_is_none_at_all() {
    let world = World::new().await;
    let token = world.issuer.mint_for("ada");
    world.accept(&token).await;

    world.issuer.rotate();
    world.issuer.publish(EMPTY);
    let new = world.issuer.mint_for("grace");

    says_that_nobody_knows(&world.ask(&new).await.unwrap_err());
    says_that_nobody_knows(&world.ask(&token).await.unwrap_err());
    world.issuer.publish_keys();
    world.clock.advance(2 * SECOND);
    world.fresh().await;
    world.accept(&new).await;
}

#[tokio::test]
async fn while_there_is_no_key_the_issuer_is_asked_ever_more_seldom() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.publish(EMPTY);
    world.clock.advance(INTERVAL);
    until(|| world.readiness() == Readiness::NotReady).await;

    for second in 0..300 {
        let token = world.issuer.mint_for(&format!("customer-{second}"));
        drop(world.present(&token));
        world.clock.advance(SECOND);
        for _ in 0..20 {
            settle().await;
        }
    }

    // Pauses of 1, 2, 4 … 60 seconds, and up to half of that longer.
    assert!((7..=12).contains(&world.fetches()), "{}", world.fetches());
}

#[tokio::test]
async fn an_emptied_set_that_comes_after_an_outage_is_a_withdrawal_too() {
    let world = World::new().await;
    let token = world.issuer.mint_for("ada");
    world.accept(&token).await;
    world.issuer.fault(Fault::Refuse);
    world.clock.advance(INTERVAL);
    until(|| world.readiness() == Readiness::Aging).await;
    assert!(world.knows(&token));

    world.issuer.publish(EMPTY);
    world.issuer.clear_faults();
    for _ in 0..5 {
        world.clock.advance(SECOND);
        for _ in 0..20 {
            settle().await;
        }
    }

    until(|| world.readiness() == Readiness::NotReady).await;
    assert!(!world.knows(&token));
}

/// Sessions are remembered for a minute, and for hours more while the issuer cannot be asked.
async fn bridging() -> World {
    let clock = customer_session::clock::ManualClock::new();
    let issuer = customer_session_test::issuer::FakeIssuer::builder().clock(clock.clone());
    let issuer = issuer.start().await.unwrap();
    let jwt = provider(&issuer).jwks_url(issuer.jwks_url());
    let config = config(&clock)
        .session_lifetime(Duration::from_secs(60))
        .stale_if_error(24 * HOUR)
        .provider(jwt.build().unwrap())
        .build()
        .unwrap();
    World {
        clock,
        config,
        issuer,
    }
}

fn long(world: &World) -> String {
    world.issuer.token("ada").lifetime(24 * HOUR).sign()
}

#[tokio::test]
async fn a_session_whose_key_was_withdrawn_is_not_bridged() {
    let world = bridging().await;
    let (key, token) = (world.issuer.key_id(), long(&world));
    world.accept(&token).await;

    world.issuer.rotate();
    world.issuer.withdraw(&key);
    world.refreshed().await;
    world.issuer.fault(Fault::Refuse);

    assert_eq!(world.reason(&token).await, Reason::IssuerUnavailable);
}

#[tokio::test]
async fn a_session_is_not_bridged_over_a_set_that_was_emptied() {
    let world = bridging().await;
    let token = long(&world);
    world.accept(&token).await;

    world.issuer.publish(EMPTY);
    world.clock.advance(INTERVAL);
    until(|| world.readiness() == Readiness::NotReady).await;

    says_that_nobody_knows(&world.ask(&token).await.unwrap_err());
}

#[tokio::test]
async fn a_session_is_not_bridged_beyond_the_bound_on_its_keys() {
    // Once it was noticed that they are too old, and at the moment at which it is noticed.
    for noticed in [true, false] {
        let world = bridging().await;
        let token = long(&world);
        world.accept(&token).await;
        world.issuer.fault(Fault::Refuse);

        world.clock.advance(Duration::from_secs(4199));
        assert!(!world.accept(&token).await.is_stale(), "by keys at hand");
        world.clock.advance(Duration::from_secs(100));
        if noticed {
            for _ in 0..50 {
                settle().await;
            }
        }

        assert_eq!(world.reason(&token).await, Reason::IssuerUnavailable);
    }
}
