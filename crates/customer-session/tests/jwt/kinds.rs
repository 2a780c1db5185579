//! Of what kind a token is: `typ` (RFC 8725 §3.11).

use customer_session::{Reason, danger::AnyTokenType, provider::jwt::Algorithm};
use serde_json::json;

use crate::{
    judge::{builder, judge, reason, usual},
    mint::{claims, token, token_of, with_claim, with_header},
};

fn of_kind(kind: Option<&str>) -> String {
    let mut header = json!({"alg": "EdDSA", "kid": "k"});
    if let Some(kind) = kind {
        header["typ"] = json!(kind);
    }
    with_header(&header)
}

const TAKEN: [&str; 7] = [
    "JWT",
    "jwt",
    "at+jwt",
    "AT+JWT",
    "application/at+jwt",
    "Application/At+Jwt",
    "application/jwt",
];

const OTHERS: [&str; 13] = [
    "logout+jwt",
    "secevent+jwt",
    "dpop+jwt",
    "entity-statement+jwt",
    "oauth-authz-req+jwt",
    "vc+jwt",
    "kb+jwt",
    "JOSE",
    "",
    " JWT",
    "at+jwt ",
    "text/at+jwt",
    "application/application/at+jwt",
];

#[test]
fn access_tokens_and_those_that_do_not_say_are_taken() {
    for kind in TAKEN.iter().copied().map(Some).chain([None]) {
        assert!(judge(&usual(), &of_kind(kind)).is_ok(), "{kind:?}");
    }
}

#[test]
fn what_says_that_it_is_something_else_is_refused() {
    for kind in OTHERS {
        let refused = judge(&usual(), &of_kind(Some(kind))).unwrap_err();

        assert_eq!(refused, Reason::TokenTypeRefused, "{kind}");
    }
}

#[test]
fn a_list_of_kinds_is_strict() {
    let strict = builder().typ(["application/at+jwt"]).build().unwrap();

    for kind in ["at+jwt", "AT+jwt", "application/at+jwt"] {
        assert!(judge(&strict, &of_kind(Some(kind))).is_ok(), "{kind}");
    }
    for kind in [None, Some("JWT"), Some("logout+jwt")] {
        assert_eq!(
            judge(&strict, &of_kind(kind)).unwrap_err(),
            Reason::TokenTypeRefused
        );
    }
}

#[test]
fn any_kind_is_said_aloud() {
    let any = builder().any_typ(AnyTokenType).build().unwrap();

    for kind in OTHERS {
        assert!(judge(&any, &of_kind(Some(kind))).is_ok(), "{kind}");
    }
}

/// RFC 9701 §8.1: it says all about somebody's token, and whoever may ask the issuer has many.
#[test]
fn an_answer_about_a_token_is_never_a_token_whatever_is_configured() {
    let any = builder().any_typ(AnyTokenType).build().unwrap();
    let strict = builder().typ(["at+jwt"]).build().unwrap();

    for provider in [any, strict, usual()] {
        for kind in ANSWERS {
            let refused = judge(&provider, &of_kind(Some(kind))).unwrap_err();
            assert_eq!(refused, Reason::TokenTypeRefused, "{kind}");
        }
    }
}

#[test]
fn answers_about_tokens_cannot_be_configured_as_tokens() {
    for kind in ANSWERS {
        let error = builder().typ(["at+jwt", kind]).build().unwrap_err();

        let error = error.to_string();
        assert!(
            error.contains("`typ`") && error.contains("RFC 9701"),
            "{error}"
        );
    }
}

const ANSWERS: [&str; 4] = [
    "token-introspection+jwt",
    "Token-Introspection+JWT",
    "application/token-introspection+jwt",
    "APPLICATION/token-introspection+jwt",
];

/// A logout token (OpenID Connect Back-Channel Logout 1.0 §2.4), or any other security event token
/// (RFC 8417 §2.2), whose `typ` does not tell.
#[test]
fn a_token_that_tells_of_an_event_is_no_session() {
    let logout = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    let any = builder().any_typ(AnyTokenType).build().unwrap();
    let listed = builder().typ(["jwt", "logout+jwt"]).build().unwrap();

    for events in [logout, json!({}), json!([]), json!("x"), json!(null)] {
        let token = with_claim("events", events.clone());
        assert_eq!(
            reason(&usual(), &token),
            Reason::TokenTypeRefused,
            "{events}"
        );
        assert!(judge(&any, &token).is_ok(), "{events}");

        let mut claims = claims();
        claims["events"] = events;
        let header = r#"{"alg":"EdDSA","kid":"k","typ":"JWT"}"#;
        let typed = token_of(Algorithm::EdDSA, header, claims.to_string());
        assert_eq!(reason(&listed, &typed), Reason::TokenTypeRefused);
    }
}

/// It is no session whenever it comes.
#[test]
fn a_token_that_tells_of_an_event_is_of_the_wrong_kind_before_it_is_too_late() {
    let mut claims = claims();
    claims["events"] = json!({});
    claims["exp"] = json!(1);

    let refused = reason(&usual(), &token(Algorithm::EdDSA, &claims));

    assert_eq!(refused, Reason::TokenTypeRefused);
}
