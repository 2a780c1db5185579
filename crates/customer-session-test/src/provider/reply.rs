//! What an issuer answers, as plain data.

use std::fmt;

use bytes::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use serde_json::Value;

use crate::wire::{Answer, AnswerBody, status_code};

/// What the issuer answers to one call.
#[derive(Clone)]
#[must_use]
pub struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Reply {
    /// JSON, as `application/json`.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", body.to_string())
    }

    /// A body of another type.
    pub fn text(status: u16, content_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        let mut reply = Self::empty(status).header("content-type", content_type);
        reply.body = body.into();
        reply
    }

    /// No body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The JSON of the body, if it is any.
    pub(super) fn value(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The same with another body.
    pub(super) fn with_body(&self, body: impl Into<Bytes>) -> Self {
        let mut reply = self.clone();
        reply.body = body.into();
        reply
    }

    /// The same with another status.
    pub(super) fn with_status(&self, status: u16) -> Self {
        let mut reply = self.clone();
        reply.status = status;
        reply
    }

    pub(super) fn into_answer(self) -> Answer {
        let body = if self.body.is_empty() {
            AnswerBody::Whole(None)
        } else {
            AnswerBody::whole(self.body)
        };
        let answer = Answer::new(status_code(self.status), body);
        self.headers
            .into_iter()
            .fold(answer, |answer, (name, value)| {
                match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                    (Ok(name), Ok(value)) => answer.with(name, value),
                    _ => answer,
                }
            })
    }
}

/// Shows no body, which may hold what the suite must not print.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
