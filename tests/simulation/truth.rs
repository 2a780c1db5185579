//! What is true at the issuer, at every moment of its own clock.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

/// Everything that the issuer knows.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) customers: Vec<CustomerTruth>,
    pub(crate) sessions: BTreeMap<String, SessionTruth>,
}

/// One customer.
#[derive(Debug)]
pub(crate) struct CustomerTruth {
    pub(crate) id: String,
    pub(crate) ours: bool,
    pub(crate) deleted: Option<Duration>,
    /// Every name, with the moment from which it is the customer's.
    pub(crate) names: Vec<(Duration, String)>,
}

/// One session.
#[derive(Clone, Debug)]
pub(crate) struct SessionTruth {
    pub(crate) customer: usize,
    pub(crate) member: Option<String>,
    pub(crate) begins: Duration,
    pub(crate) ends: Duration,
    pub(crate) deleted: Option<Duration>,
    /// Whether the issuer says when it began.
    pub(crate) dated: bool,
}

impl Truth {
    /// When a session is over at the issuer; from the beginning for a token that is none.
    pub(crate) fn death(&self, token: &str) -> Duration {
        let Some(session) = self.sessions.get(token) else {
            return Duration::ZERO;
        };
        let customer = &self.customers[session.customer];
        [Some(session.ends), session.deleted, customer.deleted]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(Duration::MAX)
    }

    /// Whether a session is good at some moment.
    pub(crate) fn is_good(&self, token: &str, at: Duration) -> bool {
        self.sessions
            .get(token)
            .is_some_and(|session| session.begins <= at && self.customers[session.customer].ours)
            && at < self.death(token)
    }

    /// Whether a session is bad at some moment of a stretch of time.
    pub(crate) fn was_bad(&self, token: &str, from: Duration, to: Duration) -> bool {
        // It begins once and ends once, so that it is bad at an end of the stretch or never.
        !self.is_good(token, from) || !self.is_good(token, to)
    }

    /// Which of a customer's names this is.
    pub(crate) fn version(&self, customer: usize, name: &str) -> usize {
        let names = &self.customers[customer].names;
        let version = names.iter().position(|(_, known)| known == name);
        version.expect("a name that the customer had")
    }

    /// When a customer stopped to have a name; never, if it still is theirs.
    pub(crate) fn renamed(&self, customer: usize, version: usize) -> Option<Duration> {
        let next = self.customers[customer].names.get(version + 1);
        next.map(|(since, _)| *since)
    }
}

impl CustomerTruth {
    pub(crate) fn name(&self) -> &str {
        &self.names.last().expect("a customer has a name").1
    }
}

/// A moment of the issuer's clock, which nobody sets, as wall time.
pub(crate) fn stated(moment: Duration) -> SystemTime {
    // Where `ManualClock` starts.
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600) + moment
}
