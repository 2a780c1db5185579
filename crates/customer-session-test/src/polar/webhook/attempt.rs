//! The journal's entries.

/// An attempt to deliver an event, and what came of it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// The event's id, which is the same for all its attempts.
    pub event_id: String,
    /// The type of the event, such as `customer.deleted`.
    pub kind: String,
    /// The id of the webhook that it was sent to.
    pub webhook_id: String,
    /// Which attempt of this event it was, from 1.
    pub number: u32,
    /// The time that `webhook-timestamp` said, in seconds since 1970.
    pub unix_seconds: i64,
    /// What came of it.
    pub outcome: Outcome,
}

impl Attempt {
    /// The status of the answer, if there was one in time.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self.outcome {
            Outcome::Answered(status) => Some(status),
            Outcome::TimedOut | Outcome::Unanswered => None,
        }
    }

    /// Whether the event was taken: an answer of 2xx.
    #[must_use]
    pub const fn succeeded(&self) -> bool {
        matches!(self.outcome, Outcome::Answered(200..=299))
    }
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// The receiver answered with this status.
    Answered(u16),
    /// No whole answer came within ten seconds.
    TimedOut,
    /// The receiver refused the connection, or broke it off.
    Unanswered,
}
