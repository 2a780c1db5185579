//! Refusals of whoever asks, which say nothing about the token asked about.

use hyper::{
    StatusCode,
    header::{ALLOW, CACHE_CONTROL, PRAGMA, WWW_AUTHENTICATE},
};
use serde_json::json;

use crate::wire::Answer;

/// Why a question is not answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Problem {
    /// The client is unknown, or its secret another (RFC 6749 §5.2).
    InvalidClient,
    /// The token belongs to another client (RFC 7009 §2.1).
    InvalidGrant,
    /// Something is missing, or stands twice (RFC 6749 §5.2).
    InvalidRequest(&'static str),
    /// Whoever asks has no token that is for it (RFC 6750 §3.1).
    InvalidToken,
    /// A question in an address ends in logs (RFC 7662 §4).
    NotPosted,
}

impl Problem {
    pub(super) fn into_answer(self) -> Answer {
        match self {
            Self::InvalidClient => json_of(StatusCode::UNAUTHORIZED, "invalid_client", None)
                .with_static(WWW_AUTHENTICATE, r#"Basic realm="issuer", charset="UTF-8""#),
            Self::InvalidGrant => json_of(
                StatusCode::BAD_REQUEST,
                "invalid_grant",
                Some("the token was issued to another client"),
            ),
            Self::InvalidRequest(why) => {
                json_of(StatusCode::BAD_REQUEST, "invalid_request", Some(why))
            }
            Self::InvalidToken => json_of(StatusCode::UNAUTHORIZED, "invalid_token", None)
                .with_static(
                    WWW_AUTHENTICATE,
                    r#"Bearer realm="issuer", error="invalid_token""#,
                ),
            Self::NotPosted => {
                Answer::empty(StatusCode::METHOD_NOT_ALLOWED).with_static(ALLOW, "POST")
            }
        }
    }
}

fn json_of(status: StatusCode, error: &str, description: Option<&str>) -> Answer {
    let mut value = json!({ "error": error });
    if let Some(description) = description {
        value["error_description"] = description.into();
    }
    unstored(Answer::json(status, &value))
}

/// RFC 6749 §5.1: nobody keeps an answer about tokens.
pub(super) fn unstored(answer: Answer) -> Answer {
    answer
        .with_static(CACHE_CONTROL, "no-store")
        .with_static(PRAGMA, "no-cache")
}
