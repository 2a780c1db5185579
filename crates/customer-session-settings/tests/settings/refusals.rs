//! What is refused, where, and in which words; and what of it the schema refuses too.

use std::sync::LazyLock;

use customer_session_settings::{Settings, SettingsError, SettingsErrorKind, schema};

use crate::{
    published::as_json,
    world::{CANARY, World},
};

/// Whether the schema can say it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Schema {
    Refuses,
    CannotSay,
}
use Schema::{CannotSay, Refuses};
use SettingsErrorKind::{Contradiction, Invalid, Missing, Secret, UnknownKey, Unreadable};

static SCHEMA: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::validator_for(&schema()).unwrap());

const POLAR: &str = r#"
[providers.polar]
access_token = { env = "POLAR_ACCESS_TOKEN" }
organization_id = "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01"
"#;
const JWT: &str = r#"
[providers.jwt.login]
issuer = "https://login.shop.example"
audiences = ["orders"]
"#;
const INTROSPECTION: &str = r#"
[providers.introspection.login]
endpoint = "https://login.shop.example/introspect"
client_secret_basic = { id = "orders", secret = { env = "LOGIN_CLIENT_SECRET" } }
"#;
const STRIPE: &str = r#"
[providers.stripe.shop]
secret_key = { env = "STRIPE_SECRET_KEY" }
digest_secret = { file = "/run/secrets/digest" }
"#;

const ME: &str = r#"
[providers.me.shop]
endpoint = "https://shop.example/me"
answer.customer_id = "/id"
"#;
const VERIFY_CALL: &str = r#"
[providers.verify_call.keys]
endpoint = "https://keys.example/verify"
bearer = { env = "PARTNERS_TOKEN" }
token_in_json = "key"
answer.customer_id = "/id"
"#;

fn refusal(text: &str) -> SettingsError {
    let world = World::new();
    let built = world
        .load("settings.toml", text)
        .and_then(|settings| settings.build());
    built.map(|_| panic!("{text} is built")).unwrap_err()
}

fn judge(text: &str, kind: SettingsErrorKind, path: &str, said: &str, by_schema: Schema) {
    let error = refusal(text);

    assert_eq!(
        (error.kind(), error.path()),
        (kind, path),
        "{error}\n{text}"
    );
    let told = error.to_string();
    assert!(told.contains(said), "{told}\n{text}");
    assert!(told.contains(path) && !told.contains(CANARY), "{told}");
    assert!(
        !told.contains("(..)") && !told.contains("::"),
        "in the words of Rust: {told}"
    );
    let fits = SCHEMA.is_valid(&as_json("settings.toml", text));
    assert_eq!(!fits, by_schema == Refuses, "{text}");
}

#[test]
fn without_a_flaw_all_of_them_are_built() {
    for text in [POLAR, JWT, INTROSPECTION, STRIPE, ME, VERIFY_CALL] {
        World::new()
            .load("settings.toml", text)
            .unwrap()
            .build()
            .unwrap();
    }
}

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
        ("cache = 'none'", "cache", "is `none`: write a table"),
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
fn what_must_be_there_is_named() {
    for (text, path) in [
        (
            "[providers.polar]\norganization_id = 'x'",
            "providers.polar.access_token",
        ),
        (
            "[providers.polar]\naccess_token = { env = 'x' }",
            "providers.polar.organization_id",
        ),
        (
            "[providers.stripe.shop]\nsecret_key = { env = 'x' }",
            "providers.stripe.shop.digest_secret",
        ),
        (
            "[providers.jwt.login]\naudiences = ['x']",
            "providers.jwt.login.issuer",
        ),
        (
            "[providers.jwt.login]\nissuer = 'x'",
            "providers.jwt.login.audiences",
        ),
        (
            "[limits]\nunknown_token_rate = { calls = 1 }",
            "limits.unknown_token_rate.per",
        ),
        (
            "[providers.jwt.login]\nissuer = 'x'\naudiences = ['x']\nkeys = [{ id = 'x' }]",
            "providers.jwt.login.keys[0].jwk",
        ),
        (
            "[providers.introspection.login]\nbearer = { env = 'LOGIN_CLIENT_SECRET' }",
            "providers.introspection.login.endpoint",
        ),
        (
            "[providers.introspection.login]\nendpoint = 'https://login.example'",
            "providers.introspection.login.client_secret_basic",
        ),
    ] {
        judge(text, Missing, path, "is not set: ", Refuses);
    }
    judge("", Missing, "providers", "add a section", CannotSay);
    let nobody = "[providers.jwt.login]\nwithout_issuer = true\naudiences = ['x']";
    judge(
        nobody,
        Missing,
        "providers.jwt.login.jwks_url",
        "no keys can be found",
        CannotSay,
    );
    let account = STRIPE.to_owned() + "webhook_account = 'acct_1'";
    judge(
        &account,
        Missing,
        "providers.stripe.shop.webhook",
        "is not set",
        CannotSay,
    );
}

#[test]
fn contradictions_name_both_places() {
    let jwt = |more: &str| format!("{JWT}{more}");
    let at = "providers.jwt.login";
    let secret =
        "shared_secrets = [{ algorithm = 'HS256', secret = { file = '/run/secrets/legacy-new' } }]";
    for (more, one, other, by_schema) in [
        (
            format!("{secret}\njwks_url = 'https://x.example'"),
            "shared_secrets",
            "jwks_url",
            Refuses,
        ),
        (
            format!("{secret}\nkeys = [{{ jwk = '{{}}' }}]"),
            "shared_secrets",
            "keys",
            Refuses,
        ),
        (
            "jwks_file = 'x'\njwks_url = 'https://x.example'".into(),
            "jwks_file",
            "jwks_url",
            Refuses,
        ),
        (
            "jwks_file = 'x'\nkeys = [{ jwk = '{}' }]".into(),
            "keys",
            "jwks_file",
            Refuses,
        ),
        (
            "without_issuer = true".into(),
            "issuer",
            "without_issuer",
            CannotSay,
        ),
        (
            "danger_any_issuer = true".into(),
            "issuer",
            "danger_any_issuer",
            CannotSay,
        ),
        (
            "danger_any_audience = true".into(),
            "audiences",
            "danger_any_audience",
            CannotSay,
        ),
        (
            "types = ['JWT']\ndanger_any_type = true".into(),
            "types",
            "danger_any_type",
            CannotSay,
        ),
        (
            "keys = [{ jwk = '{}', pem = 'x' }]".into(),
            "keys[0].jwk",
            "keys[0].pem",
            Refuses,
        ),
        (
            "keys = [{ jwk = '{}', algorithm = 'ES256' }]".into(),
            "keys[0].algorithm",
            "keys[0].jwk",
            Refuses,
        ),
    ] {
        let said = format!("is set beside `{at}.{other}`");
        judge(
            &jwt(&more),
            Contradiction,
            &format!("{at}.{one}"),
            &said,
            by_schema,
        );
    }
    let two = INTROSPECTION.to_owned() + "bearer = { env = 'LOGIN_CLIENT_SECRET' }";
    let said = "is set beside `providers.introspection.login.bearer`";
    judge(
        &two,
        Contradiction,
        "providers.introspection.login.client_secret_basic",
        said,
        Refuses,
    );
    let two = INTROSPECTION.to_owned() + "preset = { commercetools = 'https://x.example' }";
    let said = "is set beside `providers.introspection.login.preset`";
    judge(
        &two,
        Contradiction,
        "providers.introspection.login.endpoint",
        said,
        Refuses,
    );
    let both = "[providers.polar]\naccess_token = { env = 'x', file = 'y' }";
    let said = "it stands in one place";
    judge(both, Invalid, "providers.polar.access_token", said, Refuses);
}

#[test]
fn providers_that_cannot_be_told_apart_are_refused() {
    let names = JWT.to_owned() + INTROSPECTION;
    let said = "is set beside `providers.jwt.login`";
    judge(
        &names,
        Contradiction,
        "providers.introspection.login",
        said,
        CannotSay,
    );
    let polar = POLAR.to_owned() + &JWT.replace("jwt.login", "jwt.polar");
    judge(
        &polar,
        Contradiction,
        "providers.jwt.polar",
        "`providers.polar`",
        CannotSay,
    );
    let issuers = JWT.to_owned() + &JWT.replace("jwt.login", "jwt.other");
    judge(
        &issuers,
        Contradiction,
        "providers.jwt.other",
        "login",
        CannotSay,
    );
    let accounts = STRIPE.to_owned() + &STRIPE.replace("stripe.shop", "stripe.outlet");
    judge(
        &accounts,
        Contradiction,
        "providers.stripe.shop",
        "css_",
        CannotSay,
    );
    for name in ["Login", "1st", "a__b", "a-b", "_a", "a_"] {
        let text = JWT.replace("jwt.login", &format!("jwt.{name}"));
        judge(
            &text,
            Invalid,
            &format!("providers.jwt.{name}"),
            "is no name",
            Refuses,
        );
    }
}

#[test]
fn what_the_builders_refuse_is_said_of_the_place_in_the_settings() {
    let jwt = |more: &str| format!("{JWT}{more}");
    let polar = |more: &str| format!("{more}\n{POLAR}");
    for (text, path, said, by_schema) in [
        (
            polar("realm = 'a\"b'"),
            "realm",
            "printable ASCII",
            CannotSay,
        ),
        (
            polar("sources = []"),
            "sources",
            "at least one place",
            Refuses,
        ),
        (
            polar("sources = [{ cookie = 'a b' }]"),
            "sources",
            "RFC 9110",
            CannotSay,
        ),
        (
            polar("sources = [{ header = 'Authorization' }]"),
            "sources",
            "\"authorization\"",
            CannotSay,
        ),
        (
            polar("[cache]\nsession_lifetime = '2h'"),
            "cache.session_lifetime",
            "from 1s to 3600s",
            CannotSay,
        ),
        (
            polar("[cache]\nrefresh_ahead = 91"),
            "cache.refresh_ahead",
            "from 0 to 90",
            Refuses,
        ),
        (
            polar("[cache]\nmax_denials = 0"),
            "cache.max_denials",
            "from 1",
            Refuses,
        ),
        (
            polar("[cache.sessions]\nentries = 0"),
            "cache.sessions",
            "from 1",
            Refuses,
        ),
        (
            polar("[cache.customers]\nbytes = '1KiB'"),
            "cache.customers",
            "from 4096",
            CannotSay,
        ),
        (
            polar("[limits]\nmax_token_bytes = '1MiB'"),
            "limits.max_token_bytes",
            "from 64",
            CannotSay,
        ),
        (
            polar("[limits]\nmax_verifications = 0"),
            "limits.max_verifications",
            "from 1",
            Refuses,
        ),
        (
            polar("[limits]\nunknown_token_rate = { calls = 0, per = '1s' }"),
            "limits.unknown_token_rate.calls",
            "at least 1",
            Refuses,
        ),
        (
            polar("[outage]\nbreaker = { pause = '90s' }"),
            "outage.breaker.longest_pause",
            "from 90s",
            CannotSay,
        ),
        (
            polar("[outage]\nretries = { percent = 101 }"),
            "outage.retries.percent",
            "to 100",
            Refuses,
        ),
        (
            polar("[revocation]\nlongest_session = '401d'"),
            "revocation.longest_session",
            "choose",
            CannotSay,
        ),
        (
            POLAR.replace("7a1f0f0e-", ""),
            "providers.polar.organization_id",
            "UUID",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "server = 'http://polar.example'",
            "providers.polar.server",
            "https",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "api_version = 'newest'",
            "providers.polar.api_version",
            "2026-10",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "customer_rate = { calls = 1, per = '0s' }",
            "providers.polar.customer_rate.per",
            "1ms",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "http = { timeout = '1ms' }",
            "providers.polar.http.timeout",
            "from 10ms",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "http = { tls_roots = { pem_file = 'none.pem' } }",
            "providers.polar.http.tls_roots",
            "PEM file",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "webhook = { secrets = [] }",
            "providers.polar.webhook.secrets",
            "set the secret",
            Refuses,
        ),
        (
            POLAR.to_owned()
                + "webhook = { secrets = [{ file = '/run/secrets/polar-webhook' }], tolerance = '1h' }",
            "providers.polar.webhook.tolerance",
            "from 10s",
            CannotSay,
        ),
        (
            STRIPE.replace("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"),
            "providers.stripe.shop.secret_key",
            "secret of a webhook",
            CannotSay,
        ),
        (
            STRIPE.to_owned() + "own_token_prefix = 'X'",
            "providers.stripe.shop.own_token_prefix",
            "lower-case",
            CannotSay,
        ),
        (
            STRIPE.to_owned() + "server = 'test'",
            "providers.stripe.shop.secret_key",
            "live mode",
            CannotSay,
        ),
        (
            jwt("leeway = '400s'"),
            "providers.jwt.login.leeway",
            "300 s at most",
            CannotSay,
        ),
        (
            jwt("jwks_url = 'http://x.example'"),
            "providers.jwt.login.jwks_url",
            "https",
            CannotSay,
        ),
        (
            jwt("jwks_file = 'none.json'"),
            "providers.jwt.login.jwks_file",
            "can be read",
            CannotSay,
        ),
        (
            jwt("algorithms = ['none']"),
            "providers.jwt.login.algorithms[0]",
            "one of",
            CannotSay,
        ),
        (
            jwt("algorithms = ['HS256']"),
            "providers.jwt.login.algorithms",
            "shared secrets",
            CannotSay,
        ),
        (
            jwt("key_refresh = '1s'"),
            "providers.jwt.login.key_refresh",
            "choose",
            CannotSay,
        ),
        (
            jwt("keys = [{ jwk = '{}' }]"),
            "providers.jwt.login.keys[0].jwk",
            "public key",
            CannotSay,
        ),
        (
            jwt("keys = [{ pem = 'x', algorithm = 'RS256' }]"),
            "providers.jwt.login.keys[0].pem",
            "public key",
            CannotSay,
        ),
        (
            jwt("require_values = { tenant = [[1]] }"),
            "providers.jwt.login.require_values",
            "strings, numbers",
            CannotSay,
        ),
        (
            jwt(
                "shared_secrets = [{ algorithm = 'RS256', secret = { env = 'LOGIN_CLIENT_SECRET' } }]",
            ),
            "providers.jwt.login.shared_secrets[0].algorithm",
            "no shared secret",
            CannotSay,
        ),
        (
            jwt(
                "shared_secrets = [{ algorithm = 'HS512', secret = { env = 'LOGIN_CLIENT_SECRET' } }]",
            ),
            "providers.jwt.login.shared_secrets[0].secret",
            "64 random bytes",
            CannotSay,
        ),
        (
            INTROSPECTION.replace("https", "http"),
            "providers.introspection.login.endpoint",
            "https",
            CannotSay,
        ),
        (
            INTROSPECTION.replace("\"orders\"", "\"\""),
            "providers.introspection.login.client_secret_basic",
            "set both",
            CannotSay,
        ),
        (
            INTROSPECTION.to_owned() + "required_scopes = ['']",
            "providers.introspection.login.required_scopes",
            "as the server does",
            CannotSay,
        ),
        (
            JWT.replace("[\"orders\"]", "[]"),
            "providers.jwt.login.audiences",
            "at least one",
            Refuses,
        ),
    ] {
        judge(&text, Invalid, path, said, by_schema);
    }
    let short = STRIPE.replace("file = \"/run/secrets/digest\"", "env = \"SHORT\"");
    let at = "providers.stripe.shop.digest_secret";
    judge(&short, Invalid, at, "32 random bytes", CannotSay);
    let previous = STRIPE.to_owned() + "previous_digest_secrets = [{ env = 'SHORT' }]";
    let at = "providers.stripe.shop.previous_digest_secrets[0]";
    judge(&previous, Invalid, at, "32 random bytes", CannotSay);
    let file = jwt("keys = [{ pem_file = 'none.pem', algorithm = 'RS256' }]");
    judge(
        &file,
        Secret,
        "providers.jwt.login.keys[0].pem_file",
        "cannot be read",
        CannotSay,
    );
}

#[test]
fn a_store_for_an_account_that_there_is_not_is_refused() {
    let settings = World::new().load("settings.toml", POLAR).unwrap();

    let built = settings
        .assembly()
        .store(
            "shop",
            customer_session::provider::registry::MemoryStore::new(),
        )
        .build();

    assert_eq!(built.unwrap_err().path(), "providers.stripe.shop");
}

#[test]
fn texts_that_cannot_be_read_name_the_line() {
    for (name, text, said) in [
        ("settings.toml", "a = 'CANARY\n", "line 1, column"),
        ("settings.toml", "\n\na = = CANARY", "line 3, column 5"),
        (
            "settings.toml",
            "realm = 'CANARY'\nrealm = 'CANARY'",
            "line 2, column 1",
        ),
        ("settings.json", "{\n \"realm\": CANARY }", "line 2, column"),
        ("settings.json", "", "line 1, column 0"),
        ("settings.yaml", "realm: CANARY", ".toml or .json"),
    ] {
        let error = World::new().load(name, text).unwrap_err();

        assert_eq!(error.kind(), Unreadable, "{error}");
        let told = error.to_string();
        assert!(told.contains(said) && told.contains(name), "{told}");
        assert!(!told.contains("CANARY"), "{told}");
    }
    let error = Settings::from_file("/no/such/settings.toml").unwrap_err();
    assert!(
        error.to_string().contains("/no/such/settings.toml"),
        "{error}"
    );
    let error = World::new()
        .load("long.toml", &"#".repeat(1024 * 1024 + 1))
        .unwrap_err();
    assert!(error.to_string().contains("1 MiB"), "{error}");
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
    let text = r#"{ "realm": null, "cache": { "session_lifetime": null }, "providers": { "polar": null } }"#;

    assert_eq!(Settings::from_json(text).unwrap(), Settings::default());
}

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
