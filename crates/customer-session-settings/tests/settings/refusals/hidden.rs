//! A secret in the place of another setting is not repeated.

use customer_session_settings::{
    Environment, Settings,
    SettingsErrorKind::{Invalid, Missing},
};

use super::{JWT, ME, Schema::CannotSay, VERIFY_CALL, judge, refusal};

/// What looks like nothing in particular, and what looks like a key.
const SECRETS: [&str; 4] = [
    "correct horse",
    "hunter2",
    "0123456789abcdef0123456789abcdef",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCD",
];

#[test]
fn a_text_where_a_table_is_expected_is_not_repeated() {
    for place in [
        "introspection.login.client_secret_basic = 'SECRET'",
        "introspection.login.client_secret_post = 'SECRET'",
        "introspection.login.private_key_jwt = 'SECRET'",
        "introspection.login.client_secret_post = { id = 'x', secret = 'SECRET' }",
        "jwt.login.shared_secrets = ['SECRET']",
        "jwt.login.shared_secrets = 'SECRET'",
        "jwt.login.preset = { bigcommerce = 'SECRET' }",
        "jwt.login.preset = { shopify_extension = 'SECRET' }",
        "verify_call.keys.preset = { stytch = 'SECRET' }",
        "verify_call.keys.preset = { unkey = 'SECRET' }",
        "verify_call.keys.basic = 'SECRET'",
        "verify_call.keys.secret_headers = 'SECRET'",
        "verify_call.keys.secret_headers = { x-key = 'SECRET' }",
    ] {
        for secret in SECRETS {
            let error = refusal(&format!("providers.{}", place.replace("SECRET", secret)));

            assert_eq!(error.kind(), Invalid, "{error}");
            assert!(!error.to_string().contains(secret), "{error}");
        }
    }
}

#[test]
fn a_number_where_a_secret_or_its_place_is_expected_is_not_repeated() {
    for (place, path) in [
        (r#""password": 48151623"#, "basic.password"),
        (r#""password": 4815.1623"#, "basic.password"),
        (r#""password": -48151623"#, "basic.password"),
        (r#""password": 18446744073709551615"#, "basic.password"),
        (r#""password": { "env": 48151623 }"#, "basic.password.env"),
        (r#""password": { "file": 48151623 }"#, "basic.password.file"),
    ] {
        let basic = format!("{{ \"name\": \"x\", {place} }}");
        let text = format!(
            "{{ \"providers\": {{ \"verify_call\": {{ \"keys\": {{ \"basic\": {basic} }} }} }} }}"
        );

        let error = Settings::from_json(&text).unwrap_err();

        assert_eq!(error.path(), format!("providers.verify_call.keys.{path}"));
        let said = error.to_string();
        assert!(!said.contains("815") && !said.contains("1844"), "{said}");
    }
    let basic = "providers.verify_call.keys.basic = 48151623";
    let said = Settings::from_toml(basic).unwrap_err().to_string();
    assert!(
        said.contains("is a number: write a table with `name`"),
        "{said}"
    );
    let said = Settings::from_toml("providers.polar.access_token = true").unwrap_err();
    assert!(!said.to_string().contains("true"), "{said}");
}

#[test]
fn a_variable_with_a_secret_where_a_table_is_expected_is_not_repeated() {
    for (key, value) in [
        ("JWT__LOGIN__SHARED_SECRETS", "hunter2,hunter3"),
        ("JWT__LOGIN__SHARED_SECRETS", "[\"hunter2\"]"),
        ("JWT__LOGIN__SHARED_SECRETS", "[hunter2"),
        ("INTROSPECTION__LOGIN__CLIENT_SECRET_BASIC", "hunter2"),
        ("INTROSPECTION__LOGIN__CLIENT_SECRET_BASIC", "{hunter2"),
        ("VERIFY_CALL__KEYS__BASIC", "shop:hunter2"),
        ("VERIFY_CALL__KEYS__PRESET__STYTCH", "hunter2"),
    ] {
        let name = format!("SHOP__PROVIDERS__{key}");
        let environment = Environment::given([(&*name, value)]);

        let loader = Settings::loader().environment(environment).env("SHOP");

        let error = loader.load().unwrap_err();
        assert_eq!(error.variable(), Some(&*name), "{error}");
        assert!(!error.to_string().contains("hunter"), "{error}");
    }
}

#[test]
fn a_secret_in_place_of_its_variable_or_its_file_is_not_repeated() {
    for secret in SECRETS {
        let named = VERIFY_CALL.replace("PARTNERS_TOKEN", secret);
        let said = refusal(&named).to_string();
        assert!(!said.contains(secret), "{said}");
    }
    for secret in &SECRETS[2..] {
        let filed = VERIFY_CALL.replace("env = \"PARTNERS_TOKEN\"", &format!("file = '{secret}'"));
        let said = refusal(&filed).to_string();
        assert!(!said.contains(secret), "{said}");
    }
    let pem = r#""-----BEGIN PRIVATE KEY-----\nCANARY""#;
    let key = format!("{JWT}keys = [{{ algorithm = 'ES256', pem_file = {pem} }}]");
    let said = refusal(&key).to_string();
    assert!(
        !said.contains("PRIVATE KEY") && said.contains("(hidden)"),
        "{said}"
    );
}

#[test]
fn a_header_that_holds_a_secret_is_refused_where_it_would_be_printed() {
    for (text, at) in [
        (ME, "providers.me.shop"),
        (VERIFY_CALL, "providers.verify_call.keys"),
    ] {
        for (name, value) in [
            ("Authorization", "Basic eA=="),
            ("cookie", "session=x"),
            ("Proxy-Authorization", "Basic eA=="),
            ("x-key", "sk_live_x"),
            ("x-key", SECRETS[2]),
        ] {
            let text = format!("{text}headers = {{ {name} = '{value}' }}");
            let path = format!("{at}.headers.{name}");

            judge(&text, Invalid, &path, "use `secret_headers`", CannotSay);

            assert!(!refusal(&text).to_string().contains(value));
        }
    }
}

#[test]
fn a_header_without_a_secret_does_not_say_who_asks() {
    let text = VERIFY_CALL.replace("bearer", "#") + "headers = { accept = 'application/json' }";
    let path = "providers.verify_call.keys.bearer";

    judge(&text, Missing, path, "who asks", CannotSay);
}
