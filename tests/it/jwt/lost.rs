//! A fetch is lost: the client that fetches panics, or never gives up.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use customer_session::{
    Reason,
    provider::Readiness,
    upstream::{
        HttpAnswer, HttpRequest, HttpTransport, ReqwestTransport, TlsRoots, TransportError,
    },
};

use super::{
    World,
    world::{INTERVAL, SECOND, verdict},
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
    spent: AtomicBool,
}

impl Lossy {
    fn new(loss: Loss) -> Self {
        let inner = ReqwestTransport::builder().tls_roots(TlsRoots::None);
        Self {
            inner: inner.build().unwrap(),
            loss,
            spent: AtomicBool::new(false),
        }
    }
}

impl HttpTransport for Lossy {
    async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, TransportError> {
        if !self.spent.swap(true, SeqCst) {
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
