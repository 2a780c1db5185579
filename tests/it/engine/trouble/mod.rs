//! What is asked of an issuer in trouble, and what its customers are told.

mod breaker;
mod held;
mod paced;
mod retried;

use std::time::Duration;

use customer_session::{
    Reason, Rejection,
    config::CustomerSessionConfigBuilder,
    engine::{Decision, Verdict},
    provider::ProviderError,
    upstream::{BreakerState, RetryShare},
};

use super::World;

const SECOND: Duration = Duration::from_secs(1);

/// A world whose answers are all asked for once.
fn without_retries(
    settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
) -> World {
    World::with(|builder| settings(builder.retries(RetryShare::new().percent(0))))
}

fn token(number: usize) -> String {
    format!("token-{number}")
}

impl World {
    /// How a token is refused on first sight, without anybody being asked.
    fn refused_at_once(&self, token: &str) -> Rejection {
        let asked = self.issuer.sessions.total();
        match self.present(token) {
            Decision::Decided(Verdict::Rejected(rejection)) => {
                assert_eq!(self.issuer.sessions.total(), asked, "nobody was asked");
                rejection
            }
            other => panic!("not refused at once: {other:?}"),
        }
    }

    fn state(&self) -> BreakerState {
        self.config.stats().breaker["stub"]
    }

    /// Presents so many unknown tokens while the issuer is down.
    async fn fail(&self, times: usize) {
        for number in 0..times {
            let down = ProviderError::unavailable("down");
            self.issuer.sessions.no(&token(number), down);
            assert_eq!(self.reason(&token(number)).await, Reason::IssuerUnavailable);
        }
    }
}
