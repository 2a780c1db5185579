//! What faults make of answers.

use hyper::{
    HeaderMap,
    header::{CONTENT_TYPE, HeaderName},
};

use super::{
    answer::{self, Answer},
    fault::Fault,
    shared::Shared,
    version,
};
use crate::wire::{BrokenOff, endless, html, status_code, truncated, truncated_json};

/// What a fault answers instead of the usual, for those that do.
pub(super) async fn instead(
    shared: &Shared,
    fault: &Fault,
    headers: &HeaderMap,
) -> Result<Option<Answer>, BrokenOff> {
    let answer = match fault {
        Fault::Delay(_)
        | Fault::None
        | Fault::Truncated
        | Fault::TruncatedJson
        | Fault::WrongContentType => {
            return Ok(None);
        }
        Fault::Drop | Fault::Refuse => return Err(BrokenOff),
        Fault::Hang => std::future::pending().await,
        Fault::Endless => endless(),
        Fault::Html(status) => html(*status),
        Fault::InvalidToken => versioned(shared, headers, answer::invalid_token()),
        Fault::RateLimited { retry_after } => {
            versioned(shared, headers, answer::too_many_requests(*retry_after))
        }
        Fault::Redirect(url) => Answer::redirect(url),
        Fault::ServerError => answer::server_error(),
        Fault::Status(status, content_type, body) => {
            Answer::text(status_code(*status), content_type, body.clone())
        }
        Fault::Unauthorized => versioned(shared, headers, answer::unauthorized()),
    };
    Ok(Some(answer))
}

/// What a fault makes of the usual answer, for those that leave it to be given.
pub(super) fn spoilt(fault: &Fault, answer: Answer) -> Answer {
    match fault {
        Fault::Truncated => truncated(answer),
        Fault::TruncatedJson => truncated_json(answer),
        Fault::WrongContentType => answer.with_static(CONTENT_TYPE, "text/plain"),
        _ => answer,
    }
}

fn versioned(shared: &Shared, headers: &HeaderMap, answer: Answer) -> Answer {
    match shared.world().versions.answering(headers) {
        Some(version) => answer.with(HeaderName::from_static(version::HEADER), version),
        None => answer,
    }
}
