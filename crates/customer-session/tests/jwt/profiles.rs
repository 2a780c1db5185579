//! Access tokens to the letter (RFC 9068), and tokens that a client got for itself.

use customer_session::{
    Reason,
    danger::{AnyAudience, AnyIssuer},
    provider::jwt::{Algorithm, JwtProvider, Mapped},
    session::CustomerRecord,
};
use serde_json::{Value, json};

use crate::{
    judge::{builder, judge, reason, usual},
    mint::{claims, key, token, token_of},
};

/// RFC 9068 §2.2.
fn access_claims() -> Value {
    let mut claims = claims();
    claims["client_id"] = json!("storefront");
    claims["jti"] = json!("j1");
    claims
}

fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

fn access_token(claims: &Value) -> String {
    typed("at+jwt", claims)
}

fn typed(kind: &str, claims: &Value) -> String {
    let header = json!({"alg": "EdDSA", "kid": "k", "typ": kind}).to_string();
    token_of(Algorithm::EdDSA, &header, claims.to_string())
}

#[test]
fn the_profile_takes_access_tokens_only() {
    let provider = builder().rfc9068().build().unwrap();

    for kind in ["at+jwt", "AT+JWT", "application/at+jwt"] {
        assert!(judge(&provider, &typed(kind, &access_claims())).is_ok());
    }
    for other in [
        typed("JWT", &access_claims()),
        typed("logout+jwt", &access_claims()),
        token(Algorithm::EdDSA, &access_claims()),
    ] {
        assert_eq!(reason(&provider, &other), Reason::TokenTypeRefused);
    }
}

#[test]
fn the_profile_requires_what_an_access_token_says() {
    let provider = builder().rfc9068().build().unwrap();

    for name in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"] {
        let lacking = access_token(&without(access_claims(), name));
        assert_eq!(reason(&provider, &lacking), Reason::ClaimsMissing, "{name}");
    }
    for name in ["sub", "client_id", "jti"] {
        for (value, expected) in [
            (json!(null), Reason::ClaimsMissing),
            (json!(["x"]), Reason::ClaimsMalformed),
            (json!(true), Reason::ClaimsMalformed),
        ] {
            let odd = access_token(&with(access_claims(), name, value));
            assert_eq!(reason(&provider, &odd), expected, "{name}");
        }
    }
}

/// Whom it is from and for is stated, though anybody will do.
#[test]
fn the_profile_requires_an_issuer_and_an_audience_of_anybody() {
    let provider = JwtProvider::any_issuer(AnyIssuer)
        .any_audience(AnyAudience)
        .key(key(Algorithm::EdDSA))
        .rfc9068()
        .build()
        .unwrap();

    assert!(judge(&provider, &access_token(&access_claims())).is_ok());
    for name in ["iss", "aud"] {
        let lacking = access_token(&without(access_claims(), name));
        assert_eq!(reason(&provider, &lacking), Reason::ClaimsMissing, "{name}");
    }
}

#[test]
fn the_profile_is_not_asked_for_by_default() {
    assert!(judge(&usual(), &typed("JWT", &claims())).is_ok());
}

/// RFC 9068 §2.2, RFC 9700 §4.15: the `sub` of a token without an owner is the client's own id.
#[test]
fn a_token_that_a_client_got_for_itself_is_no_customers() {
    let provider = builder().refuse_clients().build().unwrap();
    let of = |names: Value| {
        let mut claims = claims();
        for (name, value) in names.as_object().unwrap() {
            claims[name] = value.clone();
        }
        token(Algorithm::EdDSA, &claims)
    };
    let own = [
        json!({"client_id": "c1"}),
        json!({"azp": "c1"}),
        json!({"azp": "c1", "client_id": "storefront"}),
        json!({"azp": "storefront", "client_id": "c1"}),
        json!({"sub": 7, "client_id": "7"}),
    ];
    let of_customers = [
        json!({}),
        json!({"client_id": "storefront"}),
        json!({"azp": "storefront", "client_id": "storefront"}),
        json!({"client_id": "C1"}),
        json!({"client_id": "c"}),
        json!({"sub": 7, "client_id": "8"}),
    ];

    for names in own {
        let token = of(names.clone());
        assert_eq!(reason(&provider, &token), Reason::ClaimsRefused, "{names}");
        assert!(judge(&usual(), &token).is_ok(), "{names}");
    }
    for names in of_customers {
        assert!(judge(&provider, &of(names.clone())).is_ok(), "{names}");
    }
    for name in ["azp", "client_id"] {
        let odd = of(json!({name: ["c1"]}));
        assert_eq!(reason(&provider, &odd), Reason::ClaimsMalformed, "{name}");
    }
}

/// The customer's id may stand elsewhere: it is the client's token all the same.
#[test]
fn a_clients_own_token_is_told_by_its_subject_wherever_the_customer_is_read() {
    let provider = builder()
        .refuse_clients()
        .map(|_| Ok(Mapped::new(CustomerRecord::new("ada"))))
        .build()
        .unwrap();
    let own = with(claims(), "client_id", json!("c1"));

    assert_eq!(
        reason(&provider, &token(Algorithm::EdDSA, &own)),
        Reason::ClaimsRefused
    );
}
