//! What must be there, and what cannot stand together.

use customer_session_settings::SettingsErrorKind::{Contradiction, Invalid, Missing};

use super::{
    INTROSPECTION, JWT, POLAR, STRIPE,
    Schema::{CannotSay, Refuses},
    judge,
};
use crate::world::World;

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
            Refuses,
        ),
        (
            "danger_any_issuer = true".into(),
            "issuer",
            "danger_any_issuer",
            Refuses,
        ),
        (
            "danger_any_audience = true".into(),
            "audiences",
            "danger_any_audience",
            Refuses,
        ),
        (
            "types = ['JWT']\ndanger_any_type = true".into(),
            "types",
            "danger_any_type",
            Refuses,
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
