//! When a token begins and ends (RFC 7519 §4.1.4 to §4.1.6).

use std::time::Duration;

use customer_session::{
    Reason,
    provider::{SessionProvider as _, jwt::Algorithm},
    token::SessionToken,
};
use serde_json::{Value, json};

use crate::{
    judge::{at, builder, judge, judge_at, reason, usual},
    mint::{NOW, claims, token, with_claim, with_payload, without_claim},
};

const LEEWAY: u64 = 30;

#[test]
fn a_token_is_good_until_its_end_and_the_leeway_behind_it() {
    let token = with_claim("exp", NOW);

    assert!(judge_at(&usual(), &token, NOW - 1).is_ok());
    assert!(judge_at(&usual(), &token, NOW + LEEWAY - 1).is_ok());
    let expired = judge_at(&usual(), &token, NOW + LEEWAY).unwrap_err();
    assert_eq!(
        (expired, expired.code()),
        (Reason::TokenExpired, "token_expired")
    );
}

#[test]
fn a_token_is_good_from_its_beginning_less_the_leeway() {
    for name in ["nbf", "iat"] {
        let token = with_claim(name, NOW);

        assert!(judge_at(&usual(), &token, NOW - LEEWAY).is_ok(), "{name}");
        let early = judge_at(&usual(), &token, NOW - LEEWAY - 1).unwrap_err();
        assert_eq!(early, Reason::ClaimsNotYetValid, "{name}");
    }
}

#[test]
fn the_leeway_can_be_none() {
    let provider = builder().leeway(Duration::ZERO).build().unwrap();
    let token = with_claim("exp", NOW);

    assert!(judge_at(&provider, &token, NOW - 1).is_ok());
    assert_eq!(
        judge_at(&provider, &token, NOW).unwrap_err(),
        Reason::TokenExpired
    );
}

#[test]
fn the_end_is_required_and_the_beginning_is_not() {
    assert_eq!(
        reason(&usual(), &without_claim("exp")),
        Reason::ClaimsMissing
    );
    assert!(judge(&usual(), &without_claim("iat")).is_ok());
}

#[test]
fn what_is_no_moment_is_refused_and_never_ignored() {
    let far = 253_402_300_800_u64;
    let values = [
        json!(NOW.to_string()),
        json!(""),
        json!(-1),
        json!(-0.5),
        json!(i64::MIN),
        json!(null),
        json!(true),
        json!([NOW]),
        json!({"$date": NOW}),
        json!(far),
        json!(u64::MAX),
        json!(1e300),
    ];
    for name in ["exp", "nbf", "iat"] {
        for value in &values {
            let refused = reason(&usual(), &with_claim(name, value.clone()));

            assert_eq!(refused, Reason::ClaimsMalformed, "{name} {value}");
        }
    }
}

#[test]
fn a_number_beyond_all_numbers_is_refused() {
    for name in ["exp", "nbf", "iat"] {
        for number in ["1e400", "-1e400", "NaN", "Infinity", &"9".repeat(400)] {
            let payload =
                claims()
                    .to_string()
                    .replacen('{', &format!(r#"{{"x":0,"{name}2":{number},"#), 1);
            let payload = payload.replace(&format!(r#""{name}":"#), &format!(r#""{name}3":"#));
            let payload = payload.replace(&format!(r#""{name}2":"#), &format!(r#""{name}":"#));

            assert_eq!(
                reason(&usual(), &with_payload(payload)),
                Reason::ClaimsMalformed,
                "{name} {number}"
            );
        }
    }
}

#[test]
fn a_fraction_of_a_second_counts() {
    let end = NOW as f64 - 29.5;
    let token = with_claim("exp", end);

    assert!(judge(&usual(), &token).is_ok());
    assert_eq!(
        judge_at(&usual(), &token, NOW + 1).unwrap_err(),
        Reason::TokenExpired
    );
    assert!(
        judge(
            &usual(),
            &with_payload(
                claims()
                    .to_string()
                    .replace(&(NOW + 600).to_string(), "1.8e9")
            )
        )
        .is_ok()
    );
}

#[test]
fn a_far_end_is_an_end() {
    let facts = judge(&usual(), &with_claim("exp", 253_402_300_799_u64)).unwrap();

    assert_eq!(facts.expires_at, Some(at(253_402_300_799)));
}

#[test]
fn a_token_from_before_1970_is_over() {
    assert_eq!(
        reason(&usual(), &with_claim("exp", 0)),
        Reason::TokenExpired
    );
}

#[test]
fn a_greatest_age_ends_a_token_before_its_own_end() {
    let provider = builder().max_age(Duration::from_secs(100)).build().unwrap();
    let token = with_claim("iat", NOW);

    let facts = judge(&provider, &token).unwrap();
    let old = judge_at(&provider, &token, NOW + 100 + LEEWAY).unwrap_err();

    assert_eq!(facts.expires_at, Some(at(NOW + 600)));
    assert_eq!(facts.valid_until, Some(at(NOW + 100 + LEEWAY)));
    assert_eq!(old, Reason::ClaimsTooOld);
    assert_eq!(
        reason(&provider, &without_claim("iat")),
        Reason::ClaimsMissing
    );
    assert_eq!(provider.longest_session(), Some(Duration::from_secs(160)));
}

#[test]
fn the_facts_say_when_it_ends() {
    let facts = judge(&usual(), &token(Algorithm::EdDSA, &claims())).unwrap();

    assert_eq!(facts.issued_at, Some(at(NOW - 60)));
    assert_eq!(facts.expires_at, Some(at(NOW + 600)));
    assert_eq!(facts.valid_until, Some(at(NOW + 600 + LEEWAY)));
}

#[test]
fn a_fraction_of_json_is_no_other_type() {
    let value: Value = json!(1.5);

    assert_eq!(
        reason(&usual(), &with_claim("exp", value)),
        Reason::TokenExpired
    );
}

/// Without an engine, whose clock it would be.
#[tokio::test]
async fn a_token_that_is_asked_about_is_judged_by_the_systems_clock() {
    let provider = usual();
    let verify = async |claims: Value| {
        let token = SessionToken::new(token(Algorithm::EdDSA, &claims));
        provider
            .verify(&token)
            .await
            .map_err(|error| error.reason())
    };
    let mut good = claims();
    good["iat"] = json!(0);
    good["exp"] = json!(253_402_300_799_u64);
    let mut over = good.clone();
    over["exp"] = json!(1);

    assert!(verify(good).await.is_ok());
    assert_eq!(verify(over).await.unwrap_err(), Reason::TokenExpired);
}
