//! Key sets, judged key by key.

use std::sync::LazyLock;

use aws_lc_rs::signature::ECDSA_P384_SHA384_FIXED_SIGNING;
use proptest::prelude::*;
use serde_json::json;

use super::{super::*, b64, ec, okp, p256, read, rsa, with};
use crate::{provider::jwt::Algorithm, rejection::Reason};

#[test]
fn each_kind_of_key_serves_the_algorithm_of_its_kind() {
    let reading = read(vec![
        rsa("rsa"),
        with(rsa("pss"), "alg", "PS384"),
        p256("p256"),
        ec("p384", "P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
        okp("okp"),
        with(okp("named"), "alg", "Ed25519"),
    ]);

    let served: Vec<_> = reading
        .set
        .keys()
        .iter()
        .map(|key| (key.id().unwrap(), key.algorithm().as_str()))
        .collect();
    assert_eq!(
        served,
        [
            ("rsa", "RS256"),
            ("pss", "PS384"),
            ("p256", "ES256"),
            ("p384", "ES384"),
            ("okp", "EdDSA"),
            ("named", "EdDSA"),
        ]
    );
    assert_eq!(reading.dropped, []);
}

#[test]
fn an_rsa_key_without_alg_serves_the_configured_algorithm() {
    let set = json!({"keys": [rsa("a")]}).to_string();

    let reading = read_jwks(set.as_bytes(), &KeyRules::new().rsa(Algorithm::PS256)).unwrap();

    assert_eq!(reading.set.keys()[0].algorithm(), Algorithm::PS256);
}

#[test]
fn an_unusable_key_is_dropped_and_the_others_live() {
    let mut off_curve = p256("k");
    off_curve["y"] = off_curve["x"].clone();
    let cases = [
        (json!(7), "it is not a JSON object"),
        (json!({}), "it has no `kty`"),
        (json!({"kty": "AKP"}), "its `kty` is not known here"),
        (
            json!({"kty": ["RSA"]}),
            "a member that must be a string is none",
        ),
        (
            json!({"kty": "oct", "k": "AAAA"}),
            "it is a shared secret (`oct`)",
        ),
        (with(okp("k"), "d", "AAAA"), "it holds a private key"),
        (with(rsa("k"), "p", "AAAA"), "it holds a private key"),
        (with(rsa("k"), "use", "enc"), "its `use` is not `sig`"),
        (
            with(rsa("k"), "key_ops", json!(["sign"])),
            "its `key_ops` do not say `verify`",
        ),
        (
            with(rsa("k"), "key_ops", "verify"),
            "its `key_ops` do not say `verify`",
        ),
        (
            with(rsa("k"), "alg", "RSA-OAEP"),
            "its `alg` is not known here",
        ),
        (with(rsa("k"), "alg", "none"), "its `alg` is not known here"),
        (
            with(rsa("k"), "alg", "HS256"),
            "its `alg` does not fit its `kty`",
        ),
        (
            with(rsa("k"), "alg", "ES256"),
            "its `alg` does not fit its `kty`",
        ),
        (
            with(rsa("k"), "n", b64(&[0xFF; 128])),
            "its modulus has less than 2048 bits",
        ),
        (with(rsa("k"), "e", "AQ"), "its exponent is less than 3"),
        (
            with(rsa("k"), "n", "not base64url!"),
            "a number in it is not base64url",
        ),
        (
            with(rsa("k"), "kid", "k".repeat(257)),
            "its `kid` is too long",
        ),
        (
            with(p256("k"), "alg", "ES384"),
            "its `alg` does not fit its `crv`",
        ),
        (
            with(p256("k"), "crv", "P-384"),
            "a coordinate has the wrong length for its curve",
        ),
        (
            with(p256("k"), "crv", "secp256k1"),
            "its `crv` is not known here",
        ),
        (
            with(okp("k"), "crv", "Ed448"),
            "its `crv` is not known here",
        ),
        (
            with(okp("k"), "alg", "ES256"),
            "its `alg` does not fit its `crv`",
        ),
        (
            with(okp("k"), "x", "AAAA"),
            "its point has the wrong length for its curve",
        ),
        (
            with(okp("k"), "x", b64(&[0; 32])),
            "its point has a small order",
        ),
        (off_curve, "its point is not on its curve"),
    ];

    for (jwk, why) in cases {
        let reading = read(vec![jwk.clone(), okp("good")]);

        assert_eq!(reading.dropped.len(), 1, "{jwk}");
        assert_eq!(
            (reading.dropped[0].position, reading.dropped[0].why),
            (0, why),
            "{jwk}"
        );
        assert_eq!(reading.set.keys()[0].id(), Some("good"));
    }
}

#[test]
fn a_member_that_stands_in_a_key_twice_costs_that_key_only() {
    let twice = rsa("k").to_string().replacen('{', r#"{"kty":"RSA","#, 1);
    let set = format!(r#"{{"keys":[{twice},{}]}}"#, okp("good"));

    let reading = read_jwks(set.as_bytes(), &KeyRules::new()).unwrap();

    assert_eq!(reading.dropped[0].why, "a member stands in it twice");
    assert_eq!(reading.set.keys().len(), 1);
}

#[test]
fn twins_are_all_dropped_and_namesakes_of_another_algorithm_are_not() {
    let reading = read(vec![okp("a"), okp("a"), p256("a"), okp("b"), okp("a")]);

    let kept: Vec<_> = reading
        .set
        .keys()
        .iter()
        .map(VerifyingKey::algorithm)
        .collect();
    assert_eq!(kept, [Algorithm::ES256, Algorithm::EdDSA]);
    let dropped: Vec<_> = reading.dropped.iter().map(|one| one.position).collect();
    assert_eq!(dropped, [0, 1, 4]);
    assert_eq!(
        reading.dropped[0].to_string(),
        "key 0 (`a`): another key has the same `kid` and algorithm"
    );
}

#[test]
fn the_id_of_a_dropped_key_is_printable_and_bounded() {
    let id = format!("a\r\nb\u{1b}[31mé{}", "x".repeat(1000));

    let reading = read(vec![with(rsa(&id), "use", "enc")]);

    let printed = reading.dropped[0].id.clone().unwrap();
    assert!(printed.starts_with("a??b?[31m?x"), "{printed}");
    assert_eq!(printed.len(), 64);
}

#[test]
fn what_is_no_set_is_refused_whole() {
    for json in [
        "",
        "[]",
        "null",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":null}"#,
        r#"[[]]"#,
        r#"{"keys":[]} x"#,
        r#"{"keys":[],"keys":[]}"#,
        r#"{"keys":["#,
    ] {
        let refused = read_jwks(json.as_bytes(), &KeyRules::new()).unwrap_err();

        assert_eq!(refused, JwksError::NoSet, "{json}");
    }
    assert!(read_jwks(br#" {"keys":[]}"#, &KeyRules::new()).is_ok());
}

#[test]
fn a_hundred_keys_are_read_and_one_more_is_too_many() {
    let set = |count| json!({"keys": vec![json!({}); count]}).to_string();

    let full = read_jwks(set(100).as_bytes(), &KeyRules::new()).unwrap();
    let refused = read_jwks(set(101).as_bytes(), &KeyRules::new()).unwrap_err();

    assert_eq!(full.dropped.len(), 100);
    assert_eq!(refused, JwksError::TooManyKeys(101));
}

#[test]
fn a_key_is_found_by_name_and_without_one_only_where_it_is_the_only_one() {
    let one = read(vec![okp("a"), p256("a")]).set;
    let two = read(vec![okp("a"), okp("b")]).set;

    let find = |set: &KeySet, id, algorithm| {
        set.find(id, algorithm)
            .map(|key| key.id().map(str::to_owned))
    };
    assert_eq!(
        find(&one, Some("a"), Algorithm::ES256),
        Ok(Some("a".into()))
    );
    assert_eq!(find(&one, None, Algorithm::EdDSA), Ok(Some("a".into())));
    assert_eq!(
        find(&one, Some("b"), Algorithm::EdDSA),
        Err(Reason::KeyUnknown)
    );
    assert_eq!(
        find(&one, Some("a"), Algorithm::ES384),
        Err(Reason::KeyUnknown)
    );
    assert_eq!(find(&two, None, Algorithm::EdDSA), Err(Reason::KeyUnknown));
}

#[test]
fn a_key_without_a_name_is_tried_where_it_is_the_only_such_one() {
    let mut nameless = okp("");
    nameless.as_object_mut().unwrap().remove("kid");
    let one = read(vec![nameless.clone(), okp("a")]).set;
    let two = read(vec![nameless.clone(), nameless]).set;

    assert_eq!(one.find(Some("x"), Algorithm::EdDSA).unwrap().id(), None);
    assert_eq!(
        one.find(Some("a"), Algorithm::EdDSA).unwrap().id(),
        Some("a")
    );
    assert!(two.find(Some("x"), Algorithm::EdDSA).is_err());
}

#[test]
fn a_key_that_was_withdrawn_or_exchanged_is_missed() {
    let (a, b) = (okp("a"), okp("b"));
    let older = read(vec![a.clone(), b.clone()]).set;

    let grown = read(vec![b.clone(), okp("c"), a.clone()]).set;
    let shrunk = read(vec![a.clone()]).set;
    let exchanged = read(vec![a, okp("b")]).set;

    assert!(!grown.lacks_any_of(&older));
    assert!(shrunk.lacks_any_of(&older));
    assert!(exchanged.lacks_any_of(&older));
}

proptest! {
    #[test]
    fn any_document_is_read_without_a_panic(json in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_jwks(&json, &KeyRules::new());
    }

    #[test]
    fn a_set_with_another_byte_anywhere_is_read_without_a_panic(
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut json = SET.clone().into_bytes();
        let place = place.index(json.len());
        json[place] = byte;

        if let Ok(reading) = read_jwks(&json, &KeyRules::new()) {
            prop_assert!(reading.set.keys().len() + reading.dropped.len() <= 3);
        }
    }
}

static SET: LazyLock<String> =
    LazyLock::new(|| json!({"keys": [rsa("a"), p256("b"), okp("c")]}).to_string());
