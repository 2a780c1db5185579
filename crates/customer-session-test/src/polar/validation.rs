//! Schema errors of request bodies and paths, in the words of the validator that Polar runs.

use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

/// The schema errors of one request.
#[derive(Debug, Default)]
pub(super) struct Errors(Vec<Value>);

impl Errors {
    /// Adds an error; `ctx` is left out when it is null.
    pub(super) fn add(&mut self, kind: &str, loc: &[&str], msg: &str, input: &Value, ctx: Value) {
        let mut error = json!({ "type": kind, "loc": loc, "msg": msg, "input": input });
        if !ctx.is_null() {
            error["ctx"] = ctx;
        }
        self.0.push(error);
    }

    /// Adds the error for a field that is missing from `input`.
    pub(super) fn missing(&mut self, loc: &[&str], input: &Value) {
        self.add("missing", loc, "Field required", input, Value::Null);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    pub(super) fn into_values(self) -> Vec<Value> {
        self.0
    }

    /// Reads a UUID of version 4.
    pub(super) fn uuid(&mut self, loc: &[&str], value: &Value) -> Option<String> {
        let Some(text) = value.as_str() else {
            let msg = "UUID input should be a string, bytes or UUID object";
            self.add("uuid_type", loc, msg, value, Value::Null);
            return None;
        };
        match Uuid::parse_str(text) {
            Ok(id) if id.get_version_num() == 4 => Some(id.to_string()),
            Ok(_) => {
                self.add(
                    "uuid_version",
                    loc,
                    "UUID version 4 expected",
                    value,
                    json!({ "expected_version": 4 }),
                );
                None
            }
            Err(error) => {
                let msg = format!("Input should be a valid UUID, {error}");
                self.add(
                    "uuid_parsing",
                    loc,
                    &msg,
                    value,
                    json!({ "error": error.to_string() }),
                );
                None
            }
        }
    }

    /// Reads a string.
    pub(super) fn string(&mut self, loc: &[&str], value: &Value) -> Option<String> {
        if !value.is_string() {
            self.add(
                "string_type",
                loc,
                "Input should be a valid string",
                value,
                Value::Null,
            );
        }
        value.as_str().map(str::to_owned)
    }

    /// Reads an http or https address, and normalises it.
    pub(super) fn http_url(&mut self, loc: &[&str], value: &Value) -> Option<String> {
        let Some(text) = value.as_str() else {
            self.add(
                "url_type",
                loc,
                "URL input should be a string or URL",
                value,
                Value::Null,
            );
            return None;
        };
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Some(url.into()),
            Ok(_) => {
                let ctx = json!({ "expected_schemes": "'http' or 'https'" });
                self.add(
                    "url_scheme",
                    loc,
                    "URL scheme should be 'http' or 'https'",
                    value,
                    ctx,
                );
                None
            }
            Err(error) => {
                let msg = format!("Input should be a valid URL, {error}");
                self.add(
                    "url_parsing",
                    loc,
                    &msg,
                    value,
                    json!({ "error": error.to_string() }),
                );
                None
            }
        }
    }
}

/// The JSON of a body, or the one error that it is not an object.
pub(super) fn object(body: &[u8]) -> Result<Value, Errors> {
    let mut errors = Errors::default();
    if body.is_empty() {
        errors.missing(&["body"], &Value::Null);
        return Err(errors);
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(value) if value.is_object() => Ok(value),
        Ok(value) => {
            let msg = "Input should be a valid dictionary or object to extract fields from";
            errors.add("model_attributes_type", &["body"], msg, &value, Value::Null);
            Err(errors)
        }
        Err(error) => {
            errors.add(
                "json_invalid",
                &["body"],
                "JSON decode error",
                &json!({}),
                json!({ "error": error.to_string() }),
            );
            Err(errors)
        }
    }
}
