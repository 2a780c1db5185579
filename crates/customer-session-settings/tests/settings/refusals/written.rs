//! What is written in a way that means nothing.

use customer_session_settings::{
    Settings,
    SettingsErrorKind::{Contradiction, Invalid, Missing, UnknownKey},
};

use super::{Schema::Refuses, judge};

#[test]
fn unknown_keys_are_refused_with_the_key_that_was_meant() {
    for (text, path, said) in [
        ("relm = 'x'", "relm", "did you mean `realm`?"),
        (
            "[cache]\nsesion_lifetime = '1s'",
            "cache.sesion_lifetime",
            "did you mean `session_lifetime`?",
        ),
        ("[provider.polar]", "provider", "did you mean `providers`?"),
        (
            "[providers.paypal]",
            "providers.paypal",
            "there are `polar`, `stripe`, `jwt`",
        ),
        (
            "[providers.polar]\norganization_idd = 'x'",
            "providers.polar.organization_idd",
            "unknown key; did you mean `organization_id`?",
        ),
        (
            "[providers.jwt.login]\naudience = 'x'",
            "providers.jwt.login.audience",
            "did you mean `audiences`?",
        ),
        (
            "[outage.breaker]\nzzz = 1",
            "outage.breaker.zzz",
            "there are `failures`, `pause`",
        ),
        (
            "[providers.polar]\naccess_token = { inline = 'x' }",
            "providers.polar.access_token.inline",
            "there are `env`, `file`",
        ),
        (
            "[providers.jwt.login]\nkeys = [{ jwks = 'x' }]",
            "providers.jwt.login.keys[0].jwks",
            "did you mean `jwk`?",
        ),
    ] {
        judge(text, UnknownKey, path, said, Refuses);
    }
}

#[test]
fn values_of_another_form_are_refused_with_the_form() {
    for (text, path, said) in [
        ("realm = 5", "realm", "is `5`: write a text"),
        (
            "[cache]\nsession_lifetime = 60",
            "cache.session_lifetime",
            "is `60`: write a number with its unit",
        ),
        (
            "[cache]\nsession_lifetime = '60'",
            "cache.session_lifetime",
            "is `60`: write a number with its unit",
        ),
        (
            "[cache]\nrefresh_ahead = '20'",
            "cache.refresh_ahead",
            "is `20`: write a whole number",
        ),
        (
            "[cache]\nrefresh_ahead = -1",
            "cache.refresh_ahead",
            "is `-1`: write a whole number",
        ),
        (
            "[cache]\nrefresh_ahead = 2.5",
            "cache.refresh_ahead",
            "is `2.5`: write a whole number",
        ),
        (
            "[cache.sessions]\nbytes = '96MB'",
            "cache.sessions.bytes",
            "is `96MB`: write a number of bytes",
        ),
        ("cache = 'none'", "cache", "is a text: write a table"),
        (
            "[cache]\nrefresh_ahead = 256",
            "cache.refresh_ahead",
            "is `256`: write a whole number from 0 to 255",
        ),
        (
            "[cache]\nmax_denials = 'x'",
            "cache.max_denials",
            "write a whole number from 0 up",
        ),
        (
            "[outage.breaker]\nfailures = 4294967296",
            "outage.breaker.failures",
            "write a whole number from 0 to 4294967295",
        ),
        ("sources = 'authorization'", "sources", "write a list"),
        (
            "sources = ['body']",
            "sources[0]",
            "write one of `authorization`, `cookie`",
        ),
        ("sources = ['cookie']", "sources[0]", "write { cookie = … }"),
        (
            "sources = [{ authorization = 'x' }]",
            "sources[0]",
            "write \"authorization\"",
        ),
        (
            "sources = [{ cookie = 'x', header = 'y' }]",
            "sources[0]",
            "has both `cookie` and `header`",
        ),
        (
            "[providers.jwt.login]\nrfc9068 = 'yes'",
            "providers.jwt.login.rfc9068",
            "write true or false",
        ),
        (
            "[providers.jwt.login]\naudiences = 'x'",
            "providers.jwt.login.audiences",
            "write a list",
        ),
        (
            "[providers.jwt]\nissuer = 'x'",
            "providers.jwt.issuer",
            "write providers.jwt.NAME.issuer",
        ),
        (
            "[providers.polar]\nchecksum = 'requird'",
            "providers.polar.checksum",
            "did you mean `required`?",
        ),
        (
            "[providers.polar]\nhttp = { tls_roots = 'mine' }",
            "providers.polar.http.tls_roots",
            "one of `none`, `pem_file`, `system`",
        ),
    ] {
        let kind = if said.contains("has both") {
            Contradiction
        } else {
            Invalid
        };
        judge(text, kind, path, said, Refuses);
    }
    judge(
        "realm = 2026-11-21",
        Invalid,
        "realm",
        "is a date: put it in quotes",
        Refuses,
    );
}

#[test]
fn a_key_that_stands_twice_in_json_is_refused() {
    let text = r#"{ "cache": { "session_lifetime": "1s", "session_lifetime": "60s" } }"#;

    let error = Settings::from_json(text).unwrap_err();

    assert_eq!(
        (error.kind(), error.path()),
        (Contradiction, "cache.session_lifetime"),
        "{error}"
    );
}

#[test]
fn null_is_the_same_as_nothing() {
    for text in [
        r#"{ "realm": null, "cache": { "session_lifetime": null }, "providers": { "polar": null } }"#,
        r#"{ "cache": null, "sources": null, "outage": { "breaker": null }, "providers": { "jwt": null } }"#,
        r#"{ "limits": null, "providers": null }"#,
    ] {
        assert_eq!(
            Settings::from_json(text).unwrap(),
            Settings::default(),
            "{text}"
        );
    }
    let jwt =
        r#"{ "providers": { "jwt": { "a": { "warm_up": null, "claims": null, "http": null } } } }"#;
    let jwt = Settings::from_json(jwt).unwrap().providers.jwt;
    assert_eq!(
        jwt["a"],
        customer_session_settings::provider::Jwt::default()
    );
    let unknown = Settings::from_json(r#"{ "relm": null }"#).unwrap_err();
    assert_eq!(unknown.kind(), UnknownKey);
    let polar = r#"{ "providers": { "polar": { "access_token": null, "organization_id": "x" } } }"#;
    let missing = Settings::from_json(polar).unwrap_err();
    assert_eq!(
        (missing.kind(), missing.path()),
        (Missing, "providers.polar.access_token")
    );
}
