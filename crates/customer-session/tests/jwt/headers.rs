//! The header of a token is a stranger's word.

use customer_session::{
    Reason,
    provider::jwt::{Algorithm, JwtProvider},
};
use serde_json::{Value, json};

use crate::{
    judge::{builder, judge, keyless, reason, usual},
    mint::{claims, key, token_of, with_header},
};

fn raw(header: &str) -> String {
    token_of(Algorithm::EdDSA, header, claims().to_string())
}

fn header(name: &str, value: Value) -> String {
    let mut header = json!({"alg": "EdDSA", "kid": "k"});
    header[name] = value;
    with_header(&header)
}

#[test]
fn keys_that_a_token_brings_along_are_never_looked_at() {
    let attackers =
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let cases = [
        ("jwk", attackers.clone()),
        ("jwk", json!(7)),
        ("jku", json!("https://evil.example/jwks")),
        ("x5u", json!("http://169.254.169.254/")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("AAAA")),
        ("x5t#S256", json!("AAAA")),
    ];

    // Signed by the issuer they change nothing; signed by anybody else they do not help.
    let other = keyless()
        .key(
            customer_session::provider::jwt::JwtKey::jwk(&attackers.to_string())
                .unwrap()
                .id("k"),
        )
        .build()
        .unwrap();
    for (name, value) in cases {
        let token = header(name, value);

        assert!(judge(&usual(), &token).is_ok(), "{name}");
        assert_eq!(reason(&other, &token), Reason::SignatureInvalid, "{name}");
    }
}

#[test]
fn extensions_that_must_be_understood_are_refused() {
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("crit", json!(["http://example.com/UNDEFINED"])),
        ("crit", json!([])),
        ("crit", json!(["alg"])),
        ("crit", json!("b64")),
        ("crit", json!(null)),
        ("b64", json!(false)),
        ("b64", json!(true)),
    ] {
        let refused = reason(&usual(), &header(name, value.clone()));

        assert_eq!(refused, Reason::HeaderCritical, "{name} {value}");
    }
}

#[test]
fn encryption_and_compression_are_refused() {
    assert_eq!(
        reason(&usual(), &header("enc", json!("A128GCM"))),
        Reason::TokenEncrypted
    );
    assert_eq!(
        reason(&usual(), &header("zip", json!("DEF"))),
        Reason::HeaderMalformed
    );
}

#[test]
fn a_header_that_is_no_plain_object_is_refused() {
    let deep = format!(
        r#"{{"alg":"EdDSA","x":{}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    for json in [
        "",
        "null",
        "[]",
        r#""EdDSA""#,
        "{",
        r#"{"alg":"EdDSA"}x"#,
        r#"{"alg":"EdDSA","alg":"EdDSA"}"#,
        r#"{"alg":"none","alg":"EdDSA"}"#,
        r#"{"alg":"EdDSA","\u0061lg":"none"}"#,
        r#"{"alg":"EdDSA","kid":"k","kid":"j"}"#,
        r#"{"alg":"EdDSA","kid":1}"#,
        r#"{"alg":"EdDSA","kid":null}"#,
        r#"{"alg":"EdDSA","typ":["JWT"]}"#,
        "{'alg':'EdDSA'}",
        r#"{"alg":"EdDSA","x":1e400}"#,
        &deep,
    ] {
        assert_eq!(
            reason(&usual(), &raw(json)),
            Reason::HeaderMalformed,
            "{json:.40}"
        );
    }
    let invalid = b"{\"alg\":\"EdDSA\",\"x\":\"\xff\"}";
    let invalid = format!("{}.e30.AAAA", crate::mint::b64(invalid));
    assert_eq!(reason(&usual(), &invalid), Reason::HeaderMalformed);
}

#[test]
fn members_that_mean_nothing_here_are_ignored() {
    let token = with_header(&json!({
        "alg": "EdDSA", "kid": "k", "cty": "x", "nonce": [1, {"a": 2}], "http://example.com/x": true,
    }));

    assert!(judge(&usual(), &token).is_ok());
}

#[test]
fn a_kid_is_a_name_and_nothing_else() {
    for id in [
        "../../../../dev/null",
        "k' OR 1=1 --",
        "k)(uid=*",
        "https://evil.example/jwks",
        "k\r\nX: y",
        "K",
        "k ",
        " k",
        "",
        "k\0",
        "*",
    ] {
        let refused = reason(&usual(), &header("kid", json!(id)));

        assert_eq!(refused, Reason::KeyUnknown, "{id:?}");
    }
}

#[test]
fn a_kid_is_bounded() {
    assert_eq!(
        reason(&usual(), &header("kid", json!("k".repeat(256)))),
        Reason::KeyUnknown
    );
    assert_eq!(
        reason(&usual(), &header("kid", json!("k".repeat(257)))),
        Reason::HeaderMalformed
    );
    assert_eq!(
        reason(&usual(), &header("kid", json!("k".repeat(1 << 20)))),
        Reason::TokenTooLong
    );
}

#[test]
fn a_token_without_kid_is_tried_where_exactly_one_key_fits() {
    let token = with_header(&json!({"alg": "EdDSA"}));
    let beside_another = builder().key(key(Algorithm::ES256)).build().unwrap();
    let two = builder()
        .key(key(Algorithm::EdDSA).id("j"))
        .build()
        .unwrap();

    assert!(judge(&usual(), &token).is_ok());
    assert!(judge(&beside_another, &token).is_ok());
    assert_eq!(reason(&two, &token), Reason::KeyUnknown);
}

#[test]
fn a_kid_of_one_issuer_says_nothing_about_anothers() {
    let theirs = JwtProvider::issuer("https://other.example")
        .audience(crate::mint::AUDIENCE)
        .key(key(Algorithm::ES256))
        .build()
        .unwrap();
    let mut claims = claims();
    claims["iss"] = json!("https://other.example");

    // Signed by the key that is called `k` at the one issuer, for the other, whose `k` is another.
    let crossed = crate::mint::token(Algorithm::EdDSA, &claims);

    assert_eq!(reason(&theirs, &crossed), Reason::KeyUnknown);
    assert_eq!(reason(&usual(), &crossed), Reason::IssuerUnknown);
}
