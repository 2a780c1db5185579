//! What can be wrong with an answer, whoever gives it.

use bytes::Bytes;
use hyper::{
    StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue},
};

use super::{answer::Answer, body::AnswerBody};

/// 200 with JSON that never ends.
pub(crate) fn endless() -> Answer {
    Answer::new(StatusCode::OK, AnswerBody::Endless).with_static(CONTENT_TYPE, "application/json")
}

/// A page, as proxies answer with it.
pub(crate) fn html(status: u16) -> Answer {
    let status = status_code(status);
    let page = format!(
        "<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    );
    Answer::text(status, "text/html; charset=UTF-8", page)
}

/// The status of this number; 500 if there is none.
pub(crate) fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The whole is announced, half of it is sent, and the connection breaks.
pub(crate) fn truncated(mut answer: Answer) -> Answer {
    let whole = bytes_of(&answer);
    answer.body = AnswerBody::cut(whole.slice(..whole.len() / 2));
    answer.with(CONTENT_LENGTH, HeaderValue::from(whole.len()))
}

/// Half of the text is sent as if it were the whole.
pub(crate) fn truncated_json(mut answer: Answer) -> Answer {
    let whole = bytes_of(&answer);
    answer.body = AnswerBody::whole(whole.slice(..whole.len() / 2));
    answer
}

fn bytes_of(answer: &Answer) -> Bytes {
    match &answer.body {
        AnswerBody::Whole(Some(bytes)) => bytes.clone(),
        AnswerBody::Whole(None)
        | AnswerBody::Cut(_)
        | AnswerBody::Drip(_)
        | AnswerBody::EmptyChunked
        | AnswerBody::Endless
        | AnswerBody::Flood(_) => Bytes::new(),
    }
}
