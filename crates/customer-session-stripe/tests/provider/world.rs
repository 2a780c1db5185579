//! A fake of Stripe, the provider that asks it, a store, and a configuration: all on one clock that
//! only tests move.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Rejection, VerifiedSession,
    clock::ManualClock,
    config::CustomerSessionConfigBuilder,
    provider::registry::MemoryStore,
    token::DigestSecret,
    upstream::{BreakerSettings, RetryShare},
};
use customer_session_stripe::{IssuedSession, NewCustomerSession, Stripe, StripeBuilder};
use customer_session_test::stripe::{Endpoint, FakeStripe, NewCustomer};

/// Everything that a test of the road needs.
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) fake: FakeStripe,
    pub(crate) store: MemoryStore,
    pub(crate) stripe: Stripe,
    pub(crate) config: CustomerSessionConfig,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(|stripe| stripe, |config| config).await
    }

    pub(crate) async fn with(
        provide: impl FnOnce(StripeBuilder) -> StripeBuilder,
        configure: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let clock = ManualClock::new();
        let fake = FakeStripe::builder()
            .clock(clock.clone())
            // The clock stands still: every call is in the same second.
            .calls_per_second(None)
            .start()
            .await
            .unwrap();
        let store = MemoryStore::with(1_000, clock.clone());
        let stripe = provide(pointed_at(&fake, &store)).build().unwrap();
        let config = configure(quiet(&clock)).provider(stripe.clone());
        let config = config.build().unwrap();
        Self {
            clock,
            fake,
            store,
            stripe,
            config,
        }
    }

    /// A customer of ours.
    pub(crate) fn ada(&self) -> String {
        let ada = NewCustomer::new()
            .email("ada@shop.example")
            .name("Ada")
            .metadata("plan", "pro");
        self.fake.add_customer(ada)
    }

    /// A session of this customer.
    pub(crate) async fn issue(&self, customer: &str) -> IssuedSession {
        let new = NewCustomerSession::for_customer(customer).pricing_table();
        self.stripe.create_customer_session(new).await.unwrap()
    }

    /// Another configuration on the same clock, without a memory of anything.
    pub(crate) fn config_of(&self, stripe: Stripe) -> CustomerSessionConfig {
        quiet(&self.clock).provider(stripe).build().unwrap()
    }

    /// The session that the token is for, which must be good.
    pub(crate) async fn accept(&self, token: &str) -> VerifiedSession {
        accepted(self.config.verify(token).await)
    }

    /// Why the token is refused, which it must be.
    pub(crate) async fn refuse(&self, token: &str) -> Rejection {
        rejected(self.config.verify(token).await)
    }

    /// Asks about a token that Stripe will not answer about: moves the clock by `time` once the
    /// call has arrived there.
    pub(crate) async fn refuse_after(&self, time: Duration, token: &str) -> Rejection {
        let before = self.look_ups();
        let deciding = self.config.verify(token);
        while self.look_ups() == before {
            tokio::task::yield_now().await;
        }
        self.clock.advance(time);
        rejected(deciding.await)
    }

    /// How often a customer was looked up.
    pub(crate) fn look_ups(&self) -> u64 {
        self.fake.calls(Endpoint::Customer)
    }
}

/// A configuration in which every answer stands for itself: what many failures lead to is the
/// engine's own matter.
pub(crate) fn quiet(clock: &ManualClock) -> CustomerSessionConfigBuilder {
    CustomerSessionConfig::builder()
        .clock(clock.clone())
        .refresh_ahead(0)
        .lifetime_jitter(0)
        .breaker(BreakerSettings::new().failures(1_000_000))
        .retries(RetryShare::new().percent(0))
}

/// A provider with the fake's key of test mode.
pub(crate) fn pointed_at(fake: &FakeStripe, store: &MemoryStore) -> StripeBuilder {
    Stripe::server(fake.url())
        .secret_key(fake.secret_key())
        .store(store.clone(), secret())
}

pub(crate) fn secret() -> DigestSecret {
    DigestSecret::new("0123456789abcdef0123456789abcdef").unwrap()
}

/// Stripe's own secret of a session.
pub(crate) fn client_secret(issued: &IssuedSession) -> &str {
    issued.session.client_secret.expose()
}

/// Our token of a session.
pub(crate) fn own_token(issued: &IssuedSession) -> &str {
    issued.token.as_ref().unwrap().expose()
}

pub(crate) type Verdict = Result<VerifiedSession, Rejection>;

pub(crate) fn accepted(verdict: Verdict) -> VerifiedSession {
    verdict.expect("the session is good")
}

pub(crate) fn rejected(verdict: Verdict) -> Rejection {
    verdict.expect_err("nobody is signed in")
}

/// How long the fake's sessions last.
pub(crate) const LIFETIME: Duration = Duration::from_secs(1800);
pub(crate) const MOMENT: Duration = Duration::from_millis(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);
