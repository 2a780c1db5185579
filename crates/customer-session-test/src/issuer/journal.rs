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
    /// The headers, names in lower case; `authorization` is cut after the scheme.
    pub headers: Vec<(String, String)>,
    /// The fields of the form, in the order in which they were sent; tokens and secrets are cut.
    pub form: Vec<(String, String)>,
}

impl RecordedRequest {
    pub(super) fn new(
        endpoint: Endpoint,
        method: &Method,
        path_and_query: &str,
        headers: &HeaderMap,
        form: &[(String, String)],
    ) -> Self {
        let form = form.iter().map(|(name, value)| {
            let shown = match name.as_str() {
                "client_assertion" | "client_secret" | "token" => "…",
                _ => value,
            };
            (name.clone(), shown.to_owned())
        });
        Self {
            endpoint,
            method: method.as_str().to_owned(),
            path_and_query: path_and_query.to_owned(),
            headers: recorded::headers(headers, scheme),
            form: form.collect(),
        }
    }

    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        recorded::header(&self.headers, name)
    }

    /// The first value of a field of the form.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.form.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What may be shown of an `Authorization` header.
fn scheme(authorization: &str) -> String {
    match authorization.split_once(' ') {
        Some((scheme, _)) => format!("{scheme} …"),
        None => "…".to_owned(),
    }
}

/// How many requests are remembered; a load test makes more than anybody reads.
pub(super) const REMEMBERED: usize = 10_000;
