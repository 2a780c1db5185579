//! How much is taken in, asked and remembered.

use customer_session::cache::CacheBounds;

use super::{assert_names, complete};

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
