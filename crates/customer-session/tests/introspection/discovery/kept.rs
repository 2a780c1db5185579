//! The endpoint is found in time, and kept.

use super::*;

#[tokio::test]
async fn the_endpoint_is_looked_for_again_after_an_hour_and_nobody_waits() {
    let site = Site::whole();
    let (clock, config) = engine(&site);
    assert!(config.verify("first").await.is_ok());
    let moved = "https://login.shop.example/v2/introspect";
    site.says(METADATA, json(200, &metadata(moved)));
    site.says(moved, json(200, ACTIVE));

    clock.advance(Duration::from_secs(3600));
    assert!(config.verify("second").await.is_ok());
    until(|| site.asked_at(METADATA) == 2).await;
    assert!(config.verify("third").await.is_ok());

    assert_eq!((site.asked_at(PLACE), site.asked_at(moved)), (2, 1));
}

#[tokio::test]
async fn an_outage_of_the_metadata_costs_nobody_the_endpoint() {
    let site = Site::whole();
    let (clock, config) = engine(&site);
    assert!(config.verify("first").await.is_ok());
    assert_eq!(readiness(&config), Readiness::Ready);
    site.falls_silent_at(METADATA);

    clock.advance(Duration::from_secs(7200));
    assert!(config.verify("second").await.is_ok());
    until(|| site.asked_at(METADATA) == 2 && readiness(&config) == Readiness::Aging).await;

    assert!(config.verify("third").await.is_ok());
}

/// Mix-up: the issuer's own word ends what it said before.
#[tokio::test]
async fn an_issuer_that_calls_itself_otherwise_is_no_longer_asked() {
    let site = Site::whole();
    let (clock, config) = engine(&site);
    assert!(config.verify("first").await.is_ok());
    let evil = metadata(PLACE).replace(ISSUER, "https://evil.example");
    site.says(METADATA, json(200, &evil));

    clock.advance(Duration::from_secs(3600));
    assert!(config.verify("second").await.is_ok());
    until(|| readiness(&config) == Readiness::NotReady).await;

    let outcome = refused(&config, "third").await;
    assert_eq!(outcome, (500, Reason::Misconfigured));
    assert_eq!(site.asked_at(PLACE), 2);
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_looked_for_again_within_a_minute() {
    let site = Site::whole();
    let (clock, config) = engine(&site);
    assert!(config.verify("first").await.is_ok());
    let moved = "https://login.shop.example/v2/introspect";
    site.says(PLACE, json(404, "{}"));
    site.says(METADATA, json(200, &metadata(moved)));
    site.says(moved, json(200, ACTIVE));

    assert_eq!(
        refused(&config, "second").await,
        (500, Reason::Misconfigured)
    );
    assert_eq!(site.asked_at(METADATA), 1);
    clock.advance(60 * SECOND);
    assert_eq!(
        refused(&config, "third").await,
        (500, Reason::Misconfigured)
    );
    until(|| site.asked_at(METADATA) == 2).await;

    assert!(config.verify("fourth").await.is_ok());
}

/// Nobody answers at the old place, or somebody who is out of order.
#[tokio::test]
async fn an_endpoint_whose_host_is_gone_is_looked_for_again_within_a_minute() {
    for gone in [None, Some(503)] {
        let site = Site::whole();
        let (clock, config) = engine(&site);
        assert!(config.verify("first").await.is_ok());
        let moved = "https://login.shop.example/v2/introspect";
        match gone {
            Some(status) => site.says(PLACE, json(status, "{}")),
            None => site.falls_silent_at(PLACE),
        }
        site.says(METADATA, json(200, &metadata(moved)));
        site.says(moved, json(200, ACTIVE));

        let unavailable = (503, Reason::IssuerUnavailable);
        assert_eq!(refused(&config, "second").await, unavailable);
        assert_eq!(site.asked_at(METADATA), 1);
        clock.advance(60 * SECOND);
        assert_eq!(refused(&config, "third").await, unavailable);
        until(|| site.asked_at(METADATA) == 2).await;
        clock.advance(SECOND);

        assert!(config.verify("fourth").await.is_ok());
        // And not again, as long as it answers.
        clock.advance(60 * SECOND);
        assert!(config.verify("fifth").await.is_ok());
        assert_eq!(site.asked_at(METADATA), 2);
    }
}

#[tokio::test]
async fn readiness_waits_for_the_endpoint_and_has_it_looked_for() {
    let site = Site::whole();
    site.close_gate();
    let (_, config) = engine(&site);

    assert_eq!(readiness(&config), Readiness::NotReady);
    until(|| site.asked_at(METADATA) == 1).await;
    assert_eq!(readiness(&config), Readiness::NotReady);
    site.open_gate();

    until(|| readiness(&config) == Readiness::Ready).await;
    assert_eq!(site.questions().len(), 1);
}

#[tokio::test]
async fn what_is_to_be_warm_is_looked_for_before_the_first_request() {
    let site = Site::whole();
    let (_, _config) = config(provider(&site).warm_up());
    until(|| site.asked_at(METADATA) == 1).await;

    let cold = Site::whole();
    let (_, _cold) = config(provider(&cold));
    tokio::task::yield_now().await;
    assert_eq!(cold.questions().len(), 0);
}

/// The first request brings the runtime.
#[test]
fn what_is_to_be_warm_waits_for_a_runtime() {
    let site = Site::whole();
    let (_, config) = config(provider(&site).warm_up());
    assert_eq!(readiness(&config), Readiness::NotReady);

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let verified = runtime.block_on(async { config.verify(TOKEN).await });

    assert!(verified.is_ok(), "{verified:?}");
}

/// A client that panics with its first request.
#[derive(Debug)]
struct Panicking(Site);

impl HttpTransport for Panicking {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        let is_first = self.0.questions().is_empty();
        let answer = self.0.send(request).await;
        assert!(!is_first, "out of order");
        answer
    }
}

#[tokio::test]
async fn a_client_that_panics_leaves_nobody_waiting() {
    let site = Site::whole();
    let (clock, config) = config(provider(&site).transport(Panicking(site.clone())));

    let outcome = refused(&config, "first").await;
    assert_eq!(outcome, (503, Reason::VerificationAborted));

    clock.advance(2 * SECOND);
    assert!(config.verify("second").await.is_ok());
}

/// It takes the question, and never answers.
#[tokio::test]
async fn an_issuer_that_never_answers_keeps_nobody_for_ever() {
    let site = Site::whole();
    site.close_gate();
    let (clock, config) = engine(&site);
    let waiting = {
        let config = config.clone();
        tokio::spawn(async move { refused(&config, TOKEN).await })
    };
    until(|| site.asked_at(METADATA) == 1).await;

    clock.advance(5 * SECOND);
    assert_eq!(waiting.await.unwrap(), (503, Reason::IssuerTimeout));
    // The question itself is given up after 10 s, and another one asked after a pause.
    clock.advance(6 * SECOND);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    clock.advance(2 * SECOND);
    let next = {
        let config = config.clone();
        tokio::spawn(async move { config.verify(TOKEN).await.is_ok() })
    };
    until(|| site.asked_at(METADATA) == 2).await;
    site.open_gate();
    assert!(next.await.unwrap());
}
