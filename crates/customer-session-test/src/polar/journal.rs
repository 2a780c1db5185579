//! What was asked.

use std::collections::{HashMap, VecDeque};

use hyper::{HeaderMap, Method};

use super::endpoint::Endpoint;
use crate::wire::recorded;

/// A request that reached the fake, on either listener.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// The path and query, as they were sent.
    pub path_and_query: String,
    /// The headers, names in lower case; a token in `authorization` is cut after its prefix.
    pub headers: Vec<(String, String)>,
    /// The endpoint the path belongs to.
    pub endpoint: Endpoint,
    /// The status that was answered; none while there is no answer, which stays so for dropped and
    /// hanging requests.
    pub status: Option<u16>,
}

/// Counts and remembers requests.
#[derive(Debug, Default)]
pub(super) struct Journal {
    calls: HashMap<Endpoint, u64>,
    requests: VecDeque<RecordedRequest>,
    /// How many requests were remembered before the oldest that still is.
    forgotten: u64,
}

impl Journal {
    /// Remembers a request, and returns the number under which its status is noted later.
    pub(super) fn record(&mut self, request: RecordedRequest) -> u64 {
        *self.calls.entry(request.endpoint).or_default() += 1;
        if self.requests.len() == REMEMBERED {
            self.requests.pop_front();
            self.forgotten += 1;
        }
        self.requests.push_back(request);
        self.forgotten + self.requests.len() as u64 - 1
    }

    /// Notes what a request was answered with.
    pub(super) fn note_status(&mut self, number: u64, status: u16) {
        let index = number
            .checked_sub(self.forgotten)
            .and_then(|index| usize::try_from(index).ok());
        if let Some(request) = index.and_then(|index| self.requests.get_mut(index)) {
            request.status = Some(status);
        }
    }

    /// How often an endpoint was called.
    pub(super) fn calls(&self, endpoint: Endpoint) -> u64 {
        self.calls.get(&endpoint).copied().unwrap_or_default()
    }

    /// How often the endpoints that `counts` picks were called.
    pub(super) fn calls_of(&self, counts: impl Fn(Endpoint) -> bool) -> u64 {
        self.calls
            .iter()
            .filter(|(endpoint, _)| counts(**endpoint))
            .map(|(_, calls)| calls)
            .sum()
    }

    /// The requests that are still remembered, oldest first.
    pub(super) fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.iter().cloned().collect()
    }

    /// Forgets everything.
    pub(super) fn reset(&mut self) {
        self.calls.clear();
        // Numbers go on, so that an answer still on its way does not land on a later request.
        self.forgotten += self.requests.len() as u64;
        self.requests.clear();
    }
}

impl RecordedRequest {
    pub(super) fn new(
        method: &Method,
        path_and_query: &str,
        headers: &HeaderMap,
        endpoint: Endpoint,
    ) -> Self {
        Self {
            method: method.as_str().to_owned(),
            path_and_query: path_and_query.to_owned(),
            headers: recorded::headers(headers, redacted),
            endpoint,
            status: None,
        }
    }

    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        recorded::header(&self.headers, name)
    }
}

/// The scheme, and the token's prefix if it is one of Polar's.
fn redacted(authorization: &str) -> String {
    let (scheme, token) = authorization.split_once(' ').unwrap_or(("", authorization));
    let prefix = PREFIXES
        .iter()
        .find(|prefix| token.trim_start().starts_with(**prefix))
        .unwrap_or(&"");
    format!("{scheme} {prefix}…").trim_start().to_owned()
}

/// How many requests are remembered; a load test makes more than anybody reads.
const REMEMBERED: usize = 10_000;
const PREFIXES: [&str; 5] = [
    "polar_cst_",
    "polar_mst_",
    "polar_oat_",
    "polar_pat_",
    "polar_crt_",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authorization_is_cut_after_the_prefix() {
        assert_eq!(redacted("Bearer polar_oat_s3cret"), "Bearer polar_oat_…");
        assert_eq!(redacted("Bearer s3cret"), "Bearer …");
        assert_eq!(redacted("s3cret"), "…");
    }
}
