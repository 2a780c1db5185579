//! How often an endpoint may be called.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use super::endpoint::Endpoint;

/// Counts the calls of the last second, for each key's world and endpoint.
#[derive(Debug, Default)]
pub(super) struct Rates(HashMap<(String, Endpoint), VecDeque<Duration>>);

impl Rates {
    /// Whether one more call is allowed now, which counts if it is.
    pub(super) fn admit(
        &mut self,
        space: &str,
        endpoint: Endpoint,
        limit: usize,
        now: Duration,
    ) -> bool {
        let calls = self.0.entry((space.to_owned(), endpoint)).or_default();
        while calls
            .front()
            .is_some_and(|call| now.saturating_sub(*call) >= SECOND)
        {
            calls.pop_front();
        }
        let admitted = calls.len() < limit;
        if admitted {
            calls.push_back(now);
        }
        admitted
    }
}

const SECOND: Duration = Duration::from_secs(1);
