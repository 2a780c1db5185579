//! Objects as they are answered, by version.

use serde_json::{Map, Value, json};

use super::{form::list, problem::Problem, version::Version};

/// What is left of a customer who was deleted.
pub(super) fn deleted(id: &str) -> Value {
    json!({ "id": id, "object": "customer", "deleted": true })
}

/// A customer as a version knows it.
pub(super) fn customer(fields: &Map<String, Value>, version: &Version) -> Value {
    let mut fields = fields.clone();
    if !version.has_accounts() {
        fields.remove("customer_account");
    }
    Value::Object(fields)
}

/// The components that were asked for, among those that the version has.
pub(super) fn components(asked: Option<&Value>, version: &Version) -> Result<Value, Problem> {
    let asked = asked.and_then(Value::as_object);
    let asked = asked.ok_or_else(|| Problem::missing_param("components"))?;
    let known = version.components();
    if let Some(unknown) = asked.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(Problem::unknown_param(&format!("components[{unknown}]")));
    }
    let mut components = Map::new();
    for name in known {
        components.insert(name.to_owned(), component(name, asked.get(name))?);
    }
    if components
        .values()
        .all(|component| component["enabled"] == false)
    {
        let message = "At least 1 component must be enabled.";
        return Err(Problem::invalid(message).param("components"));
    }
    Ok(Value::Object(components))
}

fn component(name: &str, asked: Option<&Value>) -> Result<Value, Problem> {
    let enabled = match asked.map(|asked| asked["enabled"].as_str()) {
        None | Some(Some("false")) => false,
        Some(Some("true")) => true,
        Some(_) => {
            return Err(Problem::missing_param(&format!(
                "components[{name}][enabled]"
            )));
        }
    };
    let Some(mut features) = features(name) else {
        return Ok(json!({ "enabled": enabled }));
    };
    if !enabled {
        return Ok(json!({ "enabled": false, "features": null }));
    }
    let asked = asked.and_then(|asked| asked["features"].as_object());
    for (feature, value) in asked.into_iter().flatten() {
        let Some(known) = features.get_mut(feature) else {
            let param = format!("components[{name}][features][{feature}]");
            return Err(Problem::unknown_param(&param));
        };
        *known = typed(feature, value);
    }
    Ok(json!({ "enabled": true, "features": features }))
}

/// A form has texts only; the answer has lists and numbers.
fn typed(feature: &str, value: &Value) -> Value {
    if feature.ends_with("_filters") {
        return json!(list(Some(value)));
    }
    let number = value.as_str().and_then(|text| text.parse::<i64>().ok());
    number.map_or_else(|| value.clone(), |number| json!(number))
}

/// The features of a component, as they are where nothing is asked for; `None` for components
/// without any.
fn features(name: &str) -> Option<Map<String, Value>> {
    let features = match name {
        "customer_sheet" => json!({
            "payment_method_allow_redisplay_filters": ["always"],
            "payment_method_remove": "disabled",
        }),
        "mobile_payment_element" => json!({
            "payment_method_allow_redisplay_filters": ["always"],
            "payment_method_redisplay": "disabled",
            "payment_method_remove": "disabled",
            "payment_method_save": "disabled",
            "payment_method_save_allow_redisplay_override": null,
        }),
        "payment_element" => json!({
            "payment_method_allow_redisplay_filters": ["always"],
            "payment_method_redisplay": "disabled",
            "payment_method_redisplay_limit": 3,
            "payment_method_remove": "disabled",
            "payment_method_save": "disabled",
            "payment_method_save_usage": null,
        }),
        _ => return None,
    };
    features.as_object().cloned()
}
