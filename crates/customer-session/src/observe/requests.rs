//! What became of requests.

use super::{Counters, seldom::Seldom};
use crate::{
    clock::Clock,
    rejection::{Reason, Rejection},
};

/// What would otherwise be said for every request of an outage or a flood.
#[derive(Debug, Default)]
pub(super) struct Notices {
    aborted: Seldom,
    overloaded: Seldom,
    stale: Seldom,
}

impl Notices {
    /// What nothing else tells of: no issuer was asked, or its answer was lost.
    const fn unjudged(&self, reason: Reason) -> Option<&Seldom> {
        match reason {
            Reason::Overloaded => Some(&self.overloaded),
            Reason::VerificationAborted => Some(&self.aborted),
            _ => None,
        }
    }
}

/// A request was refused.
pub(crate) fn rejected(rejection: &Rejection, counters: &Counters, clock: &dyn Clock) {
    let reason = rejection.reason();
    counters.rejected(reason);
    let (word, fault, status) = (reason.as_str(), reason.fault().as_str(), reason.status());
    event!(debug, reason = word, fault, status, "request refused");
    let unsaid = counters
        .notices
        .unjudged(reason)
        .and_then(|notice| notice.may_say(clock.monotonic()));
    if let Some(unsaid) = unsaid {
        event!(warn, reason = word, unsaid, "requests refused unjudged");
    }
}

/// A session was served although it should have been asked about.
pub(crate) fn stale(reason: Reason, counters: &Counters, clock: &dyn Clock) {
    counters.stale_hit();
    count!(names::STALE_SERVED, "reason" => reason.as_str());
    let reason = reason.as_str();
    event!(debug, reason, "stale session served");
    if let Some(unsaid) = counters.notices.stale.may_say(clock.monotonic()) {
        event!(warn, reason, unsaid, "stale sessions are served");
    }
}
