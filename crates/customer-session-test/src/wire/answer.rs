//! An answer, before hyper sends it.

use bytes::Bytes;
use hyper::{
    HeaderMap, Response, StatusCode,
    header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION},
};
use serde_json::Value;

use super::body::AnswerBody;

/// A complete answer, before faults have been at it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Boxed, so that a refusal is small enough to be an error.
    pub(crate) headers: Box<HeaderMap>,
    pub(crate) body: AnswerBody,
}

impl Answer {
    /// A JSON answer.
    pub(crate) fn json(status: StatusCode, value: &Value) -> Self {
        Self::text(status, "application/json", value.to_string())
    }

    /// An answer of another type.
    pub(crate) fn text(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        let answer = Self::new(status, AnswerBody::whole(body.into()));
        match HeaderValue::from_str(content_type) {
            Ok(value) => answer.with(CONTENT_TYPE, value),
            Err(_) => answer,
        }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self::new(status, AnswerBody::Whole(None))
    }

    /// An answer with this body and no headers.
    pub(crate) fn new(status: StatusCode, body: AnswerBody) -> Self {
        Self {
            status,
            headers: Box::default(),
            body,
        }
    }

    /// 307 to `location`, which keeps method and body.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(StatusCode::TEMPORARY_REDIRECT).with_text(LOCATION, location)
    }

    /// Sets a header.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets a header to a fixed text.
    pub(crate) fn with_static(self, name: HeaderName, value: &'static str) -> Self {
        self.with(name, HeaderValue::from_static(value))
    }

    /// Sets a header to `value`, unless that cannot be a header.
    pub(crate) fn with_text(self, name: HeaderName, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => self.with(name, value),
            Err(_) => self,
        }
    }

    /// The answer as hyper sends it.
    pub(crate) fn into_response(self) -> Response<AnswerBody> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = *self.headers;
        response
    }
}
