//! What is refused, where, and in which words; and what of it the schema refuses too.

mod asked;
mod built;
mod hidden;
mod idle;
mod texts;
mod together;
mod written;

use std::sync::LazyLock;

use customer_session_settings::{SettingsError, SettingsErrorKind, schema};

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
use Schema::Refuses;

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
