//! Settings that can never work: each is named, with its value and its mend.

use std::{error::Error, time::Duration};

use customer_session::{
    ConfigError, CustomerSessionConfig,
    cache::CacheBounds,
    config::CustomerSessionConfigBuilder as Builder,
    entropy::{Entropy, EntropyError},
    provider::Shape,
    token::TokenSource,
    upstream::{BreakerSettings, Rate, RetryShare},
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
fn a_lifetime_out_of_range_is_named_with_its_range() {
    let (second, hour) = (Duration::from_secs(1), Duration::from_secs(3600));
    let short = second - Duration::from_millis(1);

    assert_names(
        complete().session_lifetime(short),
        "session_lifetime",
        "999ms",
        "1s to 3600s",
    );
    assert_names(
        complete().session_lifetime(hour + second),
        "session_lifetime",
        "3601s",
        "1s to 3600s",
    );
    assert_names(
        complete().customer_lifetime(short),
        "customer_lifetime",
        "999ms",
        "1s to 86400s",
    );
    assert_names(
        complete().customer_lifetime(24 * hour + second),
        "customer_lifetime",
        "86401s",
        "1s to 86400s",
    );
    assert_names(
        complete().denial_lifetime(301 * second),
        "denial_lifetime",
        "301s",
        "0ns to 300s",
    );
    assert_names(
        complete().customer_denial_lifetime(24 * hour + second),
        "customer_denial_lifetime",
        "86401s",
        "0ns to 86400s",
    );
}

#[test]
fn a_timeout_out_of_range_is_named_with_its_range() {
    for (timeout, value) in [
        (Duration::ZERO, "0ns"),
        (Duration::from_millis(9), "9ms"),
        (Duration::from_secs(61), "61s"),
    ] {
        let builder = complete().verification_timeout(timeout);

        assert_names(builder, "verification_timeout", value, "10ms to 60s");
    }
}

#[test]
fn what_renews_spreads_and_bridges_is_named_with_its_range() {
    let (second, day) = (Duration::from_secs(1), Duration::from_secs(86_400));
    for (builder, field, value, range) in [
        (
            complete().refresh_ahead(91),
            "refresh_ahead",
            "91",
            "0 to 90",
        ),
        (
            complete().lifetime_jitter(51),
            "lifetime_jitter",
            "51",
            "0 to 50",
        ),
        (
            complete().stale_if_error(day + second),
            "stale_if_error",
            "86401s",
            "0ns to 86400s",
        ),
        (
            complete().longest_session(59 * second),
            "longest_session",
            "59s",
            "60s to 34560000s",
        ),
        (
            complete().max_revocations(0),
            "max_revocations",
            "0",
            "1 to 10000000",
        ),
    ] {
        assert_names(builder, field, value, range);
    }
}

#[test]
fn what_leaves_an_issuer_alone_is_named_with_its_range() {
    let second = Duration::from_secs(1);
    let breaker = BreakerSettings::new();
    for (builder, field, value, range) in [
        (
            complete().breaker(breaker.failures(0)),
            "breaker.failures",
            "0",
            "1 to 1000000",
        ),
        (
            complete().breaker(breaker.pause(Duration::ZERO)),
            "breaker.pause",
            "0ns",
            "1ms to 3600s",
        ),
        (
            complete().breaker(breaker.longest_pause(4 * second)),
            "breaker.longest_pause",
            "4s",
            "5s to 3600s",
        ),
        (
            complete().retries(RetryShare::new().percent(101)),
            "retries.percent",
            "101",
            "0 to 100",
        ),
        (
            complete().retries(RetryShare::new().most(1_000_001)),
            "retries.most",
            "1000001",
            "0 to 1000000",
        ),
    ] {
        assert_names(builder, field, value, range);
    }
}

#[test]
fn a_rate_that_lets_nothing_through_is_named() {
    let second = Duration::from_secs(1);
    for rate in [
        Rate::new(0, second),
        Rate::new(10, Duration::ZERO),
        Rate::new(10, second).burst(0),
    ] {
        let value = format!("{rate:?}");
        assert_names(
            complete().unknown_token_rate(rate),
            "unknown_token_rate",
            &value,
            "at least 1 call",
        );
        let issuer = Issuer::new();
        issuer.set_customer_rate(rate);
        assert_names(
            CustomerSessionConfig::builder().provider(issuer),
            "customer_rate",
            &value,
            "at least 1 call",
        );
    }
}

#[test]
fn a_number_out_of_range_is_named_with_its_range() {
    for (builder, field, value, range) in [
        (
            complete().max_token_bytes(63),
            "max_token_bytes",
            "63",
            "64 to 65536",
        ),
        (
            complete().max_token_bytes(65_537),
            "max_token_bytes",
            "65537",
            "64 to 65536",
        ),
        (
            complete().max_verifications(0),
            "max_verifications",
            "0",
            "1 to 100000",
        ),
        (
            complete().max_verifications(100_001),
            "max_verifications",
            "100001",
            "1 to 100000",
        ),
        (
            complete().max_denials(0),
            "max_denials",
            "0",
            "1 to 1000000",
        ),
        (
            complete().max_denials(1_000_001),
            "max_denials",
            "1000001",
            "1 to 1000000",
        ),
    ] {
        assert_names(builder, field, value, range);
    }
}

#[test]
fn a_cache_bound_out_of_range_is_named_with_its_range() {
    const BYTES: u64 = 4096;
    for (entries, bytes, value, range) in [
        (0, BYTES, "0", "1 to 4294967295"),
        (1 << 32, BYTES, "4294967296", "1 to 4294967295"),
        (1, BYTES - 1, "4095", "4096 to 1099511627776"),
        (1, (1 << 40) + 1, "1099511627777", "4096 to 1099511627776"),
    ] {
        let bounds = CacheBounds::new(entries, bytes);

        assert_names(
            complete().session_cache(bounds),
            "session_cache",
            value,
            range,
        );
        assert_names(
            complete().customer_cache(bounds),
            "customer_cache",
            value,
            range,
        );
    }
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
fn a_realm_that_cannot_stand_between_quotes_is_named() {
    for realm in [r#"a "quoted" shop"#, r"back\slash", "line\nbreak", "größe"] {
        assert_names(complete().realm(realm), "realm", realm, "printable ASCII");
    }
}

#[test]
fn a_place_where_no_token_can_stand_is_named() {
    let sources = |source| complete().sources([source]);
    for (builder, field, value, mend) in [
        (
            complete().sources([]),
            "sources",
            "[]",
            "at least one place",
        ),
        (
            sources(TokenSource::Cookie("a=b".into())),
            "source.cookie",
            "a=b",
            "letters",
        ),
        (
            sources(TokenSource::Cookie("".into())),
            "source.cookie",
            "",
            "letters",
        ),
        (
            sources(TokenSource::Header("x token".into())),
            "source.header",
            "x token",
            "letters",
        ),
        (
            sources(TokenSource::Query("".into())),
            "source.query",
            "",
            "letters",
        ),
        (
            sources(TokenSource::Header("AUTHORIZATION".into())),
            "source.header",
            "AUTHORIZATION",
            "`TokenSource::Authorization`",
        ),
    ] {
        assert_names(builder, field, value, mend);
    }
}

#[test]
fn providers_that_claim_the_same_tokens_are_named() {
    let claims = |prefix: &'static str| Issuer::of("second", Shape::prefixes([prefix]));
    let first = || {
        CustomerSessionConfig::builder()
            .provider(Issuer::of("first", Shape::prefixes(["a_", "b_"])))
    };

    let taken = first().provider(claims("b_"));
    let empty = first().provider(claims(""));
    let any = complete().provider(Issuer::of("second", Shape::Any));

    assert_names(
        taken,
        "provider",
        "second",
        "the prefix `b_`, which `first` has",
    );
    assert_names(empty, "provider", "second", "`Shape::Any`");
    assert_names(any, "provider", "second", "give one of them a prefix");
}

#[test]
fn providers_whose_prefixes_overlap_fit_together() {
    let built = CustomerSessionConfig::builder()
        .provider(Issuer::of("first", Shape::prefixes(["a_"])))
        .provider(Issuer::of("second", Shape::prefixes(["a_b_"])))
        .provider(Issuer::of("third", Shape::Any))
        .build();

    assert!(built.is_ok());
}

#[test]
fn a_configuration_without_a_provider_is_told_to_add_one() {
    let error = wrong(CustomerSessionConfig::builder());

    assert!(matches!(error, ConfigError::MissingProvider));
    assert_eq!(
        error.to_string(),
        "no `provider` is set: add one with `.provider(..)`"
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
