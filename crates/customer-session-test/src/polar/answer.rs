//! The answers of the API, with the exact headers and bodies seen on its wire.

use hyper::{
    StatusCode,
    header::{ALLOW, CACHE_CONTROL, HeaderValue, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde_json::{Value, json};

pub(super) use crate::wire::Answer;
use crate::wire::AnswerBody;

impl Answer {
    /// Forbids caching, as every answer of a route does, unless the answer has said so in other
    /// words already.
    pub(super) fn private(mut self) -> Self {
        self.headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("private, no-store"));
        self
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
