//! The answers of the API, with the exact headers and bodies seen on its wire.

use bytes::Bytes;
use hyper::{
    HeaderMap, Response, StatusCode,
    header::{
        ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, PRAGMA, RETRY_AFTER,
        WWW_AUTHENTICATE,
    },
};
use serde_json::{Value, json};

use super::body::AnswerBody;

/// A complete answer, before faults have been at it.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Boxed, so that a refusal is small enough to be an error.
    pub(super) headers: Box<HeaderMap>,
    pub(super) body: AnswerBody,
}

impl Answer {
    /// A JSON answer.
    pub(super) fn json(status: StatusCode, value: &Value) -> Self {
        Self::text(status, "application/json", value.to_string())
    }

    /// An answer of another type.
    pub(super) fn text(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        let answer = Self::new(status, AnswerBody::whole(body.into()));
        match HeaderValue::from_str(content_type) {
            Ok(value) => answer.with(CONTENT_TYPE, value),
            Err(_) => answer,
        }
    }

    /// An answer without a body.
    pub(super) fn empty(status: StatusCode) -> Self {
        Self::new(status, AnswerBody::Whole(None))
    }

    /// An answer with this body and no headers.
    pub(super) fn new(status: StatusCode, body: AnswerBody) -> Self {
        Self {
            status,
            headers: Box::default(),
            body,
        }
    }

    /// Sets a header.
    pub(super) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets a header to a fixed text.
    pub(super) fn with_static(self, name: HeaderName, value: &'static str) -> Self {
        self.with(name, HeaderValue::from_static(value))
    }

    /// Sets a header to `value`, unless that cannot be a header.
    pub(super) fn with_text(self, name: HeaderName, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => self.with(name, value),
            Err(_) => self,
        }
    }

    /// Forbids caching, as every answer of a route does, unless the answer has said so in other
    /// words already.
    pub(super) fn private(mut self) -> Self {
        self.headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("private, no-store"));
        self
    }

    /// The answer as hyper sends it.
    pub(super) fn into_response(self) -> Response<AnswerBody> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = *self.headers;
        response
    }
}

/// 200 with JSON.
pub(super) fn ok(value: &Value) -> Answer {
    Answer::json(StatusCode::OK, value)
}

/// 401 for a token that is unknown, malformed, expired or revoked; which of these is not told.
pub(super) fn invalid_token() -> Answer {
    let body = json!({ "error": "invalid_token", "error_description": INVALID_TOKEN });
    oauth2_error(StatusCode::UNAUTHORIZED, &body).with_text(
        WWW_AUTHENTICATE,
        &format!(
            r#"Bearer realm="polar", error="invalid_token", error_description="{INVALID_TOKEN}""#
        ),
    )
}

/// 401 for a request whose token is missing or of a kind that the route does not take.
pub(super) fn unauthorized() -> Answer {
    Answer::json(
        StatusCode::UNAUTHORIZED,
        &json!({ "error": "Unauthorized", "detail": "Unauthorized" }),
    )
    .with_static(WWW_AUTHENTICATE, r#"Bearer realm="polar""#)
    .private()
}

/// 403 for an access token without any of `scopes`.
pub(super) fn insufficient_scope(scopes: &[&str]) -> Answer {
    let scopes = scopes.join(" ");
    let body = json!({ "error": "insufficient_scope", "error_description": INSUFFICIENT_SCOPE });
    oauth2_error(StatusCode::FORBIDDEN, &body).with_text(
        WWW_AUTHENTICATE,
        &format!(r#"Bearer realm="polar", scope="{scopes}", error="insufficient_scope", error_description="{INSUFFICIENT_SCOPE}""#),
    )
}

/// 403 for somebody whose role does not allow this.
pub(super) fn not_permitted(detail: &str) -> Answer {
    Answer::json(
        StatusCode::FORBIDDEN,
        &json!({ "error": "NotPermitted", "detail": detail }),
    )
    .private()
}

/// 404 for a path or an API version that is not there.
pub(super) fn not_found() -> Answer {
    Answer::json(StatusCode::NOT_FOUND, &json!({ "detail": "Not Found" }))
}

/// 404 for a resource that is not there for this token.
pub(super) fn resource_not_found() -> Answer {
    Answer::json(
        StatusCode::NOT_FOUND,
        &json!({ "error": "ResourceNotFound", "detail": "Not found" }),
    )
}

/// 405 with the one method that is allowed.
pub(super) fn method_not_allowed(allow: &'static str) -> Answer {
    Answer::json(
        StatusCode::METHOD_NOT_ALLOWED,
        &json!({ "detail": "Method Not Allowed" }),
    )
    .with_static(ALLOW, allow)
}

/// 411 for a body of unknown length.
pub(super) fn length_required() -> Answer {
    let body = json!({ "error": "LengthRequired", "detail": "Content-Length header is required." });
    Answer::json(StatusCode::LENGTH_REQUIRED, &body)
}

/// 413 for a body that is too long.
pub(super) fn body_too_large() -> Answer {
    let body = json!({ "error": "RequestBodyTooLarge", "detail": "Request body is too large." });
    Answer::json(StatusCode::PAYLOAD_TOO_LARGE, &body)
}

/// 307 to `location`, which keeps method and body.
pub(super) fn redirect(location: &str) -> Answer {
    Answer::empty(StatusCode::TEMPORARY_REDIRECT).with_text(LOCATION, location)
}

/// 422 for values that do not fit the schema.
pub(super) fn schema_errors(detail: &[Value]) -> Answer {
    unprocessable("RequestValidationError", detail)
}

/// 422 for values that fit the schema and are refused all the same.
pub(super) fn refused_value(loc: &[&str], msg: &str, input: &Value) -> Answer {
    let detail = json!({ "type": "value_error", "loc": loc, "msg": msg, "input": input });
    unprocessable("PolarRequestValidationError", &[detail])
}

/// 429: an empty chunked body without a type; `Retry-After` is the length of the window, not what
/// is left of it.
pub(super) fn too_many_requests(retry_after: Option<u32>) -> Answer {
    let answer = Answer::new(StatusCode::TOO_MANY_REQUESTS, AnswerBody::EmptyChunked);
    match retry_after {
        Some(seconds) => answer.with(RETRY_AFTER, HeaderValue::from(seconds)),
        None => answer,
    }
}

/// 500 as it comes out of a crash.
pub(super) fn server_error() -> Answer {
    Answer::text(
        StatusCode::INTERNAL_SERVER_ERROR,
        "text/plain; charset=utf-8",
        "Internal Server Error",
    )
}

fn unprocessable(error: &str, detail: &[Value]) -> Answer {
    Answer::json(
        StatusCode::UNPROCESSABLE_ENTITY,
        &json!({ "error": error, "detail": detail }),
    )
}

fn oauth2_error(status: StatusCode, body: &Value) -> Answer {
    Answer::json(status, body)
        .with_static(CACHE_CONTROL, "no-store")
        .with_static(PRAGMA, "no-cache")
}

const INVALID_TOKEN: &str =
    "The access token provided is expired, revoked, malformed, or invalid for other reasons.";
const INSUFFICIENT_SCOPE: &str =
    "The request requires higher privileges than provided by the access token.";
