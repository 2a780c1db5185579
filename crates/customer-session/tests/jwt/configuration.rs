//! What can never work is not built, and says the field and the mend.

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig,
    provider::{
        SessionProvider as _,
        jwt::{Algorithm, ClaimTarget, JwtProvider, JwtProviderBuilder},
    },
};

use crate::{
    judge::{builder, keyless},
    mint::{SECRET, key},
};

fn refused(builder: JwtProviderBuilder) -> String {
    builder.build().unwrap_err().to_string()
}

#[test]
fn what_can_never_work_is_refused_by_its_field() {
    let cases = [
        (
            JwtProvider::without_issuer().audience("a"),
            "`key` is `not set`",
        ),
        (
            keyless().secret(Algorithm::HS256, "short"),
            "`secret` is `5 bytes`",
        ),
        (
            keyless().secret(Algorithm::HS256, ""),
            "`secret` is `0 bytes`",
        ),
        (
            keyless().secret(Algorithm::RS256, SECRET),
            "`algorithm` is `RS256`",
        ),
        (
            builder().secret(Algorithm::HS256, SECRET),
            "`secret` is `set beside public keys`",
        ),
        (builder().algorithms([]), "`algorithms` is `empty`"),
        (builder().algorithms([Algorithm::ES256]), "`key` is `EdDSA`"),
        (
            builder().algorithms([Algorithm::EdDSA, Algorithm::HS256]),
            "`algorithms` is `HS256`",
        ),
        (
            keyless()
                .secret(Algorithm::HS256, SECRET)
                .algorithms([Algorithm::EdDSA]),
            "`algorithms` is `EdDSA`",
        ),
        (builder().key(key(Algorithm::EdDSA)), "`key` is `k`"),
        (
            keyless().key(key(Algorithm::EdDSA).id("")),
            "`key` is `an id`",
        ),
        (
            keyless().key(key(Algorithm::EdDSA).id("k".repeat(257))),
            "`key` is `an id`",
        ),
        (
            builder().claim(ClaimTarget::Email, ""),
            "`claim` is `empty`",
        ),
        (
            builder().leeway(Duration::from_secs(301)),
            "`leeway` is `301s`",
        ),
        (builder().max_age(Duration::ZERO), "`max_age` is `0 s`"),
        (builder().audience(" "), "`audience` is `empty`"),
        (builder().parties([""]), "`parties` is `empty`"),
        (builder().typ([""; 0]), "`typ` is `empty`"),
        (builder().typ([""]), "`typ` is `empty`"),
        (builder().require_claim(""), "`require_claim` is `empty`"),
        (
            builder().require_value("a", [""; 0]),
            "`require_value` is `empty`",
        ),
        (
            JwtProvider::issuer("")
                .audience("a")
                .key(key(Algorithm::EdDSA)),
            "`issuer` is `empty`",
        ),
    ];

    for (builder, expected) in cases {
        let told = refused(builder);

        assert!(told.starts_with(expected), "{told}");
    }
}

#[test]
fn the_bounds_themselves_are_good() {
    assert!(builder().leeway(Duration::from_secs(300)).build().is_ok());
    assert!(builder().key(key(Algorithm::ES256)).build().is_ok());
    assert!(builder().key(key(Algorithm::EdDSA).id("j")).build().is_ok());
}

#[test]
fn remembering_can_be_switched_off() {
    assert!(builder().build().unwrap().remembers());
    assert!(!builder().remember(false).build().unwrap().remembers());
}

#[test]
fn nothing_of_a_key_is_printed() {
    let builder = keyless().secret(Algorithm::HS256, [b'S'; 32]);
    let printed = format!("{builder:?}");
    let provider = builder.build().unwrap();

    for printed in [printed, format!("{provider:?}")] {
        assert!(
            !printed.contains("SSS") && !printed.contains("83, 83"),
            "{printed}"
        );
        assert!(printed.contains("login.shop.example"));
    }
}

#[test]
fn two_issuers_stand_side_by_side_and_the_same_one_does_not() {
    let other = JwtProvider::issuer("https://other.example").audience("a");
    let two = CustomerSessionConfig::builder()
        .provider(builder().build().unwrap())
        .provider(other.key(key(Algorithm::EdDSA)).build().unwrap())
        .build();
    let same = CustomerSessionConfig::builder()
        .provider(builder().build().unwrap())
        .provider(builder().name("again").build().unwrap())
        .build();

    assert!(two.is_ok());
    assert!(same.is_err());
}
