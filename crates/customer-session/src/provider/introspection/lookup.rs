//! Whether the issuer is asked where its endpoint is: pure arithmetic.

use std::time::Duration;

use url::Url;

use crate::{
    cache::Deadline,
    clock::Now,
    provider::{
        ProviderError, Readiness,
        discovery::{SHORTEST_WAIT, Unlocated, pause_after, share},
    },
};

/// What is known of where the endpoint is, and of the one question about it.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    known: Option<Known>,
    failure: Option<Failure>,
    failures: u32,
    /// The number of the newest question, whether it was answered or not.
    newest: u64,
    under_way: bool,
}

/// Where the endpoint was when the issuer was asked last.
#[derive(Debug)]
struct Known {
    url: Url,
    asked: Now,
    /// When the issuer is asked again.
    refresh: Deadline,
}

/// Why the last question has no answer, and when there is another.
#[derive(Debug)]
struct Failure {
    error: ProviderError,
    again: Duration,
}

/// What whoever needs the endpoint does.
#[derive(Debug)]
pub(super) enum Step {
    /// Go there.
    Go(Url),
    /// Go there, and have the question of this number asked meanwhile.
    GoAndAsk(Url, u64),
    /// Have the question of this number asked, and wait for its answer.
    AskAndWait(u64),
    /// Wait for the answer to the question of this number.
    Wait(u64),
    /// Give up for the moment.
    GiveUp(ProviderError),
}

impl Lookup {
    /// What to do now. Whoever is told to ask must ask: nobody else is.
    pub(super) fn next(&mut self, now: Now) -> Step {
        let pause = self.failure.as_ref().map_or(Duration::ZERO, |failure| {
            failure.again.saturating_sub(now.monotonic())
        });
        match (&self.known, &self.failure) {
            (Some(known), _) => {
                let url = known.url.clone();
                if self.under_way || !pause.is_zero() || !known.refresh.passed(now) {
                    return Step::Go(url);
                }
                Step::GoAndAsk(url, self.begin())
            }
            (None, _) if self.under_way => Step::Wait(self.newest),
            (None, Some(failure)) if !pause.is_zero() => {
                let wait = pause.max(SHORTEST_WAIT);
                Step::GiveUp(failure.error.clone().retry_after(wait))
            }
            (None, _) => Step::AskAndWait(self.begin()),
        }
    }

    fn begin(&mut self) -> u64 {
        self.newest += 1;
        self.under_way = true;
        self.newest
    }

    /// The answer to the question under way, which was asked at `asked`.
    ///
    /// Where the endpoint was a moment ago it probably is: only the issuer's own word rules that
    /// out.
    pub(super) fn land(
        &mut self,
        found: Result<Url, Unlocated>,
        asked: Now,
        now: Now,
        chance: u32,
    ) {
        self.under_way = false;
        let error = match found {
            Ok(url) => {
                let in_time = REFRESH - share(REFRESH / 10, chance);
                self.known = Some(Known {
                    url,
                    asked,
                    refresh: Deadline::new(asked, in_time, None),
                });
                self.failure = None;
                self.failures = 0;
                return;
            }
            Err(Unlocated::Unsaid(error)) => error,
            Err(Unlocated::Excluded(error)) => {
                self.known = None;
                error
            }
        };
        self.failures = self.failures.saturating_add(1);
        let pause = pause_after(self.failures, &error, chance);
        self.failure = Some(Failure {
            error,
            again: now.monotonic() + pause,
        });
    }

    /// The question under way was never asked, since there is no runtime yet: whoever comes next asks.
    pub(super) const fn abandon(&mut self) {
        self.under_way = false;
    }

    /// What came of a question that somebody waited for.
    pub(super) fn outcome(&self) -> Result<Url, ProviderError> {
        match (&self.known, &self.failure) {
            (Some(known), _) => Ok(known.url.clone()),
            (None, Some(failure)) => Err(failure.error.clone()),
            (None, None) => Err(ProviderError::aborted()),
        }
    }

    /// At the address that is known there is no such endpoint, or nobody answers: it may have moved.
    pub(super) fn doubt(&mut self) {
        if let Some(known) = &mut self.known {
            let soon = Deadline::new(known.asked, SHORTEST_TRUST, None);
            known.refresh = known.refresh.earlier(soon);
        }
    }

    pub(super) fn readiness(&self, now: Now) -> Readiness {
        match &self.known {
            None => Readiness::NotReady,
            Some(known) if self.failure.is_some() && known.refresh.passed(now) => Readiness::Aging,
            Some(_) => Readiness::Ready,
        }
    }
}

/// Endpoints move seldom, and where one did it is asked for again once there is nothing at the old
/// place, or nobody.
const REFRESH: Duration = Duration::from_secs(3600);

/// So long an address is believed in, whatever is there.
const SHORTEST_TRUST: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn at(second: u64) -> Now {
        let passed = Duration::from_secs(second);
        Now::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000) + passed,
            passed,
        )
    }

    fn here() -> Url {
        Url::parse("https://a.example/introspect").unwrap()
    }

    fn gone() -> Unlocated {
        Unlocated::Unsaid(ProviderError::unavailable("gone"))
    }

    /// One that found the endpoint at the beginning.
    fn found() -> Lookup {
        let mut lookup = Lookup::default();
        assert!(matches!(lookup.next(at(0)), Step::AskAndWait(1)));
        lookup.land(Ok(here()), at(0), at(1), 0);
        lookup
    }

    #[test]
    fn whoever_comes_while_a_question_is_under_way_waits_for_it() {
        let mut lookup = Lookup::default();

        assert!(matches!(lookup.next(at(0)), Step::AskAndWait(1)));
        assert!(matches!(lookup.next(at(1)), Step::Wait(1)));
        lookup.land(Ok(here()), at(0), at(1), 0);

        assert!(lookup.outcome().is_ok());
        assert!(matches!(lookup.next(at(2)), Step::Go(_)));
    }

    #[test]
    fn a_question_that_nobody_asked_is_asked_by_whoever_comes_next() {
        let mut lookup = Lookup::default();
        assert!(matches!(lookup.next(at(0)), Step::AskAndWait(1)));

        lookup.abandon();

        assert!(lookup.outcome().is_err());
        assert!(matches!(lookup.next(at(0)), Step::AskAndWait(2)));
    }

    #[test]
    fn the_issuer_is_asked_again_in_time_and_nobody_waits() {
        let mut lookup = found();

        assert!(matches!(lookup.next(at(3599)), Step::Go(_)));
        assert!(matches!(lookup.next(at(3600)), Step::GoAndAsk(_, 2)));
        assert!(matches!(lookup.next(at(3600)), Step::Go(_)));
    }

    #[test]
    fn while_the_issuer_does_not_say_nobody_asks_before_the_pause_is_over() {
        let mut lookup = Lookup::default();
        lookup.next(at(0));
        lookup.land(Err(gone()), at(0), at(0), 0);

        assert!(matches!(lookup.next(at(0)), Step::GiveUp(_)));
        assert!(matches!(lookup.next(at(1)), Step::AskAndWait(2)));
        lookup.land(Err(gone()), at(1), at(1), 0);
        assert!(matches!(lookup.next(at(2)), Step::GiveUp(_)));
        assert!(matches!(lookup.next(at(3)), Step::AskAndWait(3)));
    }

    #[test]
    fn an_address_outlives_the_silence_of_the_issuer_and_not_its_word() {
        let mut lookup = found();
        lookup.next(at(3600));
        lookup.land(Err(gone()), at(3600), at(3600), 0);
        assert_eq!(lookup.readiness(at(3600)), Readiness::Aging);
        assert!(matches!(lookup.next(at(3600)), Step::Go(_)));

        assert!(matches!(lookup.next(at(3601)), Step::GoAndAsk(_, 3)));
        let word = Unlocated::Excluded(ProviderError::misconfigured("another"));
        lookup.land(Err(word), at(3601), at(3601), 0);

        assert_eq!(lookup.readiness(at(3601)), Readiness::NotReady);
        assert!(matches!(lookup.next(at(3601)), Step::GiveUp(_)));
    }

    #[test]
    fn an_address_without_an_endpoint_is_asked_for_once_a_minute() {
        let mut lookup = found();

        lookup.doubt();

        assert!(matches!(lookup.next(at(59)), Step::Go(_)));
        assert!(matches!(lookup.next(at(60)), Step::GoAndAsk(_, 2)));
    }
}
