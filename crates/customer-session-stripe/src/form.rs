//! Forms as Stripe reads them: objects in brackets, lists with indices.

use form_urlencoded::Serializer;
use serde_json::Value;

/// Writes each leaf of `fields` as `a[b][0]=value`, in the order in which they stand. What is
/// `null` is left out.
pub(crate) fn encode<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> String {
    let mut form = Serializer::new(String::new());
    for (name, value) in fields {
        write(&mut form, name, &value);
    }
    form.finish()
}

fn write(form: &mut Serializer<'_, String>, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => {
            form.append_pair(name, if *flag { "true" } else { "false" });
        }
        Value::Number(number) => {
            form.append_pair(name, &number.to_string());
        }
        Value::String(text) => {
            form.append_pair(name, text);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                write(form, &format!("{name}[{index}]"), item);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                write(form, &format!("{name}[{field}]"), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_and_lists_are_written_in_brackets() {
        let written = encode([
            ("customer", json!("cus_1 &é")),
            (
                "components",
                json!({ "payment_element": { "enabled": true, "features": {
                    "filters": ["always", "limited"], "limit": 3, "unset": null,
                }}}),
            ),
            ("expand", json!(["customer"])),
        ]);

        let read: Vec<_> = form_urlencoded::parse(written.as_bytes()).collect();
        let read: Vec<_> = read
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        assert_eq!(
            read,
            [
                ("customer", "cus_1 &é"),
                ("components[payment_element][enabled]", "true"),
                (
                    "components[payment_element][features][filters][0]",
                    "always"
                ),
                (
                    "components[payment_element][features][filters][1]",
                    "limited"
                ),
                ("components[payment_element][features][limit]", "3"),
                ("expand[0]", "customer"),
            ]
        );
    }
}
