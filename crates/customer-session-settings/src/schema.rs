//! The JSON Schema of the settings.

use schemars::{Schema, generate::SchemaSettings};
use serde_json::{Value, json};

use crate::Settings;

/// The JSON Schema (draft 2020-12) of a settings file, as `schema.json` publishes it.
///
/// It knows every key, with its form and most ranges, and which keys cannot stand together. What
/// only the machine knows, such as whether a secret's file is there, it cannot say.
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12();
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<Settings>()
        .to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".into(), "Settings of customer-session".into());
    }
    without_links(&mut schema);
    schema
}

/// Turns the links of descriptions, which lead to pages of Rust, into what they say.
fn without_links(node: &mut Value) {
    match node {
        Value::Array(nodes) => nodes.iter_mut().for_each(without_links),
        Value::Object(nodes) => {
            if let Some(Value::String(text)) = nodes.get_mut("description") {
                *text = plain(text);
            }
            nodes.values_mut().for_each(without_links);
        }
        _ => {}
    }
}

/// `[said](where)` becomes `said`.
fn plain(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some((before, link)) = rest.split_once('[') {
        plain.push_str(before);
        match link
            .split_once("](")
            .and_then(|(said, place)| Some((said, place.split_once(')')?.1)))
        {
            Some((said, behind)) => {
                plain.push_str(said);
                rest = behind;
            }
            None => {
                plain.push('[');
                rest = link;
            }
        }
    }
    plain + rest
}

/// Which keys of an issuer of signed tokens cannot stand together.
pub(crate) fn jwt(schema: &mut Schema) {
    let places = ["keys", "shared_secrets", "jwks_url", "jwks_file"];
    let is_on = |key: &str| json!({ "required": [key], "properties": { key: { "const": true } } });
    let both = |one: Value, other: Value| json!({ "not": { "allOf": [one, other] } });
    let mut rules = Vec::new();
    for (index, one) in places.iter().enumerate() {
        for other in places.iter().skip(index + 1) {
            rules.push(both(set(one), set(other)));
        }
    }
    for switch in ["without_issuer", "danger_any_issuer"] {
        rules.push(both(set("issuer"), is_on(switch)));
        rules.push(both(set("preset"), is_on(switch)));
    }
    rules.push(both(is_on("without_issuer"), is_on("danger_any_issuer")));
    rules.push(both(set("audiences"), is_on("danger_any_audience")));
    rules.push(both(set("types"), is_on("danger_any_type")));
    for profile in ["rfc9068", "customer_sessions"] {
        rules.push(both(is_on(profile), set("types")));
        rules.push(both(is_on(profile), is_on("danger_any_type")));
    }
    for place in ["keys", "shared_secrets", "jwks_file"] {
        rules.push(both(set(place), is_on("warm_up")));
        for key in ["key_refresh", "unknown_key_cooldown", "keys_outlive_outage"] {
            rules.push(both(set(place), set(key)));
        }
    }
    let issuer = [
        set("issuer"),
        set("preset"),
        is_on("without_issuer"),
        is_on("danger_any_issuer"),
    ];
    let audience = [
        set("audiences"),
        set("preset"),
        is_on("danger_any_audience"),
    ];
    rules.push(json!({ "anyOf": issuer }));
    rules.push(json!({ "anyOf": audience }));
    schema.insert("allOf".into(), rules.into());
}

/// A key that is there, and not `null`.
fn set(key: &str) -> Value {
    json!({ "required": [key], "properties": { key: { "not": { "type": "null" } } } })
}

/// A key is given in one way.
pub(crate) fn public_key(schema: &mut Schema) {
    schema.insert(
        "oneOf".into(),
        json!([
            { "required": ["jwk"] },
            { "required": ["pem", "algorithm"] },
            { "required": ["pem_file", "algorithm"] }
        ]),
    );
    schema.insert(
        "allOf".into(),
        json!([
            { "not": { "required": ["jwk", "pem"] } },
            { "not": { "required": ["jwk", "pem_file"] } },
            { "not": { "required": ["jwk", "algorithm"] } }
        ]),
    );
}

/// A server is known in one way, and knows us by one thing.
pub(crate) fn introspection(schema: &mut Schema) {
    let required = |key: &str| json!({ "required": [key] });
    let servers = ["endpoint", "discover", "preset"].map(required);
    let credentials = [
        "client_secret_basic",
        "client_secret_post",
        "private_key_jwt",
        "bearer",
    ];
    let credentials = credentials.map(required);
    schema.insert(
        "allOf".into(),
        json!([{ "oneOf": servers }, { "oneOf": credentials }]),
    );
}

/// A server is known, and a token stands in one place.
pub(crate) fn me(schema: &mut Schema) {
    schema.insert(
        "anyOf".into(),
        json!([{ "required": ["endpoint", "answer"] }, { "required": ["preset"] }]),
    );
    schema.insert(
        "not".into(),
        json!({ "required": ["token_header", "token_cookie"] }),
    );
}

/// An issuer is known, knows us by one thing, and a token stands in one place.
pub(crate) fn verify_call(schema: &mut Schema) {
    schema.insert(
        "anyOf".into(),
        json!([{ "required": ["endpoint", "answer"] }, { "required": ["preset"] }]),
    );
    schema.insert(
        "allOf".into(),
        json!([
            { "not": { "required": ["token_in_json", "token_in_form"] } },
            { "not": { "required": ["bearer", "basic"] } },
            { "not": { "required": ["bearer", "preset"] } },
            { "not": { "required": ["basic", "preset"] } }
        ]),
    );
}
