//! Settings in variables, alone and over a file.

use customer_session_settings::{
    Environment, Settings, SettingsError, SettingsErrorKind, Source,
    provider::Checksum,
    value::{Period, Secret, Size},
};
use serde_json::json;

fn load(file: &str, variables: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let environment = Environment::given(variables.iter().copied());
    Settings::loader()
        .toml(file)
        .environment(environment)
        .env("CUSTOMER_SESSION")
        .load()
}

fn period(text: &str) -> Option<Period> {
    Some(text.parse().unwrap())
}

#[test]
fn variables_set_every_kind_of_value() {
    let settings = load(
        "",
        &[
            ("CUSTOMER_SESSION__REALM", "2026"),
            (
                "CUSTOMER_SESSION__SOURCES",
                r#"["authorization", {"cookie": "session"}]"#,
            ),
            ("CUSTOMER_SESSION__CACHE__SESSION_LIFETIME", "30s"),
            ("CUSTOMER_SESSION__CACHE__REFRESH_AHEAD", "25"),
            ("CUSTOMER_SESSION__CACHE__SESSIONS__BYTES", "1MiB"),
            (
                "CUSTOMER_SESSION__PROVIDERS__POLAR__ACCESS_TOKEN__FILE",
                "/run/secrets/polar",
            ),
            (
                "CUSTOMER_SESSION__PROVIDERS__POLAR__ORGANIZATION_ID",
                "7a1f",
            ),
            ("CUSTOMER_SESSION__PROVIDERS__POLAR__CHECKSUM", "ignored"),
            (
                "CUSTOMER_SESSION__PROVIDERS__JWT__LOGIN__AUDIENCES",
                "orders, billing",
            ),
            ("CUSTOMER_SESSION__PROVIDERS__JWT__LOGIN__RFC9068", "true"),
            (
                "CUSTOMER_SESSION__PROVIDERS__JWT__LOGIN__PRESET__CLERK",
                "https://clerk.example",
            ),
            // Of somebody else, and of nobody.
            ("CUSTOMER_SESSION_TOKEN", "x"),
            ("CUSTOMER_SESSION__CACHE__DENIAL_LIFETIME", ""),
        ],
    )
    .unwrap();

    // A number where a text is expected stays one.
    assert_eq!(settings.realm.as_deref(), Some("2026"));
    let cookie = Source::Cookie("session".to_owned());
    assert_eq!(settings.sources, Some(vec![Source::Authorization, cookie]));
    assert_eq!(settings.cache.session_lifetime, period("30s"));
    assert_eq!(settings.cache.denial_lifetime, None);
    assert_eq!(settings.cache.refresh_ahead, Some(25));
    assert_eq!(settings.cache.sessions.bytes, Some(Size::from(1024 * 1024)));
    let polar = settings.providers.polar.unwrap();
    assert_eq!(
        polar.access_token,
        Secret::File("/run/secrets/polar".into())
    );
    assert_eq!(polar.checksum, Some(Checksum::Ignored));
    let login = &settings.providers.jwt["login"];
    assert_eq!(login.audiences.as_deref().unwrap(), ["orders", "billing"]);
    assert!(login.rfc9068 && login.preset.is_some());
}

#[test]
fn a_variable_outweighs_the_file_key_by_key() {
    let file = "
        [cache]
        session_lifetime = '60s'
        customer_lifetime = '5m'
        [providers.polar]
        access_token = { file = '/run/secrets/polar' }
        organization_id = 'of the file'
    ";

    let settings = load(
        file,
        &[
            ("CUSTOMER_SESSION__CACHE__SESSION_LIFETIME", "10s"),
            (
                "CUSTOMER_SESSION__PROVIDERS__POLAR__ACCESS_TOKEN__ENV",
                "POLAR",
            ),
        ],
    )
    .unwrap();

    assert_eq!(settings.cache.session_lifetime, period("10s"));
    assert_eq!(settings.cache.customer_lifetime, period("5m"));
    let polar = settings.providers.polar.unwrap();
    assert_eq!(polar.organization_id, "of the file");
    // A secret stands in one place: the upper one is meant, and not both.
    assert_eq!(polar.access_token, Secret::Env("POLAR".to_owned()));
}

/// Only the place of a secret is replaced as a whole.
#[test]
fn a_provider_may_be_called_as_the_place_of_a_secret() {
    let file = "[providers.jwt.env]\nissuer = 'https://login.example'\naudiences = ['shop']";

    let settings = load(
        file,
        &[("CUSTOMER_SESSION__PROVIDERS__JWT__ENV__LEEWAY", "5s")],
    )
    .unwrap();

    let login = &settings.providers.jwt["env"];
    assert_eq!(login.issuer.as_deref(), Some("https://login.example"));
    assert_eq!(login.leeway, period("5s"));
}

#[test]
fn tables_and_free_values_are_set_in_json() {
    let settings = load(
        "",
        &[
            (
                "CUSTOMER_SESSION__CACHE",
                r#" {"session_lifetime": "30s", "refresh_ahead": 25}"#,
            ),
            (
                "CUSTOMER_SESSION__PROVIDERS__JWT__LOGIN__PRESET",
                r#"{"clerk": "https://clerk.example"}"#,
            ),
            (
                "CUSTOMER_SESSION__PROVIDERS__JWT__LOGIN__REQUIRE_VALUES",
                r#"{"/account/Kind": ["customer", 5]}"#,
            ),
            (
                "CUSTOMER_SESSION__PROVIDERS__ME__SHOP__POST",
                r#"{"query": "{ me { id } }"}"#,
            ),
            (
                "CUSTOMER_SESSION__PROVIDERS__ME__SHOP__ANSWER__MUST_BE__ACTIVE",
                "true",
            ),
            (
                "CUSTOMER_SESSION__PROVIDERS__ME__SHOP__ANSWER__MUST_BE__KIND",
                "customer of ours",
            ),
            (
                "CUSTOMER_SESSION__PROVIDERS__ME__SHOP__ANSWER__MUST_BE__LEVEL",
                "\"5\"",
            ),
            // A text stays one.
            ("CUSTOMER_SESSION__PROVIDERS__ME__SHOP__ENDPOINT", "5"),
        ],
    )
    .unwrap();

    assert_eq!(settings.cache.session_lifetime, period("30s"));
    assert_eq!(settings.cache.refresh_ahead, Some(25));
    let login = &settings.providers.jwt["login"];
    assert!(login.preset.is_some());
    assert_eq!(
        login.require_values["/account/Kind"],
        [json!("customer"), json!(5)]
    );
    let shop = &settings.providers.me["shop"];
    assert_eq!(shop.post, Some(json!({ "query": "{ me { id } }" })));
    assert_eq!(shop.endpoint.as_deref(), Some("5"));
    let must = &shop.answer.must_be;
    assert_eq!(
        (&must["active"], &must["kind"], &must["level"]),
        (&json!(true), &json!("customer of ours"), &json!("5"))
    );
}

#[test]
fn a_variable_for_a_secret_holds_the_secret() {
    let name = "CUSTOMER_SESSION__PROVIDERS__POLAR__ACCESS_TOKEN";
    let file = "[providers.polar]\norganization_id = '7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01'";

    let settings = load(file, &[(name, "polar_oat_CANARY")]).unwrap();

    let polar = settings.providers.polar.clone().unwrap();
    assert_eq!(polar.access_token, Secret::Env(name.to_owned()));
    assert!(!format!("{settings:?}").contains("CANARY"));
    if cfg!(feature = "polar") {
        settings.build().unwrap();
    }
}

#[test]
fn what_is_wrong_with_a_variable_names_it() {
    use SettingsErrorKind::{Contradiction, Invalid, UnknownKey};
    for (variables, kind, path, blamed) in [
        (
            &[("CUSTOMER_SESSION__CACHE__SESION_LIFETIME", "1s")][..],
            UnknownKey,
            "cache.sesion_lifetime",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__CACHES__SESSION_LIFETIME", "1s")],
            UnknownKey,
            "caches",
            0,
        ),
        (&[("CUSTOMER_SESSION__", "1s")], UnknownKey, "", 0),
        (
            &[("CUSTOMER_SESSION__CACHE__", "1s")],
            UnknownKey,
            "cache.",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__CACHE__SESSION_LIFETIME", "60")],
            Invalid,
            "cache.session_lifetime",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__CACHE__REFRESH_AHEAD", "many")],
            Invalid,
            "cache.refresh_ahead",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__CACHE__REFRESH_AHEAD", "-1")],
            Invalid,
            "cache.refresh_ahead",
            0,
        ),
        (&[("CUSTOMER_SESSION__CACHE", "60s")], Invalid, "cache", 0),
        (
            &[("CUSTOMER_SESSION__SOURCES", "[nothing")],
            Invalid,
            "sources",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__SOURCES", "cookies")],
            Invalid,
            "sources[0]",
            0,
        ),
        (&[("CUSTOMER_SESSION__CACHE", "{5}")], Invalid, "cache", 0),
        (
            &[("CUSTOMER_SESSION__CACHE", r#"{"max_denials": "x"}"#)],
            Invalid,
            "cache.max_denials",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__CACHE", r#"{"max_denial": 1}"#)],
            UnknownKey,
            "cache.max_denial",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__PROVIDERS__ME__SHOP__POST", "{query")],
            Invalid,
            "providers.me.shop.post",
            0,
        ),
        (
            &[("CUSTOMER_SESSION__PROVIDERS__JWT__LEEWAY", "5s")],
            Invalid,
            "providers.jwt.leeway",
            0,
        ),
        (
            &[
                ("CUSTOMER_SESSION__CACHE", "x"),
                ("CUSTOMER_SESSION__CACHE__MAX_DENIALS", "1"),
            ],
            Contradiction,
            "cache.max_denials",
            1,
        ),
        (
            &[
                ("CUSTOMER_SESSION__REALM", "x"),
                ("CUSTOMER_SESSION__realm", "y"),
            ],
            Contradiction,
            "realm",
            1,
        ),
    ] {
        let error = load("", variables).unwrap_err();

        assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
        assert_eq!(error.variable(), Some(variables[blamed].0), "{error}");
        assert!(error.to_string().contains(variables[blamed].0), "{error}");
    }
}

#[test]
fn the_order_of_layers_decides() {
    let environment = || Environment::given([("A__REALM", "variable")]);
    let realm = |settings: Settings| settings.realm.unwrap();
    let loader = || Settings::loader().environment(environment());

    let above = loader().toml("realm = 'file'").env("A").load().unwrap();
    let below = loader().env("A").toml("realm = 'file'").load().unwrap();
    let json = loader()
        .env("A")
        .json(r#"{"realm": "json"}"#)
        .load()
        .unwrap();

    assert_eq!(
        (realm(above), realm(below), realm(json)),
        ("variable".into(), "file".into(), "json".into())
    );
}
