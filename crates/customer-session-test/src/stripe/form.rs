//! Forms in bracket notation, as a tree.

use serde_json::{Map, Value};

/// `a[b][c]=1` as `{"a": {"b": {"c": "1"}}}`; lists are objects whose keys are their indices, which
/// are counted where they are left out (`expand[]=customer`).
pub(super) fn tree(fields: &[(String, String)]) -> Map<String, Value> {
    let mut tree = Map::new();
    for (name, value) in fields {
        let (first, rest) = name.split_once('[').unwrap_or((name, ""));
        let rest = rest.strip_suffix(']').unwrap_or(rest);
        let mut path = vec![first];
        if name.contains('[') {
            path.extend(rest.split("]["));
        }
        put(&mut tree, &path, value);
    }
    tree
}

fn put(tree: &mut Map<String, Value>, path: &[&str], value: &str) {
    match path {
        [] => {}
        [""] => {
            tree.insert(tree.len().to_string(), Value::String(value.to_owned()));
        }
        [last] => {
            tree.insert((*last).to_owned(), Value::String(value.to_owned()));
        }
        [first, rest @ ..] => {
            let below = tree
                .entry((*first).to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(below) = below {
                put(below, rest, value);
            }
        }
    }
}

/// The texts of a list.
pub(super) fn list(value: Option<&Value>) -> Vec<String> {
    let texts = value
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::values);
    texts.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn brackets_make_a_tree() {
        let fields = [
            ("customer", "cus_1"),
            ("components[payment_element][enabled]", "true"),
            (
                "components[payment_element][features][filters][0]",
                "always",
            ),
            ("expand[]", "customer"),
            ("expand[]", "components"),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));

        let tree = tree(&fields);

        assert_eq!(
            Value::Object(tree.clone()),
            json!({
                "customer": "cus_1",
                "components": { "payment_element": {
                    "enabled": "true", "features": { "filters": { "0": "always" } },
                }},
                "expand": { "0": "customer", "1": "components" },
            })
        );
        assert_eq!(list(tree.get("expand")), ["customer", "components"]);
    }
}
