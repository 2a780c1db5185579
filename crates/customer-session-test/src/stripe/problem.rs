//! Errors in Stripe's envelope.

use hyper::{
    StatusCode,
    header::{HeaderName, HeaderValue, RETRY_AFTER},
};
use serde_json::{Map, Value, json};

use crate::wire::Answer;

/// An error of Stripe's.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    fields: Map<String, Value>,
    retry_after: Option<u32>,
}

impl Problem {
    fn new(status: StatusCode, kind: &str, message: impl Into<String>) -> Self {
        let mut fields = Map::new();
        fields.insert("message".to_owned(), json!(message.into()));
        fields.insert("type".to_owned(), json!(kind));
        Self {
            status,
            fields,
            retry_after: None,
        }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, INVALID, message)
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.insert(name.to_owned(), json!(value));
        self
    }

    pub(super) fn param(self, name: &str) -> Self {
        self.with("param", name)
    }

    pub(super) fn missing_param(name: &str) -> Self {
        Self::invalid(format!("Missing required param: {name}."))
            .with("code", "parameter_missing")
            .param(name)
    }

    pub(super) fn unknown_param(name: &str) -> Self {
        Self::invalid(format!("Received unknown parameter: {name}"))
            .with("code", "parameter_unknown")
            .param(name)
    }

    /// No such customer: 404 where it is in the path, 400 where it is a parameter.
    pub(super) fn no_such_customer(id: &str, param: &str) -> Self {
        let mut problem = Self::invalid(format!("No such customer: '{id}'"))
            .with("code", "resource_missing")
            .param(param);
        if param == "id" {
            problem.status = StatusCode::NOT_FOUND;
        }
        problem
    }

    pub(super) fn no_key() -> Self {
        let message = "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
        Self::new(StatusCode::UNAUTHORIZED, INVALID, message)
    }

    pub(super) fn wrong_key() -> Self {
        let message = "Invalid API Key provided: ********";
        Self::new(StatusCode::UNAUTHORIZED, INVALID, message)
    }

    pub(super) fn lacks_permission() -> Self {
        let message = "The provided key does not have the required permissions for this endpoint.";
        Self::new(StatusCode::FORBIDDEN, INVALID, message).with("code", "more_permissions_required")
    }

    pub(super) fn no_such_account() -> Self {
        let message = "The provided key does not have access to the account (or that account does not exist). Application access may have been revoked.";
        Self::new(StatusCode::FORBIDDEN, INVALID, message).with("code", "account_invalid")
    }

    pub(super) fn unknown_url() -> Self {
        Self::new(StatusCode::NOT_FOUND, INVALID, "Unrecognized request URL.")
    }

    pub(super) fn other_parameters() -> Self {
        let message = "Keys for idempotent requests can only be used with the same parameters they were first used with.";
        Self::new(StatusCode::BAD_REQUEST, "idempotency_error", message)
    }

    pub(super) fn rate_limited(retry_after: Option<u32>) -> Self {
        let message = "Request rate limit exceeded.";
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limit_error", message)
            .with("code", "rate_limit");
        problem.retry_after = retry_after;
        problem
    }

    pub(super) fn into_answer(self) -> Answer {
        let limited = self.status == StatusCode::TOO_MANY_REQUESTS;
        let mut answer = Answer::json(self.status, &json!({ "error": self.fields }));
        if limited {
            let name = HeaderName::from_static("stripe-rate-limited-reason");
            answer = answer.with_static(name, "endpoint-rate");
        }
        match self.retry_after {
            Some(seconds) => answer.with(RETRY_AFTER, HeaderValue::from(seconds)),
            None => answer,
        }
    }
}

const INVALID: &str = "invalid_request_error";
