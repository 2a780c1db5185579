//! Sessions that are signed tokens, from their issuer through the engine to their end.

mod lasting;
mod mixed;
mod random;
mod revoked;
mod twins;
mod weight;

use std::time::{Duration, UNIX_EPOCH};

use customer_session::{
    CustomerSessionConfig, Reason, VerifiedSession,
    clock::{Clock, ManualClock},
    config::CustomerSessionConfigBuilder,
    provider::jwt::{JwtKey, JwtProvider, JwtProviderBuilder},
    revoke::Sessions,
};
use customer_session_test::issuer::{FakeIssuer, NewToken};

use super::now;

/// An issuer, the time, which stands still, and one configuration that has the issuer's key at hand.
struct Signed {
    clock: ManualClock,
    config: CustomerSessionConfig,
    issuer: FakeIssuer,
}

impl Signed {
    async fn new() -> Self {
        Self::with(|provider| provider, |config| config).await
    }

    async fn with(
        provider: impl FnOnce(JwtProviderBuilder) -> JwtProviderBuilder,
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let clock = ManualClock::new();
        let issuer = issuer(&clock).await;
        let config = CustomerSessionConfig::builder()
            .provider(provider(provider_of(&issuer)).build().unwrap())
            .clock(clock.clone());
        Self {
            config: settings(config).build().unwrap(),
            clock,
            issuer,
        }
    }

    /// A token of Ada's with every id by which it can be ended, as good as it is new.
    fn ada(&self) -> NewToken {
        self.issuer.token("ada").claim("sid", "laptop")
    }

    /// What is known of a token, which nobody need be asked about.
    fn present(&self, token: &str) -> Result<VerifiedSession, Reason> {
        let answer = now(self.config.verify(token)).expect("it is known at once");
        answer.map_err(|rejection| rejection.reason())
    }

    /// Why a token is refused.
    fn reason(&self, token: &str) -> Reason {
        self.present(token).unwrap_err()
    }

    fn end(&self, sessions: &Sessions) {
        self.config.revocations().end(sessions).unwrap();
    }

    /// This moment, in seconds since 1970.
    fn seconds(&self) -> u64 {
        let now = self.clock.wall().duration_since(UNIX_EPOCH);
        now.unwrap().as_secs()
    }
}

async fn issuer(clock: &ManualClock) -> FakeIssuer {
    let issuer = FakeIssuer::builder().clock(clock.clone()).start();
    issuer.await.unwrap()
}

/// A provider of the issuer's tokens, with its key at hand.
fn provider_of(issuer: &FakeIssuer) -> JwtProviderBuilder {
    let key = issuer.jwk(&issuer.key_id()).to_string();
    JwtProvider::issuer(issuer.url())
        .name("shop")
        .audience(issuer.audience())
        .key(JwtKey::jwk(&key).unwrap())
}

/// Every way to end the session of a token of Ada's without the session at hand.
fn ways() -> [Sessions; 6] {
    [
        Sessions::all(),
        Sessions::of_customer("shop", "ada"),
        Sessions::of_issuer("shop"),
        Sessions::of_session("shop", "laptop"),
        Sessions::of_subject("shop", "ada"),
        Sessions::of_token_id("shop", "token-1"),
    ]
}

const DAY: Duration = Duration::from_secs(24 * 3600);
const HOUR: Duration = Duration::from_secs(3600);
const TICK: Duration = Duration::from_millis(1);
