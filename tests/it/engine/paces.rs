//! Providers that bound by themselves how often their issuer is asked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use customer_session::{
    CustomerSessionConfig, Reason,
    clock::{Clock, ManualClock},
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
    upstream::{BreakerSettings, BreakerState, Rate},
};

/// Verifies by keys that it has not always.
#[derive(Clone, Debug)]
struct Keeper(Arc<State>);

#[derive(Debug)]
struct State {
    asked: AtomicU64,
    clock: ManualClock,
    has_keys: AtomicBool,
    paces_itself: bool,
    /// For how long it says that it has no keys.
    wait: Option<Duration>,
}

impl Keeper {
    fn new(paces_itself: bool, wait: Option<Duration>) -> Self {
        Self(Arc::new(State {
            asked: AtomicU64::new(0),
            clock: ManualClock::new(),
            has_keys: AtomicBool::new(false),
            paces_itself,
            wait,
        }))
    }

    /// With an engine that has little patience.
    fn config(&self) -> CustomerSessionConfig {
        CustomerSessionConfig::builder()
            .provider(self.clone())
            .clock(self.0.clock.clone())
            .breaker(BreakerSettings::new().failures(1))
            .unknown_token_rate(Rate::new(1, Duration::from_secs(3600)))
            .build()
            .unwrap()
    }
}

impl SessionProvider for Keeper {
    fn name(&self) -> &str {
        "keeper"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    fn paces_itself(&self) -> bool {
        self.0.paces_itself
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.asked.fetch_add(1, SeqCst);
        if !self.0.has_keys.load(SeqCst) {
            return Err(ProviderError::unavailable("no keys").retry_after(self.0.wait));
        }
        let end = self.0.clock.wall() + Duration::from_secs(60);
        let facts = SessionFacts::new("ada").expires_at(end).self_contained();
        Ok(facts.customer(CustomerRecord::new("ada")))
    }
}

async fn reason(config: &CustomerSessionConfig, token: &str) -> Reason {
    config.verify(token).await.unwrap_err().reason()
}

#[tokio::test]
async fn one_that_does_is_asked_about_every_token_and_once_about_each() {
    for wait in [None, Some(Duration::from_secs(30))] {
        let keeper = Keeper::new(true, wait);
        let config = keeper.config();
        for token in ["one", "two", "three", "four"] {
            assert_eq!(reason(&config, token).await, Reason::IssuerUnavailable);
        }
        assert_eq!(keeper.0.asked.load(SeqCst), 4);

        keeper.0.has_keys.store(true, SeqCst);

        // At the same moment: nobody waits for a pause to be over.
        for token in ["one", "five", "six", "seven"] {
            assert!(config.verify(token).await.is_ok(), "{token}");
        }
        assert_eq!(config.stats().breaker["keeper"], BreakerState::Closed);
    }
}

#[tokio::test]
async fn one_that_does_not_is_left_alone() {
    let keeper = Keeper::new(false, Some(Duration::from_secs(30)));
    let config = keeper.config();

    assert_eq!(reason(&config, "one").await, Reason::IssuerUnavailable);
    keeper.0.has_keys.store(true, SeqCst);

    assert_eq!(reason(&config, "two").await, Reason::IssuerSuspended);
    assert_eq!(keeper.0.asked.load(SeqCst), 1);
    assert_eq!(config.stats().breaker["keeper"], BreakerState::Open);
}
