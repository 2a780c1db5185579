//! Whose token it is: `iss`, to the letter (RFC 7519 §4.1.1).

use customer_session::{
    Reason,
    danger::AnyIssuer,
    provider::{
        SessionProvider as _, Shape,
        jwt::{Algorithm, JwtProvider},
    },
};
use serde_json::json;

use crate::{
    judge::{judge, reason, usual},
    mint::{AUDIENCE, ISSUER, b64, claims, key, token, with_claim, without_claim},
};

#[test]
fn another_issuer_is_unknown_however_alike() {
    for issuer in [
        "https://login.shop.example/",
        "https://login.shop.example.evil.example",
        "https://login.shop.exampl",
        "https://LOGIN.shop.example",
        "http://login.shop.example",
        "https://login.shop.example#",
        "https://login.shop.example:443",
        " https://login.shop.example",
        "login.shop.example",
        "",
        "*",
        "https://login.shop.exampl\u{435}",
    ] {
        assert_eq!(
            reason(&usual(), &with_claim("iss", issuer)),
            Reason::IssuerUnknown,
            "{issuer}"
        );
    }
}

#[test]
fn an_issuer_that_is_no_string_is_malformed_and_a_missing_one_missing() {
    for issuer in [
        json!([ISSUER]),
        json!({"iss": ISSUER}),
        json!(7),
        json!(null),
        json!(true),
    ] {
        let refused = reason(&usual(), &with_claim("iss", issuer.clone()));

        assert_eq!(refused, Reason::ClaimsMalformed, "{issuer}");
    }
    assert_eq!(
        reason(&usual(), &without_claim("iss")),
        Reason::ClaimsMissing
    );
}

/// No key is looked for, so that nobody makes us fetch one in another's name.
#[test]
fn the_issuer_is_judged_before_the_key_and_the_algorithm() {
    let header = b64(r#"{"alg":"none","kid":"nobody"}"#);
    let payload = b64(json!({"iss": "https://evil.example"}).to_string());

    let refused = reason(&usual(), &format!("{header}.{payload}.AAAA"));

    assert_eq!(refused, Reason::IssuerUnknown);
}

#[test]
fn a_provider_without_issuer_takes_none() {
    let provider = JwtProvider::without_issuer()
        .audience(AUDIENCE)
        .key(key(Algorithm::EdDSA))
        .build()
        .unwrap();

    assert!(judge(&provider, &without_claim("iss")).is_ok());
    assert_eq!(
        reason(&provider, &with_claim("iss", ISSUER)),
        Reason::IssuerUnknown
    );
    assert_eq!(
        reason(&provider, &with_claim("iss", json!([1]))),
        Reason::ClaimsMalformed
    );
    assert_eq!(provider.shape(), Shape::AnyJwt);
}

#[test]
fn any_issuer_is_any() {
    let provider = JwtProvider::any_issuer(AnyIssuer)
        .audience(AUDIENCE)
        .key(key(Algorithm::EdDSA))
        .build()
        .unwrap();

    assert!(judge(&provider, &without_claim("iss")).is_ok());
    assert!(judge(&provider, &with_claim("iss", "https://any.example")).is_ok());
    assert_eq!(provider.name(), "jwt");
}

#[test]
fn tokens_are_routed_by_the_issuers_text() {
    assert_eq!(usual().shape(), Shape::JwtIssuers(vec![ISSUER.into()]));
    assert_eq!(usual().name(), ISSUER);
}

#[test]
fn a_token_of_one_tenant_is_not_good_at_another() {
    let tenant = |name: &str| {
        JwtProvider::issuer(format!("https://login.example/{name}"))
            .audience(AUDIENCE)
            .key(key(Algorithm::EdDSA))
            .build()
            .unwrap()
    };
    let mut of_a = claims();
    of_a["iss"] = json!("https://login.example/a");
    let of_a = token(Algorithm::EdDSA, &of_a);

    assert!(judge(&tenant("a"), &of_a).is_ok());
    assert_eq!(reason(&tenant("b"), &of_a), Reason::IssuerUnknown);
    assert_eq!(reason(&tenant(""), &of_a), Reason::IssuerUnknown);
}
