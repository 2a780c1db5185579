//! An issuer, the time, a configuration, and customers who come back again and again.

use std::time::Duration;

use customer_session::{
    Access, CustomerSessionConfig, Rejection,
    clock::ManualClock,
    config::CustomerSessionConfigBuilder,
    engine::{Decision, Verdict},
    upstream::Rate,
};
use customer_session_tests::Head;
use tokio::{
    sync::{Mutex, MutexGuard},
    task::yield_now,
};

use crate::issuer::Issuer;

/// Everything that a flood goes through.
pub(crate) struct World {
    pub(crate) clock: ManualClock,
    pub(crate) config: CustomerSessionConfig,
    pub(crate) issuer: Issuer,
    customers: Vec<String>,
    /// Whose turn it is.
    next: usize,
    _turn: MutexGuard<'static, ()>,
}

impl World {
    /// Waits for its turn, and signs a thousand customers in.
    pub(crate) async fn new(
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let turn = turn().await;
        let (clock, issuer) = (ManualClock::new(), Issuer::default());
        let builder = CustomerSessionConfig::builder()
            .provider(issuer.clone())
            .clock(clock.clone())
            .stale_if_error(ON_ANY_MACHINE)
            // Customers are looked up once, so that what a flood adds to that stands out.
            .customer_lifetime(Duration::from_secs(24 * 3600));
        let config = settings(builder)
            .build()
            .expect("the settings are in their ranges");
        let customers = (0..CUSTOMERS).map(|number| format!("Bearer good-customer{number}"));
        let world = Self {
            clock,
            config,
            issuer,
            customers: customers.collect(),
            next: 0,
            _turn: turn,
        };
        for line in &world.customers {
            assert!(matches!(world.ask(line).await, Verdict::Verified(_)));
        }
        world
    }

    /// Presents an `Authorization` line and waits for the verdict.
    pub(crate) async fn ask(&self, line: &str) -> Verdict {
        match self
            .config
            .authenticate(&Head(Some(line)), Access::default())
            .decision
        {
            Decision::Asking(verification) => verification.await,
            Decision::Decided(verdict) => verdict,
        }
    }

    /// Why a line is refused, which it must be.
    pub(crate) async fn refuse(&self, line: &str) -> Rejection {
        match self.ask(line).await {
            Verdict::Rejected(rejection) => rejection,
            other => panic!("expected a refusal of {line}, got {other:?}"),
        }
    }

    /// A step of time passes, and one customer is back, who comes every few seconds and must be
    /// served.
    pub(crate) async fn go_on(&mut self) {
        self.clock.advance(STEP);
        let line = &self.customers[self.next % self.customers.len()];
        self.next += 1;
        let verdict = self.ask(line).await;
        assert!(
            matches!(verdict, Verdict::Verified(_)),
            "{line}: {verdict:?}"
        );
        // What is renewed is renewed in the background.
        yield_now().await;
    }

    /// The share of customers' requests that were served from memory while `meanwhile` ran.
    pub(crate) async fn hit_ratio(&mut self, meanwhile: impl AsyncFnOnce(&mut Self)) -> f64 {
        let (hits, came) = (self.config.stats().hits, self.next);
        meanwhile(self).await;
        let hits = self.config.stats().hits - hits;
        hits as f64 / (self.next - came) as f64
    }

    /// The same without a flood, for as long as one takes.
    pub(crate) async fn calm_hit_ratio(&mut self) -> f64 {
        self.hit_ratio(async |world| {
            for _ in 0..STEPS {
                world.go_on().await;
            }
        })
        .await
    }
}

/// Waits until nobody else uses the memory of the process.
pub(crate) async fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    TURN.lock().await
}

/// As often as anybody likes.
pub(crate) fn unlimited() -> Rate {
    Rate::new(u32::MAX, Duration::from_secs(1))
}

pub(crate) const CUSTOMERS: u64 = 1000;
/// A time for `stale_if_error`, by which the cache keeps longer what it has.
///
/// The cache frees memory by the clock on the wall, which is ahead of that of the test on a slow
/// machine: nothing must go for that reason alone. The issuer is never in trouble here, so that
/// nothing stale is served.
pub(crate) const ON_ANY_MACHINE: Duration = Duration::from_secs(24 * 3600);
/// How long a flood takes by the clock of the test.
pub(crate) const FLOOD: Duration = Duration::from_secs(300);
/// In how many steps time passes meanwhile, in each of which one customer comes.
pub(crate) const STEPS: u32 = 100_000;
const STEP: Duration = FLOOD.checked_div(STEPS).expect("there are steps");
