//! A provider that answers at once, so that the middleware alone is measured.

use customer_session::{
    CustomerSessionConfig,
    cache::CacheBounds,
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
    upstream::Rate,
};
use std::time::{Duration, SystemTime};

/// Takes any token for the session of a customer of its own.
#[derive(Debug)]
pub struct Instant;

impl SessionProvider for Instant {
    fn name(&self) -> &str {
        "instant"
    }

    fn shape(&self) -> Shape {
        Shape::prefixes(["polar_cst_"])
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let number = &token.expose()[token.expose().len() - 12..];
        let id = format!("0b0f6c1e-5d0c-4f0b-9d7e-{number}");
        let record = CustomerRecord::new(id.clone())
            .external_id(format!("usr_{number}"))
            .email(format!("{number}@shop.example"))
            .name(format!("Customer {number}"));
        let expires_at = SystemTime::now() + Duration::from_secs(3600);
        Ok(SessionFacts::new(id)
            .expires_at(expires_at)
            .customer(record))
    }
}

/// A configuration with this provider, whose sessions outlast any measurement.
pub fn config(sessions: u64) -> CustomerSessionConfig {
    let bounds = CacheBounds::new(sessions * 2, sessions.max(1024) * 8192);
    CustomerSessionConfig::builder()
        .provider(Instant)
        .session_lifetime(Duration::from_secs(3600))
        .customer_lifetime(Duration::from_secs(3600))
        .session_cache(bounds)
        .customer_cache(bounds)
        // Every token is new at first, and none is to wait for that.
        .unknown_token_rate(Rate::new(u32::MAX, Duration::from_secs(1)))
        .build()
        .expect("the settings are within their ranges")
}

/// The token of this number, as long as Polar's.
pub fn token(number: usize) -> String {
    format!("polar_cst_{:031}{number:012}", 0)
}
