//! Faults: the ways in which the fake can go wrong on demand.

use std::{collections::HashMap, time::Duration};

use super::endpoint::Endpoint;

/// A way to go wrong.
///
/// A faulted request is recorded and counted like any other; it only gets another answer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Answers as usual, after this time by the fake's clock.
    Delay(Duration),
    /// Closes the connection without an answer.
    Drop,
    /// Answers 200 with a body that never ends.
    Endless,
    /// Never answers.
    Hang,
    /// Answers with this status and an HTML page, as proxies in front of it do.
    Html(u16),
    /// Answers as usual.
    ///
    /// Set on one endpoint, it exempts that endpoint from the fault of all others.
    #[default]
    None,
    /// Answers 429 as Stripe does.
    RateLimited {
        /// What `Retry-After` says, in seconds; without it, the header is missing.
        retry_after: Option<u32>,
    },
    /// Answers 307 to this address.
    Redirect(String),
    /// Refuses connections, and kills those that live.
    ///
    /// Only [`FakeStripe::fault`](super::FakeStripe::fault) can refuse, since a connection comes
    /// before its requests. On one endpoint this is [`Drop`](Self::Drop).
    Refuse,
    /// Answers with this status, content type and body; a number that is no status becomes 500.
    Status(u16, String, String),
    /// Announces the whole answer, then sends the first half of it and breaks the connection.
    Truncated,
    /// Sends the first half of the JSON text as if it were the whole.
    TruncatedJson,
    /// Sends the JSON of the usual answer as `text/plain`.
    WrongContentType,
}

/// The faults that are set.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) general: Fault,
    pub(super) by_endpoint: HashMap<Endpoint, Fault>,
}

impl Faults {
    /// The fault that a request to `endpoint` meets.
    pub(super) fn of(&self, endpoint: Endpoint) -> Fault {
        if self.general == Fault::Refuse {
            return Fault::Refuse;
        }
        let own = self.by_endpoint.get(&endpoint);
        own.unwrap_or(&self.general).clone()
    }
}
