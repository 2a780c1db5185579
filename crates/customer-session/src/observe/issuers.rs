//! What became of questions to issuers, and of the way to each of them.

use std::{sync::Arc, time::Duration};

use super::{Outcome, chain::cause_of, seldom::Seldom};
use crate::{
    provider::ProviderError,
    rejection::{Fault, Reason},
    upstream::{BreakerState, Permit},
};

/// An issuer could not be reached and is asked once more.
pub(crate) fn retrying(provider: &Arc<str>, error: &ProviderError) {
    let reason = error.reason().as_str();
    count!(names::RETRIES, "provider" => provider.clone());
    event!(debug, %provider, reason, "asking once more");
}

/// What was remembered was asked about before its time was over.
pub(crate) fn renewed<T>(provider: &Arc<str>, answer: &Result<T, ProviderError>) {
    let outcome = Outcome::of(answer).as_str();
    count!(names::REFRESHES, "provider" => provider.clone(), "outcome" => outcome);
    match answer {
        Ok(_) => event!(debug, %provider, "answer renewed"),
        Err(error) => {
            let reason = error.reason().as_str();
            event!(debug, %provider, reason, "answer not renewed");
        }
    }
}

/// Watches the way to one issuer.
#[derive(Debug)]
pub(crate) struct Watch {
    provider: Arc<str>,
    configuration: Seldom,
    own_calls: Seldom,
    unknown_tokens: Seldom,
}

impl Watch {
    pub(crate) fn new(provider: Arc<str>) -> Self {
        Self {
            provider,
            configuration: Seldom::default(),
            own_calls: Seldom::default(),
            unknown_tokens: Seldom::default(),
        }
    }

    /// The issuer did not vouch for a session.
    pub(crate) fn not_verified(&self, error: &ProviderError, now: Duration) {
        let (kind, provider, reason) = (error.reason(), &self.provider, error.reason().as_str());
        let cause = cause_of(error);
        match kind.fault() {
            Fault::Caller => {
                event!(debug, %provider, reason, "session denied");
            }
            // Said by what held the question back.
            Fault::Us | Fault::Issuer if error.is_unasked() => {
                event!(debug, %provider, reason, cause, "session not verified");
            }
            // Nothing stops the questions: the issuer is well.
            Fault::Us if kind.status() == 500 => {
                event!(debug, %provider, reason, cause, "session not verified");
                if let Some(unsaid) = self.configuration.may_say(now) {
                    event!(error, %provider, reason, cause, unsaid, "sessions cannot be verified until the configuration is mended");
                }
            }
            Fault::Us | Fault::Issuer => {
                event!(warn, %provider, reason, cause, "session could not be verified");
            }
        }
    }

    /// Nobody was asked, since a pace allows no more.
    pub(crate) fn paced(&self, error: ProviderError, now: Duration) -> ProviderError {
        let notice = match error.reason() {
            Reason::OwnCallsPaced => &self.own_calls,
            _ => &self.unknown_tokens,
        };
        if let Some(unsaid) = notice.may_say(now) {
            let (provider, reason) = (&self.provider, error.reason().as_str());
            event!(warn, %provider, reason, unsaid, "pace exhausted: nobody is asked");
        }
        error
    }

    /// The issuer asked to be left alone.
    pub(crate) fn asked_to_wait(&self, reason: Reason, wait: Duration) {
        let (provider, reason, seconds) = (&self.provider, reason.as_str(), wait.as_secs());
        count!(names::HOLDS, "provider" => provider.clone(), "reason" => reason);
        event!(warn, %provider, reason, seconds, "issuer asked to be left alone");
    }

    /// A question goes out, perhaps as a probe of an issuer that was left alone.
    pub(crate) fn admitted(&self, permit: &Permit) {
        if permit.is_probe() {
            let provider = &self.provider;
            turned(provider, BreakerState::HalfOpen);
            event!(info, %provider, "breaker half-open: one question goes out");
        }
    }

    /// The issuer answered.
    pub(crate) fn answered(&self, closed: bool) {
        if closed {
            let provider = &self.provider;
            turned(provider, BreakerState::Closed);
            event!(info, %provider, "breaker closed: the issuer is asked again");
        }
    }

    /// The issuer failed.
    pub(crate) fn failed(&self, reason: Reason, opened: bool) {
        if opened {
            let (provider, reason) = (&self.provider, reason.as_str());
            turned(provider, BreakerState::Open);
            event!(warn, %provider, reason, "breaker opened: the issuer is left alone");
        }
    }
}

fn turned(provider: &Arc<str>, state: BreakerState) {
    count!(
        names::BREAKER_TRANSITIONS,
        "provider" => provider.clone(),
        "state" => state.as_str()
    );
}
