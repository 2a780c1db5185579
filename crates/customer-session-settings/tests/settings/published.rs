//! What is published, `schema.json` and `KEYS.md`, is what the code says, and judges as it does.
//!
//! `CUSTOMER_SESSION_PUBLISH=1 cargo test -p customer-session-settings --all-features` writes both.

use std::{env, fs, path::Path};

use customer_session_settings::schema;
use serde_json::Value;

use crate::world::{EXAMPLES, example};

fn up_to_date(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if env::var_os("CUSTOMER_SESSION_PUBLISH").is_some() {
        fs::write(&path, text).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == text,
        "{name} is out of date: set CUSTOMER_SESSION_PUBLISH=1 and test again"
    );
}

pub(crate) fn as_json(name: &str, text: &str) -> Value {
    if name.ends_with(".json") {
        return serde_json::from_str(text).unwrap();
    }
    toml::from_str(text).unwrap()
}

#[test]
fn the_published_schema_is_that_of_the_code() {
    up_to_date(
        "schema.json",
        &(serde_json::to_string_pretty(&schema()).unwrap() + "\n"),
    );
}

#[test]
fn the_published_table_of_keys_is_that_of_the_code() {
    up_to_date("KEYS.md", &table(&schema()));
}

#[test]
fn every_key_of_every_provider_has_a_row_in_the_table() {
    let (schema, table) = (schema(), table(&schema()));
    let kinds = &schema["$defs"]["Providers"]["properties"];
    let kinds = kinds.as_object().unwrap();
    assert!(kinds.len() >= 6, "{kinds:?}");

    for (kind, node) in kinds {
        let (at, node) = match resolved(&schema, node) {
            one if one.get("properties").is_some() => (kind.clone(), one),
            named => {
                let one = resolved(&schema, &named["additionalProperties"]);
                (format!("{kind}.NAME"), one)
            }
        };
        for key in node["properties"].as_object().unwrap().keys() {
            let row = format!("| `providers.{at}.{key}");
            assert!(table.contains(&row), "{row}");
        }
    }
}

#[test]
fn every_example_fits_the_schema() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    for name in EXAMPLES {
        let example = as_json(name, &example(name));

        let errors: Vec<_> = schema
            .iter_errors(&example)
            .map(|error| error.to_string())
            .collect();

        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

/// One row for each key, in the order of its path.
fn table(schema: &Value) -> String {
    let mut rows = String::from(
        "| key | form | what, in which range, and the default | variable |\n|---|---|---|---|\n",
    );
    rows_of(schema, schema, &mut Vec::new(), &mut rows);
    rows
}

fn rows_of(root: &Value, node: &Value, path: &mut Vec<String>, rows: &mut String) {
    let node = resolved(root, node);
    if let Some(properties) = node["properties"].as_object().filter(|_| !is_enum(&node)) {
        let required = node["required"].as_array().cloned().unwrap_or_default();
        for (name, property) in properties {
            if name == "$schema" {
                continue;
            }
            path.push(name.clone());
            row(
                root,
                property,
                path,
                required.contains(&Value::from(&**name)),
                rows,
            );
            path.pop();
        }
    } else if let Some(named) = node
        .get("additionalProperties")
        .filter(|named| named.is_object())
    {
        let inner = resolved(root, named);
        if inner.get("properties").is_some() {
            path.push("NAME".to_owned());
            rows_of(root, named, path, rows);
            path.pop();
        }
    } else if let Some(items) = node.get("items") {
        let inner = resolved(root, items);
        if inner.get("properties").is_some() && !is_enum(&inner) {
            let last = path.pop().unwrap_or_default();
            path.push(format!("{last}[]"));
            rows_of(root, items, path, rows);
            path.pop();
            path.push(last);
        }
    }
}

fn row(root: &Value, property: &Value, path: &mut Vec<String>, required: bool, rows: &mut String) {
    let node = resolved(root, property);
    let is_section = form(root, &node).is_none();
    let text = |node: &Value| node["description"].as_str().map(str::to_owned);
    let description = text(property).or_else(|| text(&node)).unwrap_or_default();
    let description = description
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .replace('\n', " ");
    let description = description.replace('|', "\\|");
    if !is_section {
        let form = form(root, &node).unwrap_or_default();
        let form = if required {
            format!("{form}, required")
        } else {
            form
        };
        let variable = if path.iter().any(|step| step.ends_with("[]")) {
            "in the list".to_owned()
        } else {
            format!("`…__{}`", path.join("__").to_uppercase())
        };
        rows.push_str(&format!(
            "| `{}` | {form} | {description} | {variable} |\n",
            path.join(".")
        ));
    }
    rows_of(root, property, path, rows);
}

/// How a value is written; `None` of a table.
fn form(root: &Value, node: &Value) -> Option<String> {
    if let Some(pattern) = node["pattern"].as_str() {
        return Some(
            if pattern.contains("MiB") {
                "size"
            } else {
                "duration"
            }
            .to_owned(),
        );
    }
    if is_enum(node) {
        let words: Vec<_> = choices(node)
            .iter()
            .map(|word| format!("`{word}`"))
            .collect();
        let is_secret = words == ["`{ env = … }`", "`{ file = … }`"];
        return Some(if is_secret {
            "secret".to_owned()
        } else {
            words.join(" or ")
        });
    }
    let kind = match &node["type"] {
        Value::Array(kinds) => kinds.first().cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("boolean") => Some("true or false".to_owned()),
        Some("integer") => Some("number".to_owned()),
        Some("string") => Some("text".to_owned()),
        Some("array") => {
            let of = form(root, &resolved(root, &node["items"]));
            Some(of.map_or_else(
                || "list of tables".to_owned(),
                |of| format!("list of: {of}"),
            ))
        }
        Some("object") => {
            let values = node.get("additionalProperties")?;
            let of =
                form(root, &resolved(root, values)).filter(|_| *values != Value::Bool(false))?;
            Some(if of.starts_with("list") {
                "table of lists".to_owned()
            } else {
                format!("table of: {of}")
            })
        }
        None if is_anything(node) => Some("anything".to_owned()),
        _ => None,
    }
}

/// Whether it says nothing of the form.
fn is_anything(node: &Value) -> bool {
    let says = ["$ref", "anyOf", "oneOf", "properties"];
    *node != Value::Bool(false) && says.iter().all(|key| node.get(key).is_none())
}

fn is_enum(node: &Value) -> bool {
    node.get("enum").is_some()
        || node.get("const").is_some()
        || node.get("oneOf").is_some_and(|one| {
            one.as_array()
                .unwrap()
                .iter()
                .any(|one| one.get("type").is_some())
        })
}

fn choices(node: &Value) -> Vec<String> {
    let word = |word: &Value| word.as_str().map(str::to_owned);
    if let Some(words) = node["enum"].as_array() {
        return words.iter().filter_map(word).collect();
    }
    if let Some(only) = word(&node["const"]) {
        return vec![only];
    }
    let options = node["oneOf"].as_array().cloned().unwrap_or_default();
    options
        .iter()
        .flat_map(|option| match option["properties"].as_object() {
            Some(properties) => properties
                .keys()
                .map(|key| format!("{{ {key} = … }}"))
                .collect(),
            None => choices(option),
        })
        .collect()
}

/// Follows references, and looks behind "or null".
fn resolved(root: &Value, node: &Value) -> Value {
    if let Some(reference) = node["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap();
        return resolved(root, target);
    }
    if let Some(any) = node["anyOf"].as_array() {
        let (nothing, some): (Vec<_>, Vec<_>) = any.iter().partition(|one| one["type"] == "null");
        if let ([some], [_]) = (&*some, &*nothing) {
            return resolved(root, some);
        }
    }
    node.clone()
}
