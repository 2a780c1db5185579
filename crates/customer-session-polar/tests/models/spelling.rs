//! The names of fields as Polar's SDKs spell them.

use serde_json::Value;

/// The same object with every key in another spelling, except in what is [free](FREE).
pub(crate) fn respelled(value: &Value, spell: fn(&str) -> String) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(field, value)| {
                let value = if FREE.contains(&field.as_str()) {
                    value.clone()
                } else {
                    respelled(value, spell)
                };
                (spell(field), value)
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| respelled(item, spell)).collect(),
        other => other.clone(),
    }
}

pub(crate) fn camel(field: &str) -> String {
    let pascal: String = field
        .split('_')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect();
    pascal[..1].to_lowercase() + &pascal[1..]
}

pub(crate) fn pascal(field: &str) -> String {
    field
        .split('_')
        .map(|word| match word {
            "id" | "url" => word.to_uppercase(),
            _ => word[..1].to_uppercase() + &word[1..],
        })
        .collect()
}

/// Objects whose keys are not Polar's to spell.
const FREE: [&str; 3] = ["metadata", "oauth_accounts", "properties"];
