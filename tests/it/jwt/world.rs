//! An issuer, the time, and one configuration between them.

use std::time::Duration;

use customer_session::{
    Access, CustomerSessionConfig, Reason, Rejection, VerifiedSession,
    clock::ManualClock,
    config::CustomerSessionConfigBuilder,
    engine::{Decision, Verdict},
    provider::{
        Readiness,
        jwt::{JwtProvider, JwtProviderBuilder},
    },
    upstream::{BreakerSettings, Rate, RetryShare},
};
use customer_session_test::issuer::{Endpoint, FakeIssuer, FakeIssuerBuilder};
use customer_session_tests::Head;

use crate::engine::world::{settle, until};

pub(super) const SECOND: Duration = Duration::from_secs(1);
/// A little longer than keys may be old before they are fetched anew.
pub(super) const INTERVAL: Duration = Duration::from_secs(601);

pub(super) struct World {
    pub(super) clock: ManualClock,
    pub(super) config: CustomerSessionConfig,
    pub(super) issuer: FakeIssuer,
}

impl World {
    /// The keys are at an address that is configured.
    pub(super) async fn new() -> Self {
        Self::with(|provider| provider).await
    }

    pub(super) async fn with(
        settings: impl FnOnce(JwtProviderBuilder) -> JwtProviderBuilder,
    ) -> Self {
        Self::between(
            |issuer| issuer,
            |issuer, provider| settings(provider.jwks_url(issuer.jwks_url())),
        )
        .await
    }

    /// Everything as it is told.
    pub(super) async fn between(
        start: impl FnOnce(FakeIssuerBuilder) -> FakeIssuerBuilder,
        settings: impl FnOnce(&FakeIssuer, JwtProviderBuilder) -> JwtProviderBuilder,
    ) -> Self {
        let clock = ManualClock::new();
        let issuer = FakeIssuer::builder().clock(clock.clone());
        let issuer = start(issuer).start().await.unwrap();
        let provider = settings(&issuer, provider(&issuer));
        let config = config(&clock).provider(provider.build().unwrap());
        Self {
            clock,
            config: config.build().unwrap(),
            issuer,
        }
    }

    /// Presents a token, and does not wait.
    pub(super) fn present(&self, token: &str) -> Decision {
        present(&self.config, token)
    }

    /// Presents a token and waits for the verdict.
    pub(super) async fn ask(&self, token: &str) -> Result<VerifiedSession, Rejection> {
        verdict(self.present(token)).await
    }

    pub(super) async fn accept(&self, token: &str) -> VerifiedSession {
        self.ask(token).await.unwrap()
    }

    /// Why the token is refused.
    pub(super) async fn reason(&self, token: &str) -> Reason {
        self.ask(token).await.unwrap_err().reason()
    }

    /// Whether the token is good, at once and without asking anybody.
    pub(super) fn knows(&self, token: &str) -> bool {
        matches!(self.present(token), Decision::Decided(Verdict::Verified(_)))
    }

    /// How often the keys were asked for.
    pub(super) fn fetches(&self) -> u64 {
        self.issuer.calls(Endpoint::Jwks)
    }

    pub(super) fn readiness(&self) -> Readiness {
        *self.config.readiness().values().next().unwrap()
    }

    /// Waits until the keys are fresh.
    pub(super) async fn fresh(&self) {
        until(|| self.readiness() == Readiness::Ready).await;
    }

    /// Lets time pass until the keys are fresh, so that whatever failed is tried again.
    pub(super) async fn mended(&self) {
        for _ in 0..1000 {
            if self.readiness() == Readiness::Ready {
                return;
            }
            self.clock.advance(SECOND);
            for _ in 0..20 {
                settle().await;
            }
        }
        panic!("the keys do not come back");
    }

    /// Lets the keys' time pass, and waits until they were fetched anew.
    pub(super) async fn refreshed(&self) {
        let before = self.fetches();
        self.clock.advance(INTERVAL);
        self.fresh().await;
        assert_eq!(self.fetches(), before + 1);
    }
}

pub(super) fn provider(issuer: &FakeIssuer) -> JwtProviderBuilder {
    JwtProvider::issuer(issuer.url()).audience(issuer.audience())
}

/// Nothing stands between requests and the provider.
pub(super) fn config(clock: &ManualClock) -> CustomerSessionConfigBuilder {
    CustomerSessionConfig::builder()
        .clock(clock.clone())
        .breaker(BreakerSettings::new().failures(1_000_000))
        .retries(RetryShare::new().percent(0))
        // As long as it can be: what is not served any more before that is not for its age.
        .session_lifetime(Duration::from_secs(3600))
        .unknown_token_rate(Rate::new(1_000_000, SECOND))
}

pub(super) fn present(config: &CustomerSessionConfig, token: &str) -> Decision {
    let line = format!("Bearer {token}");
    config
        .authenticate(&Head(Some(&line)), Access::default())
        .decision
}

pub(super) async fn verdict(decision: Decision) -> Result<VerifiedSession, Rejection> {
    let verdict = match decision {
        Decision::Asking(verification) => verification.await,
        Decision::Decided(verdict) => verdict,
    };
    match verdict {
        Verdict::Anonymous(anonymous) => panic!("no such mode: {anonymous:?}"),
        Verdict::Rejected(rejection) => Err(rejection),
        Verdict::Verified(session) => Ok(session),
    }
}
