//! Who fetches, and whether it is worth fetching: the state behind all that do not find their key.

use std::time::Duration;

use crate::{
    provider::{
        ProviderError,
        discovery::{SHORTEST_WAIT, pause_after},
    },
    rejection::Reason,
};

/// The state of the one fetch. Only those come here who have no keys, or an unknown one.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// Whether somebody is there to fetch.
    pub(super) attended: bool,
    /// The number of the newest fetch, whether it ended or not.
    newest: u64,
    under_way: bool,
    /// Whether an unknown key is what the fetch under way is for.
    for_unknown: bool,
    /// Before this, an unknown key is no reason to fetch.
    unknown_again: Duration,
    failure: Option<Failure>,
    failures: u32,
}

/// Why the last fetch failed, and when there is another.
#[derive(Clone, Debug)]
struct Failure {
    error: ProviderError,
    again: Duration,
}

/// Why somebody wants a fetch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Need {
    /// There are no keys.
    Keys,
    /// It is time.
    Schedule,
    /// The keys do not have the one that a token names.
    UnknownKey,
}

impl Desk {
    /// The number of the newest fetch.
    pub(super) const fn newest(&self) -> u64 {
        self.newest
    }

    /// The number of the fetch that is wanted or under way.
    pub(super) fn under_way(&self) -> Option<u64> {
        self.under_way.then_some(self.newest)
    }

    /// Whether the last fetch failed.
    pub(super) const fn is_failing(&self) -> bool {
        self.failure.is_some()
    }

    /// When a fetch that failed is tried again.
    pub(super) fn again(&self) -> Option<Duration> {
        self.failure.as_ref().map(|failure| failure.again)
    }

    /// Why the last fetch failed, if it did.
    pub(super) fn failure(&self) -> Option<ProviderError> {
        self.failure.as_ref().map(|failure| failure.error.clone())
    }

    /// The number of the fetch to wait for, which may be under way already; or why there is none.
    pub(super) fn board(
        &mut self,
        need: Need,
        now: Duration,
        cooldown: Duration,
    ) -> Result<u64, ProviderError> {
        if self.under_way {
            return Ok(self.newest);
        }
        match self.refusal(need, now) {
            Some(refusal) => return Err(refusal),
            None if need == Need::UnknownKey => self.unknown_again = now + cooldown,
            None => {}
        }
        self.newest += 1;
        self.under_way = true;
        self.for_unknown = need == Need::UnknownKey;
        Ok(self.newest)
    }

    /// Why it is not worth fetching now; `None`: it is, or somebody does.
    ///
    /// While the issuer cannot be asked nobody knows whether a key is unknown to it too, so that
    /// this is no denial.
    pub(super) fn refusal(&self, need: Need, now: Duration) -> Option<ProviderError> {
        if self.under_way || need == Need::Schedule {
            return None;
        }
        let cooldown = match need {
            Need::UnknownKey => self.unknown_again.saturating_sub(now),
            Need::Keys | Need::Schedule => Duration::ZERO,
        };
        match &self.failure {
            Some(Failure { error, again }) if now < *again || !cooldown.is_zero() => {
                let pause = again.saturating_sub(now);
                let wait = pause.max(cooldown).max(SHORTEST_WAIT);
                Some(error.clone().retry_after(wait))
            }
            None if !cooldown.is_zero() => {
                let why = "the issuer's keys do not have it, and were fetched a moment ago";
                let wait = cooldown.max(SHORTEST_WAIT);
                Some(ProviderError::refused(Reason::KeyUnknown, why).retry_after(wait))
            }
            Some(_) | None => None,
        }
    }

    /// The fetch ended with keys.
    pub(super) fn succeeded(&mut self, now: Duration, cooldown: Duration) {
        self.ended(now, cooldown);
        self.failure = None;
        self.failures = 0;
    }

    /// The fetch failed. The next is tried after a pause, or later if the issuer asks for that.
    pub(super) fn failed(
        &mut self,
        error: ProviderError,
        now: Duration,
        cooldown: Duration,
        chance: u32,
    ) {
        self.ended(now, cooldown);
        self.failures = self.failures.saturating_add(1);
        let pause = pause_after(self.failures, &error, chance);
        self.failure = Some(Failure {
            error,
            again: now + pause,
        });
    }

    /// A fetch that took long leaves no time of the cooldown else.
    fn ended(&mut self, now: Duration, cooldown: Duration) {
        if self.for_unknown {
            self.unknown_again = now + cooldown;
        }
        self.under_way = false;
        self.for_unknown = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COOLDOWN: Duration = Duration::from_secs(30);

    fn board(desk: &mut Desk, need: Need, second: u64) -> Result<u64, Reason> {
        desk.board(need, Duration::from_secs(second), COOLDOWN)
            .map_err(|error| error.reason())
    }

    fn succeed(desk: &mut Desk, second: u64) {
        desk.succeeded(Duration::from_secs(second), COOLDOWN);
    }

    fn fail(desk: &mut Desk, error: ProviderError, second: u64) {
        desk.failed(error, Duration::from_secs(second), COOLDOWN, 0);
    }

    #[test]
    fn whoever_comes_while_a_fetch_is_under_way_joins_it() {
        let mut desk = Desk::default();

        assert_eq!(board(&mut desk, Need::Keys, 0), Ok(1));
        assert_eq!(board(&mut desk, Need::UnknownKey, 1), Ok(1));
        assert_eq!(board(&mut desk, Need::Schedule, 2), Ok(1));
    }

    #[test]
    fn after_an_unknown_key_the_next_is_refused_until_the_cooldown_is_over() {
        let mut desk = Desk::default();
        assert_eq!(board(&mut desk, Need::UnknownKey, 0), Ok(1));
        succeed(&mut desk, 5);

        let within = board(&mut desk, Need::UnknownKey, 34);
        assert_eq!(within, Err(Reason::KeyUnknown));
        assert_eq!(board(&mut desk, Need::UnknownKey, 35), Ok(2));
    }

    #[test]
    fn a_fetch_for_another_reason_begins_no_cooldown() {
        let mut desk = Desk::default();
        assert_eq!(board(&mut desk, Need::Schedule, 0), Ok(1));
        succeed(&mut desk, 0);

        assert_eq!(board(&mut desk, Need::UnknownKey, 0), Ok(2));
    }

    #[test]
    fn within_a_cooldown_the_schedule_goes_on() {
        let mut desk = Desk::default();
        assert_eq!(board(&mut desk, Need::UnknownKey, 0), Ok(1));
        succeed(&mut desk, 0);

        assert_eq!(board(&mut desk, Need::Schedule, 1), Ok(2));
    }

    #[test]
    fn while_the_issuer_cannot_be_asked_an_unknown_key_is_not_denied() {
        let mut desk = Desk::default();
        assert_eq!(board(&mut desk, Need::UnknownKey, 0), Ok(1));
        fail(&mut desk, ProviderError::unavailable("gone"), 0);

        // In the pause, and in the rest of the cooldown.
        for second in [0, 20] {
            let refused = board(&mut desk, Need::UnknownKey, second);
            assert_eq!(refused, Err(Reason::IssuerUnavailable));
        }
        assert_eq!(
            board(&mut desk, Need::Keys, 0),
            Err(Reason::IssuerUnavailable)
        );
        assert_eq!(board(&mut desk, Need::Keys, 1), Ok(2));
    }

    #[test]
    fn pauses_grow_and_an_issuer_that_asks_for_more_gets_it_within_bounds() {
        let mut desk = Desk::default();
        let mut again = |error| {
            fail(&mut desk, error, 0);
            desk.again().unwrap().as_secs()
        };
        let asking =
            |wait| ProviderError::unavailable("gone").retry_after(Duration::from_secs(wait));

        assert_eq!(again(ProviderError::timed_out()), 1);
        assert_eq!(again(ProviderError::timed_out()), 2);
        assert_eq!(again(asking(50)), 50);
        assert_eq!(again(asking(3000)), 300);
        succeed(&mut desk, 0);
        assert_eq!((desk.again(), desk.is_failing()), (None, false));
    }
}
