//! Lifetimes, timeouts, and what renews and bridges.

use std::time::Duration;

use super::{assert_names, complete};

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
