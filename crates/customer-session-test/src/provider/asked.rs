//! What the provider asked.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http_body_util::{BodyExt, Limited};
use hyper::{
    Request,
    body::Incoming,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use serde_json::Value;

use super::bench::Place;

/// One request, as far as the suite looks at it.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) place: Place,
    /// Path and query, as they were sent and decoded.
    address: Vec<String>,
    /// Whatever stands in headers and body, as it was sent and decoded.
    texts: Vec<String>,
    /// What a server takes for values: of headers, of fields of a form, of members of JSON.
    values: Vec<String>,
}

impl Asked {
    pub(super) async fn read(request: Request<Incoming>) -> Self {
        let (head, body) = request.into_parts();
        let place = Place {
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
        };
        let query = head.uri.query().unwrap_or_default();
        let mut address = vec![head.uri.to_string()];
        address.extend(decoded(query.as_bytes()));
        // A path is no form, but what is percent-encoded in it is so alike.
        address.extend(decoded(head.uri.path().as_bytes()));
        let mut texts = Vec::new();
        for value in head.headers.values() {
            texts.push(String::from_utf8_lossy(value.as_bytes()).into_owned());
        }
        let mut values: Vec<_> = texts
            .iter()
            .map(|value| value.strip_prefix("Bearer ").unwrap_or(value).to_owned())
            .collect();
        let authorization = head.headers.get(AUTHORIZATION);
        let basic = authorization
            .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
            .and_then(|encoded| BASE64_STANDARD.decode(encoded.trim()).ok());
        if let Some(basic) = basic {
            texts.extend(decoded(&basic));
            texts.push(String::from_utf8_lossy(&basic).into_owned());
        }
        if let Ok(body) = Limited::new(body, MAX_BODY).collect().await {
            let body = body.to_bytes();
            let kind = head.headers.get(CONTENT_TYPE);
            let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(FORM));
            if is_form {
                values.extend(decoded(&body));
            } else if let Ok(json) = serde_json::from_slice(&body) {
                strings(&json, &mut values);
            }
            texts.extend(decoded(&body));
            texts.push(String::from_utf8_lossy(&body).into_owned());
        }
        Self {
            place,
            address,
            texts,
            values,
        }
    }

    /// Whether this text was sent anywhere but in the address.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.texts.iter().any(|sent| sent.contains(text))
    }

    /// Whether a server would read exactly this, wherever it looks.
    pub(super) fn carries(&self, text: &str) -> bool {
        self.values.iter().any(|value| value == text)
    }

    /// Whether this text stands in the address.
    pub(super) fn address_holds(&self, text: &str) -> bool {
        self.address.iter().any(|sent| sent.contains(text))
    }
}

/// What stands in a form.
fn decoded(form: &[u8]) -> impl Iterator<Item = String> {
    form_urlencoded::parse(form).flat_map(|(name, value)| [name.into_owned(), value.into_owned()])
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => members.values().for_each(|member| strings(member, found)),
        _ => {}
    }
}

const FORM: &[u8] = b"application/x-www-form-urlencoded";
const MAX_BODY: usize = 1024 * 1024;
