//! From when an answer is worth renewing, and until when it may be served: pure arithmetic.

use std::time::{Duration, SystemTime};

use super::deadline::{Deadline, Now};

/// How long answers of one kind are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetime {
    /// For how long an answer is served without asking, at most.
    pub(crate) served: Duration,
    /// For how long it is served beyond that while the issuer cannot be asked.
    pub(crate) stale: Duration,
    /// In which last part of its life it is renewed, in percent; 0: never.
    pub(crate) refresh_ahead: u8,
    /// By how much lives differ from each other, in percent.
    pub(crate) jitter: u8,
}

/// Where an answer stands among all others, by which its life is shortened: as random as its key,
/// and the same for the same key, so that nothing is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread(pub(crate) u16);

/// The times of one answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// From here on it is served, and renewed in the background.
    pub(crate) due: Deadline,
    /// From here on the issuer is asked first.
    pub(crate) end: Deadline,
    /// From here on it is not served even if the issuer cannot be asked.
    pub(crate) stale: Deadline,
}

impl Terms {
    /// The times of what was asked at `asked` and is void at `valid_until`.
    pub(crate) fn new(
        asked: Now,
        lifetime: Lifetime,
        spread: Spread,
        valid_until: Option<SystemTime>,
    ) -> Self {
        let served = lifetime.served - spread.of(percent(lifetime.served, lifetime.jitter));
        let end = Deadline::new(asked, served, valid_until);
        let ahead = percent(served, lifetime.refresh_ahead);
        // What ends by the issuer's word is not renewed: no answer could prolong it.
        let renewable = end == Deadline::new(asked, served, None);
        Self {
            due: if renewable {
                Deadline::new(asked, served - ahead, None)
            } else {
                end
            },
            end,
            stale: Deadline::new(asked, served.saturating_add(lifetime.stale), valid_until),
        }
    }

    /// The times of two answers that are served together: of each the one that comes first.
    pub(crate) fn earlier(self, other: Self) -> Self {
        Self {
            due: self.due.earlier(other.due),
            end: self.end.earlier(other.end),
            stale: self.stale.earlier(other.stale),
        }
    }

    /// The same answer, if it is to be asked for again at once.
    pub(crate) fn ended_now(self, now: Now) -> Self {
        let now = Deadline::at(now);
        Self {
            due: self.due.earlier(now),
            end: self.end.earlier(now),
            stale: self.stale,
        }
    }

    /// Whether it is worth renewing although it may still be served.
    pub(crate) fn is_due(self, now: Now) -> bool {
        self.due != self.end && self.due.passed(now)
    }
}

impl Lifetime {
    /// The life of an answer that the token itself gives: it is not renewed ahead of time, since to
    /// read it again costs no call.
    pub(crate) const fn of_what_stands_in_the_token(self) -> Self {
        Self {
            refresh_ahead: 0,
            jitter: 0,
            ..self
        }
    }

    /// For how long an answer may matter at all.
    pub(crate) const fn longest(self) -> Duration {
        self.served.saturating_add(self.stale)
    }
}

impl Spread {
    /// This place's part of the whole.
    fn of(self, whole: Duration) -> Duration {
        whole / (1 << 16) * u32::from(self.0)
    }
}

fn percent(whole: Duration, percent: u8) -> Duration {
    whole / 100 * u32::from(percent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::Clock;

    const MINUTE: Duration = Duration::from_secs(60);

    /// A clock of the test's own, since `ManualClock` is behind a feature.
    #[derive(Debug)]
    struct At(Duration);

    impl Clock for At {
        fn wall(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH + Duration::from_secs(50_000_000) + self.0
        }

        fn monotonic(&self) -> Duration {
            self.0
        }

        fn sleep(&self, _: Duration) -> crate::clock::Sleep {
            Box::pin(std::future::pending())
        }
    }

    fn at(after: Duration) -> Now {
        Now::read(&At(after))
    }

    fn minute() -> Lifetime {
        Lifetime {
            served: MINUTE,
            stale: Duration::ZERO,
            refresh_ahead: 20,
            jitter: 0,
        }
    }

    #[test]
    fn an_answer_is_due_in_the_last_fifth_of_its_life() {
        let terms = Terms::new(at(Duration::ZERO), minute(), Spread(0), None);

        assert!(!terms.is_due(at(Duration::from_millis(47_999))));
        assert!(terms.is_due(at(Duration::from_secs(48))));
        assert!(terms.end.passed(at(MINUTE)));
    }

    #[test]
    fn what_ends_by_the_issuers_word_is_never_due() {
        let expiry = At(Duration::from_secs(30)).wall();
        let terms = Terms::new(at(Duration::ZERO), minute(), Spread(0), Some(expiry));

        for second in 0..60 {
            assert!(!terms.is_due(at(Duration::from_secs(second))));
        }
    }

    #[test]
    fn without_refresh_ahead_nothing_is_due() {
        let lifetime = Lifetime {
            refresh_ahead: 0,
            ..minute()
        };
        let terms = Terms::new(at(Duration::ZERO), lifetime, Spread(0), None);

        assert!((0..120).all(|second| !terms.is_due(at(Duration::from_secs(second)))));
    }

    proptest! {
        #[test]
        fn jitter_only_shortens_and_the_order_of_times_holds(
            spread: u16,
            jitter in 0u8..=50,
            refresh_ahead in 0u8..=90,
            stale in 0u64..7200,
            validity in proptest::option::of(0u64..7200),
        ) {
            let lifetime = Lifetime {
                served: MINUTE,
                stale: Duration::from_secs(stale),
                refresh_ahead,
                jitter,
            };
            let start = at(Duration::ZERO);
            let expiry = validity.map(|after| At(Duration::from_secs(after)).wall());

            let terms = Terms::new(start, lifetime, Spread(spread), expiry);

            prop_assert!(terms.end.passed(at(MINUTE)));
            prop_assert!(!terms.due.later(terms.end).earlier(terms.end).ne(&terms.end));
            prop_assert_eq!(terms.end.earlier(terms.stale), terms.end);
            if let Some(after) = validity {
                prop_assert!(terms.stale.passed(at(Duration::from_secs(after))));
            } else {
                let shortest = MINUTE / 100 * (100 - u32::from(jitter)) - Duration::from_millis(1);
                prop_assert!(!terms.end.passed(at(shortest)));
            }
        }
    }
}
