//! Faults: the ways in which the fake can go wrong on demand.

use std::{collections::HashMap, time::Duration};

use super::endpoint::Endpoint;

/// A way to go wrong.
///
/// A faulted request is counted like any other; it only gets another answer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// Answers as usual, after this time by the fake's clock.
    Delay(Duration),
    /// Sends the usual answer byte by byte, with this pause by the fake's clock after each.
    Drip(Duration),
    /// Closes the connection without an answer.
    Drop,
    /// Answers 200 with a body that never ends.
    Endless,
    /// Never answers.
    Hang,
    /// Answers with this status and an HTML page.
    Html(u16),
    /// Answers 200 with JSON of this many bytes, which it announces.
    Huge(usize),
    /// Answers as usual.
    ///
    /// Set on one endpoint, it exempts that endpoint from the fault of all others.
    #[default]
    None,
    /// Answers 307 to this address.
    Redirect(String),
    /// Refuses connections, and kills those that live.
    ///
    /// Only [`FakeIssuer::fault`](super::FakeIssuer::fault) can refuse, since a connection comes
    /// before its requests. On one endpoint this is [`Drop`](Self::Drop).
    Refuse,
    /// Answers with this status and an empty body.
    Status {
        /// The status; a number that is none becomes 500.
        status: u16,
        /// What `Retry-After` says, in seconds; without it, the header is missing.
        retry_after: Option<u32>,
    },
    /// Announces the whole answer, then sends the first half of it and breaks the connection.
    Truncated,
    /// Sends the first half of the JSON text as if it were the whole.
    TruncatedJson,
}

impl Fault {
    /// An empty answer of this status.
    #[must_use]
    pub const fn status(status: u16) -> Self {
        Self::Status {
            status,
            retry_after: None,
        }
    }
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
