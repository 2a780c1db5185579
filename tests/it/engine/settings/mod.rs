//! Settings that can never work: each is named, with its value and its mend.

mod issuers;
mod providers;
mod sizes;
mod texts;
mod times;

use std::{error::Error, time::Duration};

use customer_session::{
    ConfigError, CustomerSessionConfig,
    cache::CacheBounds,
    config::CustomerSessionConfigBuilder as Builder,
    entropy::{Entropy, EntropyError},
};

use super::Issuer;

/// A builder to which nothing is missing.
fn complete() -> Builder {
    CustomerSessionConfig::builder().provider(Issuer::new())
}

/// What is wrong with the settings.
fn wrong(builder: Builder) -> ConfigError {
    builder.build().unwrap_err()
}

/// Asserts that the error names the field and the value, and that its mend holds this.
#[track_caller]
fn assert_names(builder: Builder, field: &str, value: &str, mend: &str) {
    let error = wrong(builder);

    let text = error.to_string();
    assert!(
        text.starts_with(&format!("`{field}` is `{value}`: ")),
        "{text}"
    );
    assert!(text.contains(mend), "{text} does not say `{mend}`");
    assert!(!text.ends_with('.'), "{text}");
    assert!(error.source().is_none());
}

#[test]
fn the_ends_of_every_range_are_settings() {
    let (second, hour) = (Duration::from_secs(1), Duration::from_secs(3600));
    let least = complete()
        .session_lifetime(second)
        .customer_lifetime(second)
        .denial_lifetime(Duration::ZERO)
        .customer_denial_lifetime(Duration::ZERO)
        .verification_timeout(Duration::from_millis(10))
        .max_token_bytes(64)
        .max_verifications(1)
        .max_denials(1)
        .session_cache(CacheBounds::new(1, 4096))
        .customer_cache(CacheBounds::new(1, 4096))
        .realm("");
    let most = complete()
        .session_lifetime(hour)
        .customer_lifetime(24 * hour)
        .denial_lifetime(300 * second)
        .customer_denial_lifetime(24 * hour)
        .verification_timeout(60 * second)
        .max_token_bytes(64 * 1024)
        .max_verifications(100_000)
        .max_denials(1_000_000)
        .session_cache(CacheBounds::new(u64::from(u32::MAX), 1 << 40))
        .customer_cache(CacheBounds::new(u64::from(u32::MAX), 1 << 40));

    let staleness = [least, most].map(|builder| builder.build().unwrap().staleness());

    assert_eq!(
        (staleness[0].session, staleness[0].customer),
        (second, second)
    );
    assert_eq!(
        (staleness[1].session, staleness[1].customer),
        (hour, 24 * hour)
    );
}

#[test]
fn a_source_of_randomness_that_is_out_of_order_is_the_cause() {
    let error = wrong(complete().entropy(Exhausted));

    let cause = error.source().unwrap().source().unwrap();
    assert!(matches!(error, ConfigError::Entropy(_)));
    assert_eq!(cause.to_string(), "no randomness is left");
}

/// A source of randomness that is out of order.
#[derive(Debug)]
struct Exhausted;

impl Entropy for Exhausted {
    fn fill(&self, _buffer: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::new("no randomness is left"))
    }
}
