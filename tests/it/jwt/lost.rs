//! A fetch is lost: the client that fetches panics, or never gives up, or its runtime ends.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use customer_session::{
    Reason,
    provider::Readiness,
    upstream::{
        HttpAnswer, HttpRequest, HttpTransport, ReqwestTransport, TlsRoots, TransportError,
    },
};
use customer_session_test::issuer::{Endpoint, Fault};

use super::{
    World,
    world::{INTERVAL, SECOND, config, present, provider, verdict},
};
use crate::engine::world::{settle, until};

/// What happens to one call.
#[derive(Clone, Copy, Debug)]
enum Loss {
    Hang,
    Panic,
}

/// A client that loses one call and sends all others.
#[derive(Debug)]
struct Lossy {
    inner: ReqwestTransport,
    loss: Loss,
    /// How many calls go well before that one.
    good: AtomicU64,
}

impl Lossy {
    fn new(loss: Loss) -> Self {
        Self::after(0, loss)
    }

    fn after(good: u64, loss: Loss) -> Self {
        let inner = ReqwestTransport::builder().tls_roots(TlsRoots::None);
        Self {
            inner: inner.build().unwrap(),
            loss,
            good: AtomicU64::new(good),
        }
    }
}

impl HttpTransport for Lossy {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        // Past the last one it wraps to a number that is never reached.
        if self.good.fetch_sub(1, SeqCst) == 0 {
            match self.loss {
                Loss::Hang => std::future::pending::<()>().await,
                Loss::Panic => panic!("the client panics, as it was told to"),
            }
        }
        HttpTransport::send(&self.inner, request).await
    }
}

#[tokio::test]
async fn a_client_that_panics_costs_one_fetch_and_blames_nobody() {
    let world = World::with(|provider| provider.transport(Lossy::new(Loss::Panic))).await;
    let token = world.issuer.mint_for("ada");

    let refused = world.ask(&token).await.unwrap_err();
    assert_eq!(
        (refused.reason(), refused.status()),
        (Reason::VerificationAborted, 503)
    );

    world.mended().await;
    assert!(world.knows(&token));
    world.refreshed().await;
}

#[tokio::test]
async fn a_client_that_never_gives_up_is_given_up() {
    let world = World::with(|provider| provider.transport(Lossy::new(Loss::Hang))).await;
    let decision = world.present(&world.issuer.mint_for("ada"));
    settle().await;

    world.clock.advance(5 * SECOND);
    let refused = verdict(decision).await.unwrap_err();
    assert_eq!(refused.reason(), Reason::IssuerTimeout);
    assert_eq!(world.readiness(), Readiness::NotReady);

    world.mended().await;
    assert_eq!(world.fetches(), 1);
    world.clock.advance(INTERVAL);
    until(|| world.fetches() == 2).await;
}

#[tokio::test]
async fn a_fetch_that_is_lost_costs_nobody_the_address_of_the_keys() {
    for loss in [Loss::Panic, Loss::Hang] {
        // The metadata, the keys, and then the refresh.
        let lossy = Lossy::after(2, loss);
        let world = World::between(|issuer| issuer, |_, jwt| jwt.transport(lossy)).await;
        world.accept(&world.issuer.mint_for("ada")).await;
        world.clock.advance(INTERVAL);
        settle().await;
        assert_eq!(world.readiness(), Readiness::Aging);

        let absent = Fault::status(404);
        for metadata in [Endpoint::OpenIdConfiguration, Endpoint::OAuthMetadata] {
            world.issuer.fault_on(metadata, absent.clone());
        }

        world.mended().await;
        assert_eq!(world.fetches(), 2, "{loss:?}");
    }
}

/// Metadata that never arrive must not stand in the way of keys whose address is known.
#[tokio::test]
async fn a_client_that_loses_the_metadata_finds_the_keys_where_they_were() {
    let lossy = Lossy::after(13, Loss::Hang);
    let world = World::between(|issuer| issuer, |_, jwt| jwt.transport(lossy)).await;
    world.accept(&world.issuer.mint_for("ada")).await;
    for _ in 0..11 {
        world.refreshed().await;
    }

    world.clock.advance(INTERVAL);
    settle().await;
    world.mended().await;

    let metadata = world.issuer.calls(Endpoint::OpenIdConfiguration);
    assert_eq!((metadata, world.fetches()), (1, 13));
}

#[tokio::test]
async fn a_fetch_that_is_lost_with_its_runtime_wakes_whoever_waits() {
    let world = World::new().await;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let jwt = provider(&world.issuer).jwks_url(world.issuer.jwks_url());
    let config = config(&world.clock)
        .runtime(runtime.handle().clone())
        .provider(jwt.build().unwrap())
        .build()
        .unwrap();
    world.issuer.fault(Fault::Hang);
    let waiting = present(&config, &world.issuer.mint_for("ada"));
    until(|| world.fetches() == 1).await;

    runtime.shutdown_background();

    // Nothing can be fetched any more, and nobody waits for it.
    let later = present(&config, &world.issuer.mint_for("grace"));
    for decision in [waiting, later] {
        let refused = verdict(decision).await.unwrap_err();
        assert_eq!(
            (refused.reason(), refused.status()),
            (Reason::VerificationAborted, 503)
        );
    }
}
