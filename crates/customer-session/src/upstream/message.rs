//! Requests to issuers and their answers, as plain data.

mod members;

use std::{borrow::Cow, fmt, time::Duration};

use bytes::Bytes;
use secrecy::SecretString;
use url::Url;

use self::members::Members;

/// A request to an issuer.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method, in upper case.
    pub method: &'static str,
    /// The address. It holds no secret: tokens travel in headers and bodies.
    pub url: Url,
    /// The value of the `Authorization` header. Mark it as sensitive if your client can.
    pub authorization: Option<SecretString>,
    /// All headers that may be seen, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// Further headers, which may hold a token or a key: not shown. Names in lower case. Mark them as
    /// sensitive if your client can.
    pub secret_headers: Vec<(Cow<'static, str>, SecretString)>,
    /// The body.
    pub body: Option<Bytes>,
    /// The answer's body may not be longer than this: stop reading there and fail with
    /// [`TransportErrorKind::BodyTooLarge`](super::TransportErrorKind::BodyTooLarge). Only an answer
    /// of status 408, 429, or 500 and above is given all the same, without its body: the status says
    /// it, and [`HttpAnswer::retry_after`] when to come back.
    pub max_answer_bytes: usize,
}

impl HttpRequest {
    /// A `GET` request.
    #[must_use]
    pub fn get(url: Url) -> Self {
        Self {
            method: "GET",
            url,
            authorization: None,
            headers: Vec::new(),
            secret_headers: Vec::new(),
            body: None,
            max_answer_bytes: DEFAULT_MAX_ANSWER_BYTES,
        }
    }

    /// A `POST` request with a JSON body.
    #[must_use]
    pub fn post_json(url: Url, body: impl Into<Bytes>) -> Self {
        let request = Self {
            method: "POST",
            body: Some(body.into()),
            ..Self::get(url)
        };
        request.header("content-type", "application/json")
    }

    /// A `POST` request with a form of these fields as its body
    /// (`application/x-www-form-urlencoded`).
    #[must_use]
    pub fn post_form<'a>(url: Url, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        Self::post_encoded_form(url, body)
    }

    /// A `POST` request with a form as its body that is encoded already, as
    /// `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn post_encoded_form(url: Url, body: impl Into<Bytes>) -> Self {
        let request = Self {
            method: "POST",
            body: Some(body.into()),
            ..Self::get(url)
        };
        request.header("content-type", "application/x-www-form-urlencoded")
    }

    /// Sets `Authorization: Bearer <token>`.
    #[must_use]
    pub fn bearer(mut self, token: &str) -> Self {
        self.authorization = Some(SecretString::from(format!("Bearer {token}")));
        self
    }

    /// Adds a header; `name` in lower case.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a header that may hold a token or a key; `name` in lower case.
    #[must_use]
    pub fn secret_header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<SecretString>,
    ) -> Self {
        self.secret_headers.push((name.into(), value.into()));
        self
    }
}

/// Shows neither credentials nor the body.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url.as_str())
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// An issuer's answer.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpAnswer {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, whole; or empty, where it was
    /// [too long](HttpRequest::max_answer_bytes) and the status says everything.
    pub body: Bytes,
}

impl HttpAnswer {
    /// An answer without headers.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers
            .push((name.into().to_ascii_lowercase(), value.into()));
        self
    }

    /// The first header of this name, which is in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// How long the issuer asks to be left alone: `Retry-After` in seconds (RFC 9110 §10.2.3). A
    /// date is not read.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds = self.header("retry-after")?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds))
    }

    /// Whether the body claims to be JSON: `application/json` or a `+json` type, with or without
    /// parameters.
    #[must_use]
    pub fn is_json(&self) -> bool {
        let essence = self.media_type();
        essence.eq_ignore_ascii_case("application/json")
            || (essence.len() > 5 && essence.is_char_boundary(essence.len() - 5))
                && essence[essence.len() - 5..].eq_ignore_ascii_case("+json")
    }

    /// Whether the body is one JSON object by the grammar alone (RFC 8259), whatever is in it: nested
    /// how deep, with a member twice, with a number that fits no type. A text in it that was cut
    /// within a character, or is in another encoding, is still a text.
    ///
    /// Of an answer that cannot be read it tells what one customer's data may have caused from a
    /// page of HTML and from JSON that was cut: see
    /// [`ProviderError::of_one_customer`](crate::provider::ProviderError::of_one_customer).
    #[must_use]
    pub fn is_json_object(&self) -> bool {
        Members::of(&self.body).is_some()
    }

    /// Whether the body [is one JSON object](Self::is_json_object) that has a member of one of these
    /// names. An answer about a customer names them; a note of maintenance names nobody.
    #[must_use]
    pub fn is_json_object_with(&self, names: &[&str]) -> bool {
        let members = Members::of(&self.body).unwrap_or_default();
        members.0.iter().any(|name| names.contains(&&**name))
    }

    /// The media type that the body claims to be, without parameters; empty if it claims none.
    pub(crate) fn media_type(&self) -> &str {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim()
    }
}

/// Shows neither headers nor the body, which may hold personal data.
impl fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpAnswer")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Far more than any answer about one session or customer takes.
const DEFAULT_MAX_ANSWER_BYTES: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_one_by_its_grammar_whatever_is_in_it() {
        let deep = format!(r#"{{"id":{}{}}}"#, "[".repeat(300), "]".repeat(300));
        for object in [
            deep.as_bytes(),
            br#" {"id":1,"id":2} "#,
            br#"{"id":1e999}"#,
            br#"{"name":"\ud800","id":""}"#,
            b"{\"name\":\"\xff\",\"id\":\"\"}",
        ] {
            let answer = HttpAnswer::new(200, object.to_vec());
            assert!(answer.is_json_object() && answer.is_json_object_with(&["customer_id", "id"]));
            assert!(!answer.is_json_object_with(&["customer"]));
        }
        let nobody = HttpAnswer::new(200, r#"{"message":{"id":1}}"#);
        assert!(nobody.is_json_object() && !nobody.is_json_object_with(&["id"]));
        for other in [
            "",
            "<html>",
            "[]",
            "1",
            r#"{"id":1"#,
            r#"{"id":1}}"#,
            "{id:1}",
        ] {
            let answer = HttpAnswer::new(200, other);
            assert!(!answer.is_json_object() && !answer.is_json_object_with(&["id"]));
        }
    }

    #[test]
    fn debug_shows_neither_credentials_nor_bodies() {
        let url = Url::parse("https://issuer.example/verify").unwrap();
        let request = HttpRequest::post_json(url, r#"{"secret":1}"#)
            .bearer("canary")
            .secret_header("x-api-key", "canary");
        let answer = HttpAnswer::new(200, "canary").with_header("x", "canary");

        let printed = format!("{request:?} {answer:?}");

        assert!(printed.contains("issuer.example"));
        assert!(!printed.contains("canary") && !printed.contains("secret"));
    }

    #[test]
    fn a_form_is_encoded_as_forms_are() {
        let url = Url::parse("https://issuer.example/introspect").unwrap();

        let request = HttpRequest::post_form(url, [("token", "a+b%&c=d é")]);

        assert_eq!(request.method, "POST");
        assert_eq!(request.body.unwrap(), "token=a%2Bb%25%26c%3Dd+%C3%A9");
        assert_eq!(
            request.headers,
            [("content-type", "application/x-www-form-urlencoded".into())]
        );
    }

    #[test]
    fn the_time_to_wait_is_read_in_seconds() {
        let wait = |value| {
            HttpAnswer::new(503, "")
                .with_header("Retry-After", value)
                .retry_after()
        };

        assert_eq!(wait(" 30 "), Some(Duration::from_secs(30)));
        for value in ["", "-1", "1.5", "Fri, 31 Dec 2027 23:59:59 GMT"] {
            assert_eq!(wait(value), None, "{value}");
        }
        assert_eq!(HttpAnswer::new(503, "").retry_after(), None);
    }

    #[test]
    fn json_is_known_by_its_media_type() {
        let is_json = |value| {
            HttpAnswer::new(200, "")
                .with_header("Content-Type", value)
                .is_json()
        };

        assert!(
            is_json("application/json")
                && is_json("Application/JSON; charset=utf-8")
                && is_json("application/problem+json")
        );
        assert!(!is_json("text/html") && !is_json("application/jsonp") && !is_json("é+jso"));
        assert!(!HttpAnswer::new(200, "{}").is_json());
    }
}
