//! What a receiver says of a delivery.

use customer_session::endpoint::EndpointResponse;
use serde_json::Value;

/// Whether a delivery was signed by who knows the secret, and can be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// It is good.
    Accepted(Value),
    /// Nobody who knows the secret signed it, or not now.
    Refused,
    /// It is signed, and cannot be read: why.
    Unreadable(String),
}

impl Verdict {
    /// What a foreign library said.
    pub(crate) fn of_tool(mut answer: Value) -> Self {
        if let Some(value) = answer.get_mut("value") {
            return Self::Accepted(value.take());
        }
        if let Some(why) = answer["unreadable"].as_str() {
            return Self::Unreadable(why.to_owned());
        }
        assert!(answer["refused"].is_string(), "no verdict: {answer}");
        Self::Refused
    }

    /// What an endpoint of ours answered.
    pub(crate) fn of_endpoint(response: &EndpointResponse) -> Self {
        match response.status {
            204 => Self::Accepted(Value::Null),
            400 => Self::Unreadable(String::from_utf8_lossy(&response.body).into_owned()),
            401 => Self::Refused,
            other => panic!("no verdict: {other}"),
        }
    }

    pub(crate) const fn is_accepted(&self) -> bool {
        matches!(self, Self::Accepted(_))
    }
}
