//! Settings that would do nothing, or less than they say.

use customer_session_settings::SettingsErrorKind::{Contradiction, Invalid};

use super::{
    INTROSPECTION, JWT, ME,
    Schema::{CannotSay, Refuses},
    judge,
};

#[test]
fn how_keys_are_fetched_is_refused_beside_keys_that_are_not() {
    let at = "providers.jwt.login";
    let app = "{ client_id = 'x', client_secret = { env = 'LOGIN_CLIENT_SECRET' } }";
    let preset = |name: &str| format!("[{at}]\npreset = {{ {name} = {app} }}\n");
    let secret = "{ algorithm = 'HS256', secret = { env = 'LOGIN_CLIENT_SECRET' } }";
    for (text, place) in [
        (format!("{JWT}keys = [{{ jwk = '{{}}' }}]\n"), "keys"),
        (
            format!("{JWT}shared_secrets = [{secret}]\n"),
            "shared_secrets",
        ),
        (
            format!("{JWT}jwks_file = 'keys/partner.json'\n"),
            "jwks_file",
        ),
        (preset("bigcommerce"), "preset"),
        (preset("shopify_extension"), "preset"),
    ] {
        for (key, value) in [
            ("key_refresh", "'10m'"),
            ("unknown_key_cooldown", "'30s'"),
            ("keys_outlive_outage", "'1h'"),
            ("warm_up", "true"),
            ("http", "{ timeout = '1s' }"),
        ] {
            let said = format!("is set beside `{at}.{place}`");
            let text = format!("{text}{key} = {value}");
            let path = format!("{at}.{key}");
            let by_schema = if place == "preset" || key == "http" {
                CannotSay
            } else {
                Refuses
            };

            judge(&text, Contradiction, &path, &said, by_schema);
        }
    }
}

#[test]
fn kinds_of_tokens_are_refused_beside_a_profile_that_says_them() {
    let at = "providers.jwt.login";
    for profile in ["rfc9068", "customer_sessions"] {
        for (key, value) in [("types", "['JWT']"), ("danger_any_type", "true")] {
            let text = format!("{JWT}{profile} = true\n{key} = {value}");
            let said = format!("is set beside `{at}.{profile}`");
            let path = format!("{at}.{key}");

            judge(&text, Contradiction, &path, &said, Refuses);
        }
    }
}

#[test]
fn a_danger_that_nothing_takes_is_refused() {
    let path = "providers.me.shop.danger_any_tenant";
    let danger = "danger_any_tenant = true";
    let magento =
        format!("[providers.me.shop]\npreset = {{ magento = 'https://x.example' }}\n{danger}");

    for (text, place) in [(ME.to_owned() + danger, "endpoint"), (magento, "preset")] {
        let said = format!("is set beside `providers.me.shop.{place}`");
        judge(&text, Contradiction, path, &said, CannotSay);
    }
}

#[test]
fn an_empty_list_does_not_lose_what_it_pins() {
    for key in ["algorithms", "audiences", "keys"] {
        let signed = format!("signed_answers = {{ {key} = [] }}");
        let text = format!("{INTROSPECTION}issuer = 'https://login.shop.example'\n{signed}");
        let path = format!("providers.introspection.login.signed_answers.{key}");

        judge(&text, Invalid, &path, "is `[]`: name at least one", Refuses);
    }
}
