//! Of what kind a token is: `typ` (RFC 8725 §3.11).

use customer_session::{Reason, danger::AnyTokenType};
use serde_json::json;

use crate::{
    judge::{builder, judge, usual},
    mint::with_header,
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

const OTHERS: [&str; 14] = [
    "logout+jwt",
    "secevent+jwt",
    "dpop+jwt",
    "token-introspection+jwt",
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
