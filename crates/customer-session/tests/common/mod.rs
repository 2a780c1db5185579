//! A configuration that asks one provider, and what becomes of a token; a server to be asked.

#[cfg(feature = "upstream")]
mod server;

use std::time::{Duration, SystemTime};

use customer_session::{
    CustomerSessionConfig, Reason, Rejection, VerifiedSession, clock::ManualClock,
    provider::SessionProvider, upstream::RetryShare,
};

#[cfg(feature = "upstream")]
pub(crate) use self::server::{Answer, Asked, Server};

/// A configuration that never asks twice by itself, at the usual time.
pub(crate) fn config(provider: impl SessionProvider) -> (ManualClock, CustomerSessionConfig) {
    let clock = ManualClock::at(at(NOW));
    let config = config_at(&clock, provider);
    (clock, config)
}

/// The same, by this clock.
pub(crate) fn config_at(
    clock: &ManualClock,
    provider: impl SessionProvider,
) -> CustomerSessionConfig {
    CustomerSessionConfig::builder()
        .clock(clock.clone())
        .provider(provider)
        .retries(RetryShare::new().percent(0).most(0))
        .lifetime_jitter(0)
        .refresh_ahead(0)
        .build()
        .unwrap()
}

/// What becomes of a token.
pub(crate) async fn verify(provider: impl SessionProvider) -> Result<VerifiedSession, Rejection> {
    let (_, config) = config(provider);
    config.verify(TOKEN).await
}

/// How and why it is refused.
pub(crate) async fn refused(provider: impl SessionProvider) -> (u16, Reason) {
    match verify(provider).await {
        Ok(session) => panic!("it was taken: {session:?}"),
        Err(rejection) => (rejection.status(), rejection.reason()),
    }
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// All that is printed of a refusal, its causes included.
pub(crate) fn printed(rejection: &Rejection) -> String {
    let mut printed = format!("{rejection} {rejection:?}");
    let mut source = std::error::Error::source(rejection);
    while let Some(error) = source {
        printed.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    printed
}

pub(crate) const DENIED: (u16, Reason) = (401, Reason::TokenDenied);
pub(crate) const MALFORMED: (u16, Reason) = (503, Reason::IssuerAnswerMalformed);
pub(crate) const MISCONFIGURED: (u16, Reason) = (500, Reason::Misconfigured);
pub(crate) const UNAVAILABLE: (u16, Reason) = (503, Reason::IssuerUnavailable);

/// 2027-01-15T08:00:00Z.
pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const TOKEN: &str = "mF_9.B5f-4.1JqM";
