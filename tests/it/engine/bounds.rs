//! How much is remembered at most, and what a flood of garbage cannot push out.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Reason,
    cache::CacheBounds,
    config::CustomerSessionConfigBuilder,
    provider::{ProviderError, SessionFacts, Shape},
};

use super::{ADA, Issuer, World, record};

/// A world with so many sessions, all of them Ada's, with a text of so many bytes each.
fn crowded(
    sessions: u64,
    text: usize,
    settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
) -> World {
    let world = World::with(settings);
    for number in 0..sessions {
        let facts = SessionFacts::new("ada").scopes(["x".repeat(text)]);
        world.issuer.sessions.yes(token(number), facts);
    }
    world
}

fn token(number: u64) -> String {
    format!("token-{number}")
}

/// Presents the tokens one after the other, and tells how many of them were served without a question about the session.
async fn hits(world: &World, sessions: u64) -> u64 {
    let before = world.issuer.sessions.total();
    for number in 0..sessions {
        world.ask(&token(number)).await.unwrap();
    }
    sessions - (world.issuer.sessions.total() - before)
}

#[tokio::test]
async fn no_more_sessions_are_remembered_than_the_bound_on_entries_allows() {
    let world = crowded(3_000, 0, |builder| {
        builder.session_cache(CacheBounds::new(100, 100 * MIB))
    });
    hits(&world, 3_000).await;

    let hits = hits(&world, 3_000).await;

    assert!(hits <= 100 + BATCH, "{hits} hits");
}

#[tokio::test]
async fn no_more_sessions_are_remembered_than_the_bound_on_bytes_allows() {
    let world = crowded(3_000, 4_096, |builder| {
        builder.session_cache(CacheBounds::new(100_000, 100 * 4_096))
    });
    hits(&world, 3_000).await;

    let hits = hits(&world, 3_000).await;

    assert!(hits <= 100 + BATCH, "{hits} hits");
}

#[tokio::test]
async fn as_many_sessions_as_the_bound_on_entries_allows_are_remembered() {
    let world = crowded(1_000, 0, |builder| {
        builder.session_cache(CacheBounds::new(1_000, MIB))
    });
    hits(&world, 1_000).await;

    let hits = hits(&world, 1_000).await;

    assert!(hits >= 950, "{hits} hits");
}

#[tokio::test]
async fn no_more_customers_are_remembered_than_the_bound_allows() {
    let world = World::with(|builder| builder.customer_cache(CacheBounds::new(100, 100 * MIB)));
    for number in 0..3_000 {
        let customer = record(&format!("customer-{number}"), "Anybody");
        world.issuer.sign_in(&token(number), customer);
    }
    hits(&world, 3_000).await;
    let before = world.issuer.customers.total();

    let hits = hits(&world, 3_000).await;
    let asked_for = world.issuer.customers.total() - before;

    assert_eq!(hits, 3_000, "the sessions themselves are remembered");
    assert!(asked_for >= 3_000 - 100 - BATCH, "{asked_for} questions");
}

#[tokio::test]
async fn no_more_denials_are_remembered_than_the_bound_allows() {
    let world = World::with(|builder| builder.max_denials(100));
    for _ in 0..2 {
        for number in 0..3_000 {
            world.reason(&token(number)).await;
        }
    }

    let hits = world.config.stats().negative_hits;

    assert!(hits <= 100 + BATCH, "{hits} denials were remembered");
}

/// Of customers as of tokens: whoever has sessions of foreign customers can make any number.
#[tokio::test]
async fn no_more_denials_of_customers_are_remembered_than_the_bound_allows() {
    let world = World::with(|builder| builder.max_denials(100).denial_lifetime(Duration::ZERO));
    for number in 0..3_000 {
        let foreign = format!("customer-{number}");
        let error = ProviderError::not_our_customer();
        world.issuer.customers.no(&foreign, error);
        let session = SessionFacts::new(foreign);
        world.issuer.sessions.yes(token(number), session);
    }
    for _ in 0..2 {
        for number in 0..3_000 {
            assert_eq!(world.reason(&token(number)).await, Reason::NotOurCustomer);
        }
    }

    let hits = 2 * 3_000 - world.issuer.customers.total();

    assert!(hits <= 100 + BATCH, "{hits} denials were remembered");
}

/// Garbage evicts nothing but garbage.
#[tokio::test]
async fn a_flood_of_denied_tokens_costs_no_live_session_its_place() {
    let world = crowded(1_000, 0, |builder| {
        builder.session_cache(CacheBounds::new(2_000, 100 * MIB))
    });
    hits(&world, 1_000).await;

    for number in 0..50_000 {
        world.reason(&format!("garbage-{number}")).await;
    }

    assert_eq!(hits(&world, 1_000).await, 1_000);
}

#[tokio::test]
async fn garbage_that_is_seen_to_be_garbage_costs_no_question_and_no_place() {
    let issuer = Issuer::of("stub", Shape::prefixes(["ada-"]));
    issuer.sign_in(ADA, record("ada", "Ada"));
    let usual = World::new();
    let world = World {
        config: CustomerSessionConfig::builder()
            .provider(issuer.clone())
            .build()
            .unwrap(),
        issuer,
        ..usual
    };

    let reasons = [
        world.reason("ada-cut").await,
        world.reason("grace-laptop").await,
        world.reason("not a token").await,
        world.reason(&"x".repeat(8 * 1024 + 1)).await,
    ];

    let stats = world.config.stats();
    assert_eq!(
        reasons,
        [
            Reason::TokenMalformed,
            Reason::TokenUnrecognized,
            Reason::CredentialsMalformed,
            Reason::TokenTooLong,
        ]
    );
    assert_eq!(stats.upstream_calls, 0);
    assert_eq!(
        (
            stats.hits,
            stats.negative_hits,
            stats.misses,
            stats.coalesced
        ),
        (0, 0, 0, 0)
    );
}

#[tokio::test]
async fn by_default_a_token_of_8_kib_is_asked_about_and_a_longer_one_is_a_400() {
    let world = World::new();
    let (longest, too_long) = ("x".repeat(8 * 1024), "x".repeat(8 * 1024 + 1));

    let reasons = [world.reason(&longest).await, world.reason(&too_long).await];

    assert_eq!(reasons, [Reason::TokenDenied, Reason::TokenTooLong]);
    assert_eq!(reasons.map(|reason| reason.status()), [401, 400]);
    assert_eq!(world.issuer.sessions.calls(&longest), 1);
    assert_eq!(world.issuer.sessions.total(), 1);
}

/// What may wait to be evicted at any moment: moka works off its log of writes once 64 of them are there.
const BATCH: u64 = 64;
const MIB: u64 = 1024 * 1024;
