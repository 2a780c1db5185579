//! What a token looks like, and how long it may be.

use customer_session::{Reason, provider::jwt::Algorithm};
use serde_json::json;

use crate::{
    judge::{judge, reason, usual},
    mint::{b64, claims, token, with_claim, with_payload},
};

#[test]
fn a_text_of_another_shape_has_its_own_reason() {
    let good = token(Algorithm::EdDSA, &claims());
    let [header, payload, signature] = parts(&good);
    let flattened = json!({"payload": payload, "protected": header, "signature": signature});
    let general = json!({"payload": payload, "signatures": [{"protected": header}]});
    let cases = [
        (String::new(), Reason::TokenMalformed),
        (".".into(), Reason::TokenMalformed),
        (header.to_owned(), Reason::TokenMalformed),
        (format!("{header}.{payload}"), Reason::TokenMalformed),
        (format!("{good}.{signature}"), Reason::TokenMalformed),
        (format!("{good}."), Reason::TokenMalformed),
        (format!(".{good}"), Reason::TokenMalformed),
        (format!("{good}.a.b"), Reason::TokenEncrypted),
        (
            format!("{header}..{payload}.{signature}.a"),
            Reason::TokenEncrypted,
        ),
        (format!("{good}.a.b.c"), Reason::TokenMalformed),
        (flattened.to_string(), Reason::TokenJsonSerialized),
        (general.to_string(), Reason::TokenJsonSerialized),
        (".".repeat(100_000), Reason::TokenTooLong),
        (".".repeat(60_000), Reason::TokenMalformed),
        ("A".repeat(10 << 20), Reason::TokenTooLong),
        (with_claim("x", "A".repeat(10 << 20)), Reason::TokenTooLong),
    ];

    for (text, expected) in cases {
        assert_eq!(reason(&usual(), &text), expected, "{text:.60}");
    }
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().unwrap()
}

#[test]
fn a_part_in_another_base64_is_refused() {
    let good = token(Algorithm::EdDSA, &claims());
    for place in 0..3 {
        for spoil in [
            |part: &str| format!("{part}="),
            |part: &str| format!("{part}=="),
            |part: &str| format!(" {part}"),
            |part: &str| format!("{part}\n"),
            |part: &str| format!("{part}\t"),
            |part: &str| format!("{part}+"),
            |part: &str| format!("{part}/"),
            |part: &str| format!("{part}\u{ff0d}"),
            |part: &str| format!("{part}%3D"),
        ] {
            let mut parts = parts(&good).map(str::to_owned);
            parts[place] = spoil(&parts[place]);

            let refused = reason(&usual(), &parts.join("."));

            assert_eq!(refused, Reason::TokenMalformed, "{place}");
        }
    }
}

/// The last character of 64 signature bytes carries four bits that mean nothing, and must be zero.
#[test]
fn a_signature_has_one_text() {
    let good = token(Algorithm::EdDSA, &claims());
    let (rest, last) = good.split_at(good.len() - 1);

    let respelled = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        .chars()
        .filter(|other| !last.starts_with(*other))
        .map(|other| reason(&usual(), &format!("{rest}{other}")));

    let mut reasons: Vec<_> = respelled.collect();
    reasons.sort_unstable();
    reasons.dedup();
    assert_eq!(reasons, [Reason::SignatureInvalid, Reason::TokenMalformed]);
}

#[test]
fn a_payload_of_its_issuer_that_is_no_claims_object_is_malformed() {
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    for payload in [
        "",
        "null",
        "[]",
        "7",
        r#""text""#,
        "not json",
        "{",
        r#"{"sub":"a"} x"#,
        r#"{"sub":"c1","sub":"c2"}"#,
        r#"{"a":{"b":1,"b":1}}"#,
        r#"{"a":1e400}"#,
        &deep,
    ] {
        let refused = reason(&usual(), &with_payload(payload));

        assert_eq!(refused, Reason::ClaimsMalformed, "{payload:.40}");
    }
    assert_eq!(
        reason(&usual(), &with_payload(b"{\"a\":\"\xff\"}")),
        Reason::ClaimsMalformed
    );
}

/// Whoever did not sign learns nothing about how payloads are read.
#[test]
fn a_payload_of_anybody_else_is_wrongly_signed_whatever_it_is() {
    let header = b64(r#"{"alg":"EdDSA","kid":"k"}"#);
    for payload in ["", "not json", "[]", "{}", r#"{"a":1,"a":1}"#] {
        let forged = format!("{header}.{}.{}", b64(payload), b64([7; 64]));

        assert_eq!(
            reason(&usual(), &forged),
            Reason::SignatureInvalid,
            "{payload}"
        );
    }
}

#[test]
fn what_is_large_but_in_bounds_is_read() {
    let many: Vec<_> = (0..2000).collect();

    assert!(judge(&usual(), &with_claim("x", many)).is_ok());
    assert!(judge(&usual(), &with_claim("x", "A".repeat(40_000))).is_ok());
    assert!(judge(&usual(), &with_claim("x", u64::MAX)).is_ok());
}
