//! What browsers want to know before they let a page read an answer.

use hyper::{
    Method, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    },
};

use super::{answer::Answer, call::Call};

/// Any origin may read the answers, without credentials of the browser.
pub(super) fn cross_origin(call: &Call, answer: Answer) -> Answer {
    if call.headers.contains_key(ORIGIN) {
        return answer.with_static(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    answer
}

/// Whether a browser asks what it may send.
pub(super) fn is_preflight(call: &Call) -> bool {
    call.method == Method::OPTIONS
        && call.headers.contains_key(ORIGIN)
        && call.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Comes before authentication, since browsers send no token along.
pub(super) fn preflight() -> Answer {
    Answer::text(StatusCode::OK, "text/plain; charset=utf-8", "OK")
        .with_static(ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .with_static(
            ACCESS_CONTROL_ALLOW_METHODS,
            "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
        )
        .with_static(ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Polar-Version")
}
