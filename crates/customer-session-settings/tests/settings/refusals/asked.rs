//! Issuers that are asked about tokens.

use customer_session_settings::SettingsErrorKind::{Contradiction, Invalid, Missing, Secret};

use super::{
    INTROSPECTION, ME,
    Schema::{CannotSay, Refuses},
    VERIFY_CALL, judge,
};
use crate::world::World;

#[test]
fn what_is_asked_by_configuration_is_refused_with_its_place() {
    let me = |more: &str| ME.to_owned() + more;
    let call = |more: &str| VERIFY_CALL.to_owned() + more;
    let (at_me, at_call) = ("providers.me.shop", "providers.verify_call.keys");
    for (text, kind, at, key, said, by_schema) in [
        (
            ME.replace("endpoint", "#"),
            Missing,
            at_me,
            "endpoint",
            "a `preset`",
            Refuses,
        ),
        (
            ME.replace("answer", "#"),
            Missing,
            at_me,
            "answer.customer_id",
            "customer's id",
            Refuses,
        ),
        (
            ME.replace("https", "http"),
            Invalid,
            at_me,
            "endpoint",
            "https",
            CannotSay,
        ),
        (
            ME.replace("\"/id", "\"id"),
            Invalid,
            at_me,
            "answer",
            "JSON pointer",
            CannotSay,
        ),
        (
            me("answer.active = 'valid'"),
            Invalid,
            at_me,
            "answer.active",
            "JSON pointer",
            CannotSay,
        ),
        (
            me("answer.rules = [{ status = 500, outcome = 'denied' }]"),
            Invalid,
            at_me,
            "answer.rules",
            "300 to 499",
            Refuses,
        ),
        (
            me("answer.rules = [{ status = 429, outcome = 'denied' }]"),
            Invalid,
            at_me,
            "answer.rules",
            "no rule",
            CannotSay,
        ),
        (
            me("answer.expires_at = { at = '/x', format = 'unix' }"),
            Invalid,
            at_me,
            "answer.expires_at.format",
            "`seconds`",
            Refuses,
        ),
        (
            me("answer.expires_at = { at = 'x', format = 'seconds' }"),
            Invalid,
            at_me,
            "answer.expires_at",
            "JSON pointer",
            CannotSay,
        ),
        (
            me("headers = { Host = 'x' }"),
            Invalid,
            at_me,
            "headers",
            "",
            CannotSay,
        ),
        (
            me("token_header = 'x'\ntoken_cookie = 'y'"),
            Contradiction,
            at_me,
            "token_header",
            "token_cookie",
            Refuses,
        ),
        (
            "[providers.me.shop]\npreset = { autumn = 'https://autumn.shop.example' }".to_owned(),
            Missing,
            at_me,
            "danger_any_tenant",
            "serves no other merchant",
            CannotSay,
        ),
        (
            VERIFY_CALL.replace("endpoint", "#"),
            Missing,
            at_call,
            "endpoint",
            "a `preset`",
            Refuses,
        ),
        (
            VERIFY_CALL.replace("bearer", "#"),
            Missing,
            at_call,
            "bearer",
            "who asks",
            CannotSay,
        ),
        (
            VERIFY_CALL.replace("token_in_json", "#"),
            Missing,
            at_call,
            "token_in_json",
            "token_in_form",
            CannotSay,
        ),
        (
            VERIFY_CALL.replace("answer", "#"),
            Missing,
            at_call,
            "answer.customer_id",
            "customer's id",
            Refuses,
        ),
        (
            call("token_in_form = 'x'"),
            Contradiction,
            at_call,
            "token_in_json",
            "token_in_form",
            Refuses,
        ),
        (
            call("basic = { name = 'x', password = { env = 'SHORT' } }"),
            Contradiction,
            at_call,
            "bearer",
            "basic",
            Refuses,
        ),
        (
            call("preset = { unkey = { env = 'SHORT' } }"),
            Contradiction,
            at_call,
            "bearer",
            "preset",
            Refuses,
        ),
        (
            call("answer.rules = [{ status = 401, outcome = 'denied' }]"),
            Invalid,
            at_call,
            "answer.rules",
            "our own secret",
            CannotSay,
        ),
        (
            call("secret_headers = { x-key = { env = 'UNSET' } }"),
            Secret,
            at_call,
            "secret_headers.x-key",
            "`UNSET`",
            CannotSay,
        ),
    ] {
        judge(&text, kind, &format!("{at}.{key}"), said, by_schema);
    }
}

#[test]
fn what_an_oauth_server_says_of_itself_is_refused_with_its_place() {
    let at = "providers.introspection.login";
    let more = |more: &str| INTROSPECTION.to_owned() + more;
    let discovered = INTROSPECTION.replace("endpoint", "discover");
    World::new()
        .load("settings.toml", &discovered)
        .unwrap()
        .build()
        .unwrap();
    for (text, kind, key, said, by_schema) in [
        (
            more("discover = 'https://login.shop.example'"),
            Contradiction,
            "endpoint",
            "discover",
            Refuses,
        ),
        (
            discovered.replace("https", "http"),
            Invalid,
            "discover",
            "https",
            CannotSay,
        ),
        (
            more("leeway = '400s'"),
            Invalid,
            "leeway",
            "300 s",
            CannotSay,
        ),
        (
            more("private_key_jwt = { id = 'x', key = { env = 'SHORT' } }"),
            Contradiction,
            "client_secret_basic",
            "private_key_jwt",
            Refuses,
        ),
        (
            INTROSPECTION.replace(
                "client_secret_basic = { id = \"orders\", secret",
                "private_key_jwt = { id = \"orders\", key",
            ),
            Invalid,
            "private_key_jwt.key",
            "(hidden)",
            CannotSay,
        ),
        (
            more("assertion_audience = 'x'"),
            Invalid,
            "assertion_audience",
            "private_key_jwt",
            CannotSay,
        ),
        (
            more("signed_answers = {}"),
            Invalid,
            "issuer",
            "signed answers name their issuer",
            CannotSay,
        ),
        (
            more("signed_answers = { mode = 'maybe' }"),
            Invalid,
            "signed_answers.mode",
            "`required`",
            Refuses,
        ),
        (
            more("signed_answers = { algorithms = ['ES1'] }"),
            Invalid,
            "signed_answers.algorithms[0]",
            "ES256",
            CannotSay,
        ),
        (
            more(
                "issuer = 'https://login.shop.example'\nsigned_answers = { jwks_url = 'http://x.example' }",
            ),
            Invalid,
            "signed_answers.jwks_url",
            "https",
            CannotSay,
        ),
    ] {
        judge(&text, kind, &format!("{at}.{key}"), said, by_schema);
    }
}
