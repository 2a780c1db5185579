//! What was asked.

use hyper::{HeaderMap, Method};

use super::endpoint::Endpoint;
use crate::wire::recorded;

/// A request that reached the fake.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The endpoint that it is for.
    pub endpoint: Endpoint,
    /// The method.
    pub method: String,
    /// The path and query, as they were sent.
    pub path_and_query: String,
    /// The headers, names in lower case; a key in `authorization` is cut after its mode.
    pub headers: Vec<(String, String)>,
    /// The fields of the form, in the order in which they were sent.
    pub form: Vec<(String, String)>,
}

impl RecordedRequest {
    pub(super) fn new(
        endpoint: Endpoint,
        method: &Method,
        path_and_query: &str,
        headers: &HeaderMap,
        form: Vec<(String, String)>,
    ) -> Self {
        Self {
            endpoint,
            method: method.as_str().to_owned(),
            path_and_query: path_and_query.to_owned(),
            headers: recorded::headers(headers, redacted),
            form,
        }
    }

    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        recorded::header(&self.headers, name)
    }

    /// The value of a field of the form.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The scheme, and what every key of the kind begins with.
fn redacted(authorization: &str) -> String {
    let (scheme, key) = authorization.split_once(' ').unwrap_or(("", authorization));
    let prefixes = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];
    let mut prefixes = prefixes.iter();
    let prefix = prefixes.find(|prefix| key.starts_with(**prefix));
    format!("{scheme} {}…", prefix.unwrap_or(&""))
        .trim_start()
        .to_owned()
}

/// How many requests are remembered; a load test makes more than anybody reads.
pub(super) const REMEMBERED: usize = 10_000;
