//! An issuer, the time, and one configuration between them.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use customer_session::{
    Access, CustomerSessionConfig, Reason, Rejection, VerifiedSession,
    clock::ManualClock,
    config::CustomerSessionConfigBuilder,
    engine::{Decision, Verdict},
    upstream::Rate,
};
use customer_session_tests::Head;

use super::{Issuer, record};

/// A token of Ada's, whom the facts do not carry.
pub(super) const ADA: &str = "ada-laptop";
/// Another token of Ada's.
pub(super) const ADA_PHONE: &str = "ada-phone";
/// A token of Grace's, whom the facts do not carry.
pub(super) const GRACE: &str = "grace-laptop";

/// An issuer, the time, which stands still, and one configuration between them.
pub(super) struct World {
    pub(super) clock: ManualClock,
    pub(super) config: CustomerSessionConfig,
    pub(super) issuer: Issuer,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(|defaults| defaults)
    }

    pub(super) fn with(
        settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
    ) -> Self {
        let (clock, issuer) = (ManualClock::new().hold_pauses(), Issuer::new());
        issuer.sign_in(ADA, record("ada", "Ada"));
        issuer.sign_in(ADA_PHONE, record("ada", "Ada"));
        issuer.sign_in(GRACE, record("grace", "Grace"));
        let defaults = CustomerSessionConfig::builder()
            .provider(issuer.clone())
            .clock(clock.clone())
            // Lives of a length that tests can name; what renews and spreads them has tests of its
            // own.
            .refresh_ahead(0)
            .lifetime_jitter(0)
            .unknown_token_rate(Rate::new(u32::MAX, Duration::from_secs(1)));
        let config = settings(defaults).build().unwrap();
        Self {
            clock,
            config,
            issuer,
        }
    }

    /// Presents a token, and does not wait.
    pub(super) fn present(&self, token: &str) -> Decision {
        let line = format!("Bearer {token}");
        let access = Access::default();
        self.config
            .authenticate(&Head(Some(&line)), access)
            .decision
    }

    /// Presents a token and waits for the verdict.
    pub(super) async fn ask(&self, token: &str) -> Result<VerifiedSession, Rejection> {
        let verdict = match self.present(token) {
            Decision::Asking(verification) => verification.await,
            Decision::Decided(verdict) => verdict,
        };
        match verdict {
            Verdict::Anonymous(anonymous) => panic!("no such mode: {anonymous:?}"),
            Verdict::Rejected(rejection) => Err(rejection),
            Verdict::Verified(session) => Ok(session),
        }
    }

    /// The name of the customer whom the token is good for.
    pub(super) async fn name(&self, token: &str) -> String {
        let session = self.ask(token).await.unwrap();
        session.customer().name().unwrap().to_owned()
    }

    /// Why the token is refused.
    pub(super) async fn reason(&self, token: &str) -> Reason {
        self.ask(token).await.unwrap_err().reason()
    }

    /// Whether the token is served without asking.
    pub(super) fn remembers(&self, token: &str) -> bool {
        matches!(self.present(token), Decision::Decided(Verdict::Verified(_)))
    }

    pub(super) fn advance_seconds(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Waits until so many tokens wait for an answer.
    pub(super) async fn boarded(&self, callers: u64) {
        until(|| {
            let stats = self.config.stats();
            stats.misses + stats.coalesced >= callers
        })
        .await;
    }
}

/// Lets others have their turn until something has happened, and fails if it never does.
pub(crate) async fn until(happened: impl Fn() -> bool) {
    for _ in 0..TURNS {
        if happened() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("what the test waits for does not happen");
}

/// Lets everything happen that waits for nothing but its turn. On a runtime of one thread only.
pub(crate) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// What a future is ready with at once.
pub(super) fn now<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => None,
        Poll::Ready(output) => Some(output),
    }
}

/// Half a minute of a machine that has nothing else to do: others may do the work, on other threads.
const TURNS: u32 = 100_000_000;
