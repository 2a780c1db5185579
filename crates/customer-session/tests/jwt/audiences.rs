//! For whom a token is meant, and to whom it was issued.

use customer_session::{
    Reason,
    danger::AnyAudience,
    provider::jwt::{Algorithm, JwtProvider},
};
use serde_json::{Value, json};

use crate::{
    judge::{builder, judge, reason, usual},
    mint::{AUDIENCE, ISSUER, claims, key, token, with_claim, without_claim},
};

#[test]
fn one_of_the_audiences_must_be_ours() {
    for audience in [
        json!(AUDIENCE),
        json!([AUDIENCE]),
        json!(["https://other.example", AUDIENCE]),
    ] {
        assert!(
            judge(&usual(), &with_claim("aud", audience.clone())).is_ok(),
            "{audience}"
        );
    }
}

#[test]
fn an_audience_that_is_not_ours_is_refused_however_alike() {
    for audience in [
        json!(""),
        json!([]),
        json!("*"),
        json!("https://api.shop.example/"),
        json!("api.shop.example"),
        json!("https://API.shop.example"),
        json!("https://api.shop.example https://x.example"),
        json!("https://api.shop.exampl"),
        json!(["https://other.example"]),
        json!(["https:", "//api.shop.example"]),
    ] {
        let refused = reason(&usual(), &with_claim("aud", audience.clone()));

        assert_eq!(refused, Reason::ClaimsAudienceMismatch, "{audience}");
    }
}

#[test]
fn an_audience_of_another_type_is_malformed_and_a_missing_one_missing() {
    for audience in [
        json!(null),
        json!(7),
        json!(true),
        json!({"aud": AUDIENCE}),
        json!([AUDIENCE, 7]),
        json!([[AUDIENCE]]),
        json!([null]),
    ] {
        let refused = reason(&usual(), &with_claim("aud", audience.clone()));

        assert_eq!(refused, Reason::ClaimsMalformed, "{audience}");
    }
    assert_eq!(
        reason(&usual(), &without_claim("aud")),
        Reason::ClaimsMissing
    );
}

#[test]
fn several_audiences_can_be_ours() {
    let provider = builder().audience("second").build().unwrap();

    assert!(judge(&provider, &with_claim("aud", AUDIENCE)).is_ok());
    assert!(judge(&provider, &with_claim("aud", "second")).is_ok());
    assert_eq!(
        reason(&provider, &with_claim("aud", "third")),
        Reason::ClaimsAudienceMismatch
    );
}

#[test]
fn any_audience_is_said_aloud() {
    let provider = JwtProvider::issuer(ISSUER)
        .any_audience(AnyAudience)
        .key(key(Algorithm::EdDSA))
        .build()
        .unwrap();
    let silent = JwtProvider::issuer(ISSUER)
        .key(key(Algorithm::EdDSA))
        .build();

    assert!(judge(&provider, &without_claim("aud")).is_ok());
    assert!(judge(&provider, &with_claim("aud", "other")).is_ok());
    assert_eq!(
        reason(&provider, &with_claim("aud", 7)),
        Reason::ClaimsMalformed
    );
    assert!(
        silent
            .unwrap_err()
            .to_string()
            .starts_with("`audience` is `not set`")
    );
}

fn issued_to(parties: &[(&str, Value)]) -> String {
    let mut claims = claims();
    for (name, value) in parties {
        claims[*name] = value.clone();
    }
    token(Algorithm::EdDSA, &claims)
}

#[test]
fn whoever_it_was_issued_to_must_be_on_the_list() {
    let provider = builder().parties(["shop", "app"]).build().unwrap();
    let cases = [
        (issued_to(&[("azp", json!("shop"))]), None),
        (issued_to(&[("client_id", json!("app"))]), None),
        (
            issued_to(&[("azp", json!("shop")), ("client_id", json!("app"))]),
            None,
        ),
        (
            issued_to(&[("azp", json!("evil"))]),
            Some(Reason::ClaimsPartyMismatch),
        ),
        (
            issued_to(&[("azp", json!("SHOP"))]),
            Some(Reason::ClaimsPartyMismatch),
        ),
        (
            issued_to(&[("azp", json!("shop")), ("client_id", json!("evil"))]),
            Some(Reason::ClaimsPartyMismatch),
        ),
        (
            issued_to(&[("azp", json!(["shop"]))]),
            Some(Reason::ClaimsMalformed),
        ),
        (issued_to(&[]), Some(Reason::ClaimsMissing)),
    ];

    for (token, expected) in cases {
        assert_eq!(judge(&provider, &token).err(), expected);
    }
    assert!(judge(&usual(), &issued_to(&[("azp", json!("evil"))])).is_ok());
}

#[test]
fn required_claims_must_be_there() {
    let provider = builder()
        .require_claim("sid")
        .require_claim("/org/id")
        .build()
        .unwrap();
    let with = |sid: Value, org: Value| issued_to(&[("sid", sid), ("org", org)]);

    assert!(judge(&provider, &with(json!("s"), json!({"id": 1}))).is_ok());
    for token in [
        with(json!(null), json!({"id": 1})),
        with(json!("s"), json!({})),
        issued_to(&[("sid", json!("s"))]),
    ] {
        assert_eq!(reason(&provider, &token), Reason::ClaimsMissing);
    }
}

#[test]
fn required_values_must_be_right() {
    let provider = builder()
        .require_value("/org/slug", ["a", "b"])
        .build()
        .unwrap();
    let with = |slug: Value| issued_to(&[("org", json!({"slug": slug}))]);

    assert!(judge(&provider, &with(json!("b"))).is_ok());
    for slug in [json!("c"), json!(["a"]), json!("a b"), json!(null)] {
        assert_eq!(reason(&provider, &with(slug)), Reason::ClaimsRefused);
    }
    assert_eq!(reason(&provider, &issued_to(&[])), Reason::ClaimsMissing);
}
