//! When an issuer is left alone, and how often it is asked.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig,
    upstream::{BreakerSettings, Rate, RetryShare},
};

use super::{Issuer, assert_names, complete};

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
