//! Everything that can go wrong with a call, and what becomes of it.

use customer_session_test::polar::Fault;

use super::{json, outcome::*, rate_limited};
use crate::world::SECOND;

const INSUFFICIENT_SCOPE: &str = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token."}"#;
const INVALID_TOKEN: &str = r#"{"error":"invalid_token","error_description":"The access token provided is expired, revoked, malformed, or invalid for other reasons."}"#;
const NOT_FOUND: &str = r#"{"detail":"Not Found"}"#;
const NOT_PERMITTED: &str = r#"{"error":"NotPermitted","detail":"Only owners and billing managers can access billing features."}"#;
const RESOURCE_NOT_FOUND: &str = r#"{"error":"ResourceNotFound","detail":"Not found"}"#;
const METHOD_NOT_ALLOWED: &str = r#"{"detail":"Method Not Allowed"}"#;
const LENGTH_REQUIRED: &str =
    r#"{"error":"LengthRequired","detail":"Content-Length header is required."}"#;

/// Name, what goes wrong, its outcome on a call with the session's token, and on the call with
/// ours.
pub(super) fn table() -> Vec<(&'static str, Fault, Outcome, Outcome)> {
    let same = |name, fault, outcome| (name, fault, outcome, outcome);
    let html = Fault::Html;
    vec![
        // Polar's own answers.
        ("401 invalid_token", Fault::InvalidToken, DENIED, REFUSED),
        (
            "401 invalid_token, bare",
            json(401, INVALID_TOKEN),
            DENIED,
            REFUSED,
        ),
        ("401 Unauthorized", Fault::Unauthorized, MALFORMED, REFUSED),
        (
            "403 NotPermitted",
            json(403, NOT_PERMITTED),
            MALFORMED,
            REFUSED,
        ),
        (
            "403 insufficient_scope",
            json(403, INSUFFICIENT_SCOPE),
            MALFORMED,
            REFUSED,
        ),
        (
            "404 ResourceNotFound",
            json(404, RESOURCE_NOT_FOUND),
            MALFORMED,
            FOREIGN,
        ),
        same(
            "404 Not Found, with and without the version",
            json(404, NOT_FOUND),
            MISCONFIGURED,
        ),
        same("405", json(405, METHOD_NOT_ALLOWED), MALFORMED),
        same("411", json(411, LENGTH_REQUIRED), MALFORMED),
        ("429", rate_limited(None), limited(None), own_limited(5)),
        (
            "429, 60 s",
            rate_limited(Some(60)),
            limited(Some(60)),
            own_limited(60),
        ),
        (
            "429, 900 s",
            rate_limited(Some(900)),
            limited(Some(900)),
            own_limited(900),
        ),
        (
            "429, a day",
            rate_limited(Some(86_400)),
            limited(Some(3600)),
            own_limited(3600),
        ),
        same("500 text/plain", Fault::ServerError, UNAVAILABLE),
        // Proxies in front of it.
        same("401 HTML", html(401), UNAVAILABLE),
        same("403 HTML", html(403), UNAVAILABLE),
        same("404 HTML", html(404), MISCONFIGURED),
        same("502 HTML", html(502), UNAVAILABLE),
        same("503 HTML", html(503), UNAVAILABLE),
        same("520 HTML", html(520), UNAVAILABLE),
        same("200 HTML", html(200), MALFORMED),
        ("429 HTML", html(429), limited(None), own_limited(5)),
        // Statuses that have no meaning here.
        same("202", json(202, "{}"), MALFORMED),
        same("204", json(204, ""), MALFORMED),
        same("206", json(206, "{}"), MALFORMED),
        same("300", json(300, "{}"), MISCONFIGURED),
        same("304", json(304, ""), MISCONFIGURED),
        same("400", json(400, "{}"), MALFORMED),
        same("402", json(402, "{}"), MALFORMED),
        same("409", json(409, "{}"), MALFORMED),
        same("410", json(410, "{}"), MALFORMED),
        same("418", json(418, "{}"), MALFORMED),
        same("451", json(451, "{}"), MALFORMED),
        same("999", json(999, "{}"), UNAVAILABLE),
        // Bodies that are no answer.
        same("cut JSON", Fault::TruncatedJson, MALFORMED),
        same("no JSON by its type", Fault::WrongContentType, MALFORMED),
        same("JSON of nothing", json(200, ""), MALFORMED),
        same("JSON of something else", json(200, "{}"), MALFORMED),
        same("JSON null", json(200, "null"), MALFORMED),
        same("a JSON list", json(200, "[]"), MALFORMED),
        same(
            "a denial with status 200",
            json(200, INVALID_TOKEN),
            MALFORMED,
        ),
        same("never ends", Fault::Endless, MALFORMED),
        // The wire.
        same("cut body", Fault::Truncated, UNAVAILABLE),
        same("dropped", Fault::Drop, UNAVAILABLE),
        same("hangs", Fault::Hang, TIMEOUT),
        same("30 s", Fault::Delay(30 * SECOND), TIMEOUT),
        same(
            "redirect",
            Fault::Redirect("http://127.0.0.1:9/".to_owned()),
            MISCONFIGURED,
        ),
    ]
}

pub(super) fn is_silent(fault: &Fault) -> bool {
    matches!(fault, Fault::Hang | Fault::Delay(_))
}
