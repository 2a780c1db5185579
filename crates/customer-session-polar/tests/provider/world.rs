//! A fake of Polar, the provider that asks it, and a configuration: all on one clock that only
//! tests move.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Rejection, VerifiedSession,
    clock::ManualClock,
    config::CustomerSessionConfigBuilder,
    upstream::{BreakerSettings, RetryShare},
};
use customer_session_polar::{Polar, PolarBuilder};
use customer_session_test::polar::{
    Customer, Endpoint, FakePolar, NewCustomer, NewMember, NewOrganization,
};

/// Everything that a test of the road needs.
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) fake: FakePolar,
    pub(crate) polar: Polar,
    pub(crate) config: CustomerSessionConfig,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(|polar| polar, |config| config).await
    }

    pub(crate) async fn configured(
        configure: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        Self::with(|polar| polar, configure).await
    }

    pub(crate) async fn with(
        provide: impl FnOnce(PolarBuilder) -> PolarBuilder,
        configure: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let clock = ManualClock::new();
        let organization = NewOrganization::new("acme").id(ORGANIZATION);
        let fake = FakePolar::builder()
            .clock(clock.clone())
            .organization(organization)
            .start()
            .await
            .unwrap();
        let polar = provide(pointed_at(&fake)).build().unwrap();
        let config = CustomerSessionConfig::builder()
            .clock(clock.clone())
            // Lives of a length that tests can name.
            .refresh_ahead(0)
            .lifetime_jitter(0)
            // Every answer for itself: what many failures lead to is the engine's own matter.
            .breaker(BreakerSettings::new().failures(1_000_000))
            .retries(RetryShare::new().percent(0))
            .provider(polar.clone());
        let config = configure(config).build().unwrap();
        Self {
            clock,
            fake,
            polar,
            config,
        }
    }

    /// A person of our organization.
    pub(crate) fn ada(&self) -> Customer {
        let ada = NewCustomer::individual("ada@shop.example")
            .email_verified(true)
            .name("Ada")
            .external_id("usr_4411")
            .metadata("plan", "pro")
            .metadata("seats", 3);
        self.fake.organization().add_customer(ada)
    }

    /// A team of our organization, without an e-mail address.
    pub(crate) fn team(&self) -> Customer {
        self.fake
            .organization()
            .add_customer(NewCustomer::team("Shop Team"))
    }

    /// Another configuration on the same clock, without a memory of anything.
    pub(crate) fn config_of(&self, polar: Polar) -> CustomerSessionConfig {
        CustomerSessionConfig::builder()
            .clock(self.clock.clone())
            .provider(polar)
            .build()
            .unwrap()
    }

    /// Verifies a token.
    pub(crate) async fn ask(&self, token: &str) -> Verdict {
        self.config.verify(token).await
    }

    /// The session that the token is for, which must be good.
    pub(crate) async fn accept(&self, token: &str) -> VerifiedSession {
        accepted(self.ask(token).await)
    }

    /// Why the token is refused, which it must be.
    pub(crate) async fn refuse(&self, token: &str) -> Rejection {
        rejected(self.ask(token).await)
    }

    /// Asks about a token that Polar will not answer about: moves the clock by `time` once the call
    /// has arrived there.
    pub(crate) async fn refuse_after(
        &self,
        time: Duration,
        silent: Endpoint,
        token: &str,
    ) -> Rejection {
        let before = self.fake.calls(silent);
        let deciding = self.config.verify(token);
        while self.fake.calls(silent) == before {
            tokio::task::yield_now().await;
        }
        self.clock.advance(time);
        rejected(deciding.await)
    }

    /// How many calls `asking` made, by endpoint.
    pub(crate) async fn calls_of<T>(&self, asking: impl Future<Output = T>) -> (T, Calls) {
        let before = self.calls();
        let answer = asking.await;
        (answer, self.calls() - before)
    }

    fn calls(&self) -> Calls {
        Calls {
            introspect: self.fake.calls(Endpoint::Introspect),
            user: self.fake.calls(Endpoint::User),
            me: self.fake.calls(Endpoint::Me),
            customer: self.fake.calls(Endpoint::Customer),
            total: self.fake.total_calls(),
        }
    }
}

/// Calls that reached the fake.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Calls {
    pub(crate) introspect: u64,
    pub(crate) user: u64,
    pub(crate) me: u64,
    pub(crate) customer: u64,
    pub(crate) total: u64,
}

impl Calls {
    pub(crate) const NONE: Self = Self {
        introspect: 0,
        user: 0,
        me: 0,
        customer: 0,
        total: 0,
    };
    /// The session's own two.
    pub(crate) const SESSION: Self = Self {
        introspect: 1,
        user: 1,
        total: 2,
        ..Self::NONE
    };
    /// Whether the customer is ours.
    pub(crate) const CUSTOMER: Self = Self {
        customer: 1,
        total: 1,
        ..Self::NONE
    };
    /// Both.
    pub(crate) const COLD: Self = Self {
        introspect: 1,
        user: 1,
        customer: 1,
        total: 3,
        ..Self::NONE
    };

    /// Whether these are the session's own calls, as far as they were made before one of them was
    /// denied: the other is not waited for, and may never arrive.
    pub(crate) fn are_of_a_denial(self) -> bool {
        self.total >= 1
            && self.introspect <= 1
            && self.user <= 1
            && self.total == self.introspect + self.user
    }
}

impl std::ops::Sub for Calls {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            introspect: self.introspect - before.introspect,
            user: self.user - before.user,
            me: self.me - before.me,
            customer: self.customer - before.customer,
            total: self.total - before.total,
        }
    }
}

/// A provider of the fake's first organization.
pub(crate) fn pointed_at(fake: &FakePolar) -> PolarBuilder {
    let organization = fake.organization();
    let scopes = ["customers:read", "customer_sessions:write"];
    Polar::server(fake.url())
        .access_token(organization.access_token_with_scopes(&scopes))
        .organization_id(organization.id())
}

pub(crate) type Verdict = Result<VerifiedSession, Rejection>;

pub(crate) fn accepted(verdict: Verdict) -> VerifiedSession {
    verdict.expect("the session is good")
}

pub(crate) fn rejected(verdict: Verdict) -> Rejection {
    verdict.expect_err("nobody is signed in")
}

/// A member of a team.
pub(crate) fn bo() -> NewMember {
    NewMember::new("bo@shop.example")
        .name("Bo")
        .external_id("emp_9")
}

pub(crate) const ORGANIZATION: &str = "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01";
pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MOMENT: Duration = Duration::from_millis(1);
