//! The realm of the challenge, and the places where a token may stand.

use customer_session::token::TokenSource;

use super::{assert_names, complete};

#[test]
fn a_realm_that_cannot_stand_between_quotes_is_named() {
    for realm in [r#"a "quoted" shop"#, r"back\slash", "line\nbreak", "größe"] {
        assert_names(complete().realm(realm), "realm", realm, "printable ASCII");
    }
}

#[test]
fn a_place_where_no_token_can_stand_is_named() {
    let sources = |source| complete().sources([source]);
    for (builder, field, value, mend) in [
        (
            complete().sources([]),
            "sources",
            "[]",
            "at least one place",
        ),
        (
            sources(TokenSource::Cookie("a=b".into())),
            "source.cookie",
            "a=b",
            "letters",
        ),
        (
            sources(TokenSource::Cookie("".into())),
            "source.cookie",
            "",
            "letters",
        ),
        (
            sources(TokenSource::Header("x token".into())),
            "source.header",
            "x token",
            "letters",
        ),
        (
            sources(TokenSource::Query("".into())),
            "source.query",
            "",
            "letters",
        ),
        (
            sources(TokenSource::Header("AUTHORIZATION".into())),
            "source.header",
            "AUTHORIZATION",
            "`TokenSource::Authorization`",
        ),
    ] {
        assert_names(builder, field, value, mend);
    }
}
