//! What faults make of answers.

use bytes::Bytes;
use hyper::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue},
};

use super::{
    answer::{self, Answer},
    body::{AnswerBody, BrokenOff},
    fault::Fault,
    shared::Shared,
    version,
};

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
        Fault::Redirect(url) => answer::redirect(url),
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

fn endless() -> Answer {
    Answer::new(StatusCode::OK, AnswerBody::Endless).with_static(CONTENT_TYPE, "application/json")
}

fn html(status: u16) -> Answer {
    let status = status_code(status);
    let page = format!(
        "<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    );
    Answer::text(status, "text/html; charset=UTF-8", page)
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn truncated(mut answer: Answer) -> Answer {
    let whole = bytes_of(&answer);
    answer.body = AnswerBody::cut(whole.slice(..whole.len() / 2));
    answer.with(CONTENT_LENGTH, HeaderValue::from(whole.len()))
}

fn truncated_json(mut answer: Answer) -> Answer {
    let whole = bytes_of(&answer);
    answer.body = AnswerBody::whole(whole.slice(..whole.len() / 2));
    answer
}

fn bytes_of(answer: &Answer) -> Bytes {
    match &answer.body {
        AnswerBody::Whole(Some(bytes)) => bytes.clone(),
        AnswerBody::Whole(None)
        | AnswerBody::Cut(_)
        | AnswerBody::EmptyChunked
        | AnswerBody::Endless => Bytes::new(),
    }
}
