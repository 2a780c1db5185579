//! What cannot be loaded: cannot know is not no.

use std::time::Duration;

use customer_session::{
    Customer, Reason, Rejection, enrich::EnrichError, provider::ProviderError,
    upstream::BreakerState,
};

use super::{
    super::{ADA, ADA_PHONE, World, settle, world::until},
    Enriched, MINUTE, Theme,
};

fn broken(it: &Enriched) {
    it.shelf.no("ada", ProviderError::unavailable("no route"));
}

/// All that lies behind a rejection, as it is logged.
fn chain(rejection: &Rejection) -> String {
    let mut text = rejection.to_string();
    let mut next = std::error::Error::source(rejection);
    while let Some(error) = next {
        text = format!("{text}: {error}");
        next = error.source();
    }
    text
}

#[tokio::test]
async fn an_error_is_a_503_of_ours_that_nobody_remembers() {
    let it = Enriched::new();
    broken(&it);

    let refused = it.world.ask(ADA).await.unwrap_err();

    assert_eq!(
        (refused.status(), refused.reason(), refused.code()),
        (503, Reason::EnrichmentUnavailable, "unavailable")
    );
    assert_eq!(refused.retry_after(), Some(Duration::from_secs(5)));
    assert!(chain(&refused).contains("no route"), "{}", chain(&refused));
    it.shelf.yes("ada", Theme("dark"));
    assert_eq!(it.theme(ADA).await, "dark");
}

#[tokio::test]
async fn a_failure_that_must_be_mended_is_a_500() {
    let it = Enriched::new();
    let missing = ProviderError::misconfigured("no such table");
    it.shelf.no("ada", missing);

    let refused = it.world.ask(ADA).await.unwrap_err();

    assert_eq!(
        (refused.status(), refused.reason()),
        (500, Reason::EnrichmentFailed)
    );
    assert_eq!(refused.retry_after(), None);
}

#[tokio::test]
async fn a_panic_is_a_503_for_those_who_wait_and_for_nobody_after_them() {
    let it = Enriched::new();
    it.shelf.panics("ada");

    assert_eq!(it.world.reason(ADA).await, Reason::EnrichmentUnavailable);

    it.shelf.yes("ada", Theme("dark"));
    assert_eq!(it.theme(ADA).await, "dark");
}

#[tokio::test]
async fn a_panic_before_the_first_await_is_no_worse() {
    let world = World::with(|builder| {
        builder.enrich(|customer: Customer| {
            assert!(customer.name().is_none(), "this one panics at once");
            async { Ok::<_, EnrichError>(Theme("dark")) }
        })
    });

    assert_eq!(world.reason(ADA).await, Reason::EnrichmentUnavailable);
}

/// Presents a token while the shelf is closed, and lets the time of a verification pass.
async fn hangs(it: &Enriched, token: &str) -> Reason {
    let before = it.loads();
    let thinking = async {
        until(|| it.loads() > before).await;
        it.world.clock.advance(TIMEOUT);
    };
    tokio::join!(it.world.reason(token), thinking).0
}

#[tokio::test]
async fn what_does_not_come_in_time_is_a_503_and_the_issuer_is_not_blamed() {
    let it = Enriched::new();
    it.shelf.close();

    for _ in 0..10 {
        assert_eq!(hangs(&it, ADA).await, Reason::EnrichmentUnavailable);
        settle().await;
    }

    let breakers = it.world.config.stats().breaker;
    assert_eq!(breakers["stub"], BreakerState::Closed);
    it.shelf.open();
    assert_eq!(it.theme(ADA).await, "dark");
}

#[tokio::test]
async fn an_issuer_that_hangs_is_blamed_still() {
    let it = Enriched::new();
    it.world.issuer.customers.close();
    let thinking = async {
        it.world.issuer.customers.asked(1).await;
        it.world.clock.advance(TIMEOUT);
    };

    let (reason, ()) = tokio::join!(it.world.reason(ADA), thinking);

    assert_eq!(reason, Reason::IssuerTimeout);
    assert_eq!(it.loads(), 0);
}

#[tokio::test]
async fn where_it_is_allowed_the_old_value_is_served_beyond_its_time() {
    let it = Enriched::with(|builder| {
        let builder = builder.session_lifetime(super::HOUR);
        builder.stale_if_error(5 * MINUTE)
    });
    it.theme(ADA).await;
    broken(&it);

    it.world.clock.advance(10 * MINUTE);
    let stale = it.world.ask(ADA).await.unwrap();
    assert!(stale.is_stale());
    assert_eq!(super::theme(&stale), "dark");

    it.world.clock.advance(5 * MINUTE);
    assert_eq!(it.world.reason(ADA).await, Reason::EnrichmentUnavailable);
    assert_eq!(
        it.world.reason(ADA_PHONE).await,
        Reason::EnrichmentUnavailable
    );
}

#[tokio::test]
async fn a_renewal_that_fails_changes_nothing_and_is_tried_again_after_a_pause() {
    let it = Enriched::with(|builder| {
        let builder = builder.session_lifetime(super::HOUR);
        builder.refresh_ahead(20)
    });
    it.theme(ADA).await;
    broken(&it);
    it.world.advance_seconds(480);

    for _ in 0..10 {
        assert_eq!(it.theme(ADA).await, "dark");
        settle().await;
    }
    assert_eq!(it.loads(), 2);

    it.world.advance_seconds(2);
    assert_eq!(it.theme(ADA).await, "dark");
    settle().await;
    assert_eq!(it.loads(), 3);
}

const TIMEOUT: Duration = Duration::from_secs(5);
