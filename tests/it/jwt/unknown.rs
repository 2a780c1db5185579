//! Tokens that name a key which is unknown.

use std::time::Duration;

use customer_session::{
    Reason,
    engine::{Decision, Verdict},
    provider::Readiness,
};
use customer_session_test::issuer::{Endpoint, Fault};

use super::{
    World,
    world::{INTERVAL, SECOND, config, provider, verdict},
};
use crate::engine::world::{settle, until};

/// A token of a key that nobody knows.
fn strange(world: &World, number: usize) -> String {
    let token = world.issuer.token("eve");
    token.header("kid", format!("random-{number}")).sign()
}

fn is_refused_at_once(world: &World, token: &str) -> bool {
    match world.present(token) {
        Decision::Decided(Verdict::Rejected(rejection)) => {
            rejection.reason() == Reason::KeyUnknown && rejection.status() == 401
        }
        _ => false,
    }
}

#[tokio::test]
async fn ten_thousand_random_keys_within_the_cooldown_make_one_fetch_and_hurt_nobody() {
    let clock = customer_session::clock::ManualClock::new();
    let issuer = customer_session_test::issuer::FakeIssuer::builder().clock(clock.clone());
    let issuer = issuer.start().await.unwrap();
    let jwt = provider(&issuer).jwks_url(issuer.jwks_url());
    let config = config(&clock)
        .max_verifications(20_000)
        .provider(jwt.build().unwrap())
        .build()
        .unwrap();
    let world = World {
        clock,
        config,
        issuer,
    };
    world.accept(&world.issuer.mint_for("ada")).await;
    assert_eq!(world.fetches(), 1);

    let waiting: Vec<_> = (0..5_000)
        .map(|number| world.present(&strange(&world, number)))
        .collect();
    let asking = |decision: &&Decision| matches!(decision, Decision::Asking(_));
    assert_eq!(waiting.iter().filter(asking).count(), 5_000);
    assert!(
        world.knows(&world.issuer.mint_for("grace")),
        "a known key does not wait"
    );
    for decision in waiting {
        let refused = verdict(decision).await.unwrap_err();
        assert_eq!(refused.reason(), Reason::KeyUnknown);
    }
    assert_eq!(world.fetches(), 2);
    for second in 1..30 {
        for number in 0..5_000 / 29 {
            let token = strange(&world, 5_000 * second + number);
            assert!(is_refused_at_once(&world, &token));
        }
        assert!(world.knows(&world.issuer.mint_for("grace")));
        world.clock.advance(SECOND);
    }

    assert_eq!(world.fetches(), 2);
}

#[tokio::test]
async fn within_the_cooldown_an_unknown_key_is_refused_at_once_and_after_it_asked_for() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    assert_eq!(world.reason(&strange(&world, 1)).await, Reason::KeyUnknown);
    assert_eq!(world.fetches(), 2);

    world.clock.advance(29 * SECOND);
    assert!(is_refused_at_once(&world, &strange(&world, 2)));
    assert!(is_refused_at_once(&world, &strange(&world, 1)));
    assert_eq!(world.fetches(), 2);

    world.clock.advance(SECOND);
    assert_eq!(world.reason(&strange(&world, 3)).await, Reason::KeyUnknown);
    assert_eq!(world.fetches(), 3);
}

#[tokio::test]
async fn the_cooldown_is_as_long_as_it_is_set() {
    let world = World::with(|provider| provider.unknown_key_cooldown(5 * SECOND)).await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.reason(&strange(&world, 1)).await;

    world.clock.advance(4 * SECOND);
    assert!(is_refused_at_once(&world, &strange(&world, 2)));
    world.clock.advance(SECOND);
    assert!(!is_refused_at_once(&world, &strange(&world, 2)));
}

#[tokio::test]
async fn what_is_refused_for_another_reason_makes_no_fetch() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    let elsewhere = world.issuer.token("ada").header("kid", "random");
    let elsewhere = elsewhere.claim("iss", "https://other.example").sign();
    let unlisted = world.issuer.token("ada").header("kid", "random");
    let unlisted = unlisted.header("alg", "HS256").sign();

    assert_eq!(world.reason(&elsewhere).await, Reason::IssuerUnknown);
    assert_eq!(world.reason(&unlisted).await, Reason::AlgorithmRefused);
    assert_eq!(world.reason("eyJhbGciOiJFUzI1NiJ9.e30").await.status(), 401);

    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn an_unknown_key_that_comes_during_a_refresh_gets_a_fetch_of_its_own() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault(Fault::Delay(SECOND));
    world.clock.advance(INTERVAL);
    until(|| world.fetches() == 2).await;

    // The answer to the refresh was asked for before the key was there.
    let decision = world.present(&strange(&world, 1));
    world.clock.advance(SECOND);
    until(|| world.fetches() == 3).await;
    world.clock.advance(SECOND);

    assert_eq!(
        verdict(decision).await.unwrap_err().reason(),
        Reason::KeyUnknown
    );
    assert_eq!(world.fetches(), 3);
}

#[tokio::test]
async fn while_the_issuer_cannot_be_asked_an_unknown_key_is_no_denial() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault_on(Endpoint::Jwks, Fault::status(503));

    let refused = world.ask(&strange(&world, 1)).await.unwrap_err();
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::IssuerUnavailable, 503)
    );
    let refused = world.ask(&strange(&world, 2)).await.unwrap_err();
    assert_eq!(refused.status(), 503);
    assert_eq!(world.fetches(), 2);
    assert!(world.knows(&world.issuer.mint_for("ada")));

    world.issuer.clear_faults();
    world.clock.advance(Duration::from_secs(30));
    world.mended().await;
    assert_eq!(world.reason(&strange(&world, 3)).await, Reason::KeyUnknown);
}

/// One invented name on fresh keys, while the issuer is down for a moment, must not start what an
/// outage starts.
#[tokio::test]
async fn a_fetch_for_an_unknown_key_that_fails_is_not_tried_again_while_the_keys_are_fresh() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.clock.advance(Duration::from_secs(300));
    world.issuer.fault_on(Endpoint::Jwks, Fault::status(503));
    assert_eq!(
        world.ask(&strange(&world, 0)).await.unwrap_err().status(),
        503
    );

    for second in 1..30 {
        world.clock.advance(SECOND);
        for _ in 0..20 {
            settle().await;
        }
        let refused = world.ask(&strange(&world, second)).await.unwrap_err();
        assert_eq!(refused.status(), 503);
        let wait = (30 - second).to_string();
        assert!(
            refused
                .headers()
                .any(|(name, value)| name == "retry-after" && value.to_string() == wait),
            "{second}"
        );
    }
    assert_eq!(world.fetches(), 2);
    assert_eq!(world.readiness(), Readiness::Ready, "the keys are fresh");

    // Not even then, unless somebody has a reason.
    world.clock.advance(10 * SECOND);
    for _ in 0..50 {
        settle().await;
    }
    assert_eq!(world.fetches(), 2);
    world.issuer.clear_faults();
    assert_eq!(world.reason(&strange(&world, 30)).await, Reason::KeyUnknown);
    assert_eq!(world.fetches(), 3);
}

#[tokio::test]
async fn the_refresh_comes_in_time_though_a_fetch_for_an_unknown_key_failed() {
    let world = World::new().await;
    world.accept(&world.issuer.mint_for("ada")).await;
    world.issuer.fault_on(Endpoint::Jwks, Fault::status(503));
    assert_eq!(
        world.ask(&strange(&world, 0)).await.unwrap_err().status(),
        503
    );
    world.issuer.clear_faults();

    world.clock.advance(Duration::from_secs(600));
    until(|| world.fetches() == 3).await;
    world.fresh().await;
}
