//! Polar on a wire, the provider that asks it, the time, and a configuration between them.

use std::{
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    time::Duration,
};

use customer_session::{
    Access, CustomerId, CustomerSessionConfig, Mode, Rejection, VerifiedSession,
    clock::ManualClock,
    config::CustomerSessionConfigBuilder,
    engine::{Decision, Verdict},
    provider::{ProviderError, Recognition, SessionFacts, SessionProvider, Shape},
    session::{Anonymous, CustomerRecord},
    token::SessionToken,
    upstream::{BreakerSettings, Rate},
};
use customer_session_polar::{Checksum, Polar, PolarBuilder};
use customer_session_tests::Head;

use crate::wire::{Mood, Wire};

/// Every word that must not be printed has this in it, in one spelling or another.
pub(crate) const CANARY: &str = "canary";
pub(crate) const ACCESS_TOKEN: &str = "polar_oat_CanaryAccessToken";
pub(crate) const EMAIL: &str = "canary-address@shop.example";
pub(crate) const EXTERNAL_ID: &str = "canary-external";
pub(crate) const METADATA: &str = "canary-metadata";
pub(crate) const NAME: &str = "Canary-Name";
pub(crate) const ORGANIZATION: &str = "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01";

/// Polar, as rarely asked for customers as it is told.
#[derive(Debug)]
struct Seldom(Polar, Option<Rate>);

impl SessionProvider for Seldom {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }

    fn recognize(&self, token: &str) -> Recognition {
        self.0.recognize(token)
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.verify(token).await
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        self.0.customer(id).await
    }

    fn customer_rate(&self) -> Option<Rate> {
        self.1
    }

    fn upstream_calls(&self) -> u64 {
        self.0.upstream_calls()
    }
}

/// Time stands still but for [`World::pass`].
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) config: CustomerSessionConfig,
    pub(crate) wire: Wire,
    tokens: AtomicU64,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(None, |settings| settings)
    }

    pub(crate) fn with(
        customer_rate: Option<Rate>,
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let (clock, wire) = (ManualClock::new().hold_pauses(), Wire::default());
        let defaults = builder(&clock, Seldom(polar(&wire).build().unwrap(), customer_rate));
        let config = settings(defaults).build().unwrap();
        Self {
            clock,
            config,
            wire,
            tokens: AtomicU64::new(0),
        }
    }

    /// A token that nobody saw before, of a customer whom nobody saw before.
    pub(crate) fn token(&self) -> String {
        self.wire.next_customer();
        let number = self.tokens.fetch_add(1, SeqCst);
        format!("polar_cst_CanaryToken{number:032}")
    }

    /// Presents a token, and does not wait.
    pub(crate) fn present(&self, token: &str) -> Decision {
        self.decide(Some(format!("Bearer {token}")))
    }

    /// Presents this `Authorization` line.
    pub(crate) fn decide(&self, line: Option<String>) -> Decision {
        self.decide_in(Mode::Required, line)
    }

    /// The same, where this mode applies.
    pub(crate) fn decide_in(&self, mode: Mode, line: Option<String>) -> Decision {
        let access = Access::default().mode(mode);
        self.config
            .authenticate(&Head(line.as_deref()), access)
            .decision
    }

    pub(crate) async fn accept(&self, token: &str) -> VerifiedSession {
        accepted(self.present(token)).await
    }

    pub(crate) async fn refuse(&self, token: &str) -> Rejection {
        refused(self.present(token)).await
    }

    /// Presents a new token in this mood of Polar's.
    pub(crate) async fn refuse_in(&self, mood: Mood) -> Rejection {
        self.wire.mood(mood);
        self.refuse(&self.token()).await
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }
}

pub(crate) fn polar(wire: &Wire) -> PolarBuilder {
    Polar::production()
        .access_token(ACCESS_TOKEN)
        .organization_id(ORGANIZATION)
        .checksum(Checksum::Ignored)
        .transport(wire.clone())
}

fn builder(clock: &ManualClock, provider: impl SessionProvider) -> CustomerSessionConfigBuilder {
    CustomerSessionConfig::builder()
        .clock(clock.clone())
        .provider(provider)
        .lifetime_jitter(0)
        .stale_if_error(600 * SECOND)
        .breaker(BreakerSettings::new().failures(2))
}

pub(crate) async fn accepted(decision: Decision) -> VerifiedSession {
    match verdict(decision).await {
        Verdict::Verified(session) => session,
        other => panic!("expected a good session, got {other:?}"),
    }
}

pub(crate) async fn refused(decision: Decision) -> Rejection {
    match verdict(decision).await {
        Verdict::Rejected(rejection) => rejection,
        other => panic!("expected a rejection, got {other:?}"),
    }
}

pub(crate) fn anonymous(decision: Decision) -> Anonymous {
    match decision {
        Decision::Decided(Verdict::Anonymous(anonymous)) => anonymous,
        other => panic!("expected nobody, got {other:?}"),
    }
}

async fn verdict(decision: Decision) -> Verdict {
    match decision {
        Decision::Asking(verification) => verification.await,
        Decision::Decided(verdict) => verdict,
    }
}

/// Lets everything happen that waits for nothing but its turn.
pub(crate) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);
