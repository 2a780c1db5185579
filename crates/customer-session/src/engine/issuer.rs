//! What stands between the engine and one issuer: whether it may be asked at this moment.

use std::{sync::Arc, time::Duration};

use super::ask::About;
use crate::{
    cache::{Now, Renewal},
    observe::{Asked, Watch},
    provider::{ProviderError, Route},
    rejection::{Fault, Reason},
    upstream::{
        Breaker, BreakerSettings, BreakerState, Pace, Permit, Rate, RetryBudget, RetryShare,
    },
};

/// How an issuer may be asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IssuerSettings {
    pub(crate) breaker: BreakerSettings,
    pub(crate) retries: RetryShare,
    pub(crate) unknown_tokens: Rate,
}

/// The state of the way to one issuer.
///
/// It refuses before anything is asked, so that an issuer in trouble is left alone and nobody waits
/// for it in vain. What is remembered is served all the while.
#[derive(Debug)]
pub(crate) struct Issuer {
    breaker: Arc<Breaker>,
    /// Whether sessions stand in a store of one's own, so that only customers are asked for here.
    keeps_sessions: bool,
    /// Look-ups of customers, with our own credentials.
    own: Pace,
    /// Whether all but that is left to the provider.
    paces_itself: bool,
    retries: RetryBudget,
    /// Held for as long as the issuer asked to be left alone.
    suspended: Pace,
    /// Verifications of tokens that nobody vouched for yet.
    unknown: Pace,
    pub(super) watch: Watch,
}

/// The leave to ask one question; without a permit where the answer says nothing about the issuer, or
/// the provider paces itself.
#[derive(Debug)]
pub(crate) struct Leave(Option<Permit>);

impl Issuer {
    pub(super) fn new(settings: IssuerSettings, route: &Route) -> Self {
        let own = route.provider.customer_rate().unwrap_or(UNLIMITED);
        Self {
            breaker: Breaker::new(settings.breaker),
            keeps_sessions: route.provider.keeps_sessions(),
            own: Pace::new(own),
            paces_itself: route.provider.paces_itself(),
            retries: RetryBudget::new(settings.retries),
            suspended: Pace::new(UNLIMITED),
            unknown: Pace::new(settings.unknown_tokens),
            watch: Watch::new(route.name.clone()),
        }
    }

    /// The leave to ask, or why not now.
    pub(super) fn admit(&self, about: &About, now: Now) -> Result<Leave, ProviderError> {
        if about.spares_the_issuer() {
            return Ok(Leave(None));
        }
        let now = now.monotonic();
        // What stands in a store of one's own is looked for whatever the issuer's state.
        let asks_issuer = !self.keeps_sessions || about.is_look_up();
        if asks_issuer {
            self.own.held(now).map_err(ProviderError::own_calls_held)?;
        }
        // There the look-up itself is admitted, and nothing before it.
        let permit = if self.paces_itself || self.keeps_sessions {
            None
        } else {
            Some(self.permit(about.is_renewal(), now)?)
        };
        match about {
            About::Session if self.paces_itself => Ok(()),
            About::Session => self
                .unknown
                .take(now)
                .map_err(ProviderError::unknown_tokens_paced),
            About::Customer(_) | About::Renewal(Renewal::Customer, _) => {
                self.own.peek(now).map_err(ProviderError::own_calls_paced)
            }
            About::Judged(_) | About::Renewal(Renewal::Session, _) => Ok(()),
        }
        .map_err(|error| self.watch.paced(error, now))?;
        if let Some(permit) = &permit {
            self.watch.admitted(permit);
        }
        Ok(Leave(permit))
    }

    /// The permit to ask an issuer that may be in trouble.
    fn permit(&self, is_renewal: bool, now: Duration) -> Result<Permit, ProviderError> {
        // What is renewed is good still: it is no reason to try an issuer in trouble.
        if is_renewal && self.breaker.state(now) != BreakerState::Closed {
            return Err(ProviderError::suspended(SHORTEST_WAIT));
        }
        self.suspended.held(now).map_err(ProviderError::suspended)?;
        self.breaker.admit(now).map_err(ProviderError::suspended)
    }

    /// The leave to look a customer up with our own credentials.
    pub(super) fn admit_look_up(&self, is_renewal: bool, now: Now) -> Result<Leave, ProviderError> {
        let now = now.monotonic();
        let permit = if self.keeps_sessions && !self.paces_itself {
            self.own.held(now).map_err(ProviderError::own_calls_held)?;
            Some(self.permit(is_renewal, now)?)
        } else {
            None
        };
        self.take_look_up(now)?;
        if let Some(permit) = &permit {
            self.watch.admitted(permit);
        }
        Ok(Leave(permit))
    }

    /// Takes one look-up out of what may be made with our own credentials: each that goes out does.
    fn take_look_up(&self, now: Duration) -> Result<(), ProviderError> {
        self.own
            .take(now)
            .map_err(ProviderError::own_calls_paced)
            .map_err(|error| self.watch.paced(error, now))
    }

    /// Whether a question whose moment to be asked once more has come may go out.
    pub(super) fn may_go_again(&self, asked: Asked, now: Now) -> bool {
        match asked {
            Asked::LookUp => self.take_look_up(now.monotonic()).is_ok(),
            Asked::Enrich | Asked::Verify => true,
        }
    }

    /// Whether a question that failed may be asked once more: only where the issuer cannot have
    /// minded, and as long as the budget lasts.
    pub(super) fn may_retry(&self, error: &ProviderError) -> bool {
        !self.paces_itself
            && error.reason() == Reason::IssuerUnavailable
            && error.wait().is_none()
            && self.retries.withdraw()
    }

    /// Counts a question that is asked for the first time.
    pub(super) fn asked(&self) {
        self.retries.deposit();
    }

    /// Learns from the answer about a session how the issuer is.
    pub(super) fn learn<T>(
        &self,
        leave: Leave,
        answer: &Result<T, ProviderError>,
        jitter: u32,
        now: Now,
    ) {
        // Of a store of one's own there is nothing to learn, and its look-ups spoke for themselves.
        if !self.keeps_sessions {
            self.note(leave, answer, jitter, now);
        }
    }

    /// Learns from the answer about a customer, where no answer about a session does.
    pub(super) fn learn_from_look_up<T>(
        &self,
        leave: Leave,
        answer: &Result<T, ProviderError>,
        jitter: u32,
        now: Now,
    ) {
        if self.keeps_sessions {
            self.note(leave, answer, jitter, now);
        }
    }

    fn note<T>(
        &self,
        Leave(permit): Leave,
        answer: &Result<T, ProviderError>,
        jitter: u32,
        now: Now,
    ) {
        let now = now.monotonic();
        let Err(error) = answer else {
            if let Some(permit) = permit {
                self.watch.answered(permit.succeeded());
            }
            return;
        };
        match error.reason() {
            // Our own restraint says nothing about the issuer.
            Reason::Overloaded | Reason::OwnCallsPaced | Reason::VerificationAborted => return,
            Reason::OwnRateLimited => self.hold(&self.own, error, now),
            Reason::IssuerUnavailable if error.wait().is_some() && !self.paces_itself => {
                self.hold(&self.suspended, error, now);
            }
            _ => {}
        }
        let Some(permit) = permit else {
            return;
        };
        // Else one customer could have the issuer left alone by what they write of themselves: here
        // the permit goes, and neither a failure nor a success is counted.
        if error.is_of_one_customer() {
            return;
        }
        if error.reason().fault() == Fault::Issuer {
            let opened = permit.failed(now, jitter);
            self.watch.failed(error.reason(), opened);
        } else {
            self.watch.answered(permit.succeeded());
        }
    }

    /// Lets nothing through for as long as the issuer asked for.
    fn hold(&self, pace: &Pace, error: &ProviderError, now: Duration) {
        let wait = pause_after(error);
        // All who were on their way are told the same.
        if pace.held(now).is_ok() {
            self.watch.asked_to_wait(error.reason(), wait);
        }
        pace.hold(now + wait);
    }

    pub(super) fn state(&self, now: Now) -> BreakerState {
        self.breaker.state(now.monotonic())
    }
}

/// For how long an issuer is left alone that asked for it: no longer than a minute, after which one
/// question tells whether it still wants to be.
fn pause_after(error: &ProviderError) -> Duration {
    error
        .wait()
        .unwrap_or(UNSTATED_PAUSE)
        .clamp(SHORTEST_WAIT, LONGEST_PAUSE)
}

const SHORTEST_WAIT: Duration = Duration::from_secs(1);
const UNSTATED_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
const UNLIMITED: Rate = Rate::new(u32::MAX, Duration::from_secs(1));
