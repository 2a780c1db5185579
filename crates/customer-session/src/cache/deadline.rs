//! Until when an entry may be served: pure arithmetic.

use std::time::{Duration, SystemTime};

pub(crate) use crate::clock::Now;
use crate::clock::{Clock, nanoseconds, since_1970};

impl Now {
    pub(crate) fn read(clock: &dyn Clock) -> Self {
        clock.now()
    }
}

/// The end of an entry on both clocks; a hit needs both.
///
/// The wall clock alone could be set back, and would then serve an entry for longer than its
/// lifetime; the monotonic clock alone stands still while the machine is suspended, and would serve
/// a session past its expiry. Where the two disagree the entry is not served and the issuer is
/// asked: never refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Deadline {
    wall: u64,
    monotonic: u64,
}

impl Deadline {
    /// The end of what may never be served.
    pub(super) const LONG_AGO: Self = Self {
        wall: 0,
        monotonic: 0,
    };

    /// The end of what was asked at `asked`, may be kept for `lifetime`, and is void at
    /// `valid_until`.
    ///
    /// The lifetime counts from the question, not from the answer: the issuer may have changed its
    /// mind while it answered.
    pub(crate) fn new(asked: Now, lifetime: Duration, valid_until: Option<SystemTime>) -> Self {
        let left = valid_until.map_or(u64::MAX, |end| since_1970(end).saturating_sub(asked.wall));
        let kept = left.min(nanoseconds(lifetime));
        Self {
            wall: asked.wall.saturating_add(kept),
            monotonic: asked.monotonic.saturating_add(kept),
        }
    }

    /// An end that is this very moment.
    pub(crate) const fn at(now: Now) -> Self {
        Self {
            wall: now.wall,
            monotonic: now.monotonic,
        }
    }

    /// The later of two ends.
    pub(crate) fn later(self, other: Self) -> Self {
        Self {
            wall: self.wall.max(other.wall),
            monotonic: self.monotonic.max(other.monotonic),
        }
    }

    /// The earlier of two ends.
    pub(crate) fn earlier(self, other: Self) -> Self {
        Self {
            wall: self.wall.min(other.wall),
            monotonic: self.monotonic.min(other.monotonic),
        }
    }

    /// An end that comes later by so much.
    pub(crate) fn put_off(self, by: Duration) -> Self {
        let by = nanoseconds(by);
        Self {
            wall: self.wall.saturating_add(by),
            monotonic: self.monotonic.saturating_add(by),
        }
    }

    /// The end by the clock that never goes back.
    #[cfg(feature = "registry")]
    pub(crate) const fn monotonic(self) -> Duration {
        Duration::from_nanos(self.monotonic)
    }

    /// How long it is until the end comes, by whichever clock it comes first.
    #[cfg(feature = "jwt")]
    pub(crate) fn left(self, now: Now) -> Duration {
        let monotonic = self.monotonic.saturating_sub(now.monotonic);
        Duration::from_nanos(monotonic.min(self.wall.saturating_sub(now.wall)))
    }

    /// Whether the entry may no longer be served; it may not at the very moment.
    pub(crate) fn passed(self, now: Now) -> bool {
        now.monotonic >= self.monotonic || now.wall >= self.wall
    }

    /// Whether the end has come beyond doubt: for what must outlast a step of the wall clock.
    pub(crate) const fn passed_on_both(self, now: Now) -> bool {
        now.monotonic >= self.monotonic && now.wall >= self.wall
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const MILLISECOND: u64 = 1_000_000;

    fn start() -> Now {
        Now {
            wall: 50_000_000_000 * MILLISECOND / 1000,
            monotonic: 1_000 * MILLISECOND,
        }
    }

    fn at(wall: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_nanos(wall)
    }

    fn later(now: Now, wall: i64, monotonic: u64) -> Now {
        let wall = now.wall.saturating_add_signed(wall * MILLISECOND as i64);
        Now {
            wall,
            monotonic: now.monotonic + monotonic * MILLISECOND,
        }
    }

    #[test]
    fn an_entry_is_served_until_its_lifetime_is_over_and_not_at_its_end() {
        let deadline = Deadline::new(start(), MINUTE, None);

        assert!(!deadline.passed(later(start(), 59_999, 59_999)));
        assert!(deadline.passed(later(start(), 60_000, 60_000)));
    }

    #[test]
    fn an_entry_is_not_served_at_or_past_the_issuers_expiry() {
        let expiry = at(start().wall) + Duration::from_secs(10);
        let deadline = Deadline::new(start(), MINUTE, Some(expiry));

        assert!(!deadline.passed(later(start(), 9_999, 9_999)));
        assert!(deadline.passed(later(start(), 10_000, 10_000)));
        assert!(!later(start(), 9_999, 0).is_at_or_past(expiry));
        assert!(later(start(), 10_000, 0).is_at_or_past(expiry));
    }

    #[test]
    fn an_expiry_in_the_past_is_over_at_once() {
        assert!(Deadline::new(start(), MINUTE, Some(at(start().wall) - MINUTE)).passed(start()));
    }

    #[test]
    fn times_beyond_all_bounds_neither_wrap_nor_panic() {
        let forever = Deadline::new(
            start(),
            Duration::MAX,
            Some(at(u64::MAX) + Duration::from_secs(1 << 40)),
        );

        assert!(!forever.passed(later(start(), 1_000_000, 1_000_000)));
        assert!(!start().is_at_or_past(at(u64::MAX)));
    }

    proptest! {
        /// Clock steps of hours in either direction, and a suspended monotonic clock.
        #[test]
        fn nothing_is_served_past_its_lifetime_or_its_expiry_whatever_the_clocks_do(
            lifetime in 1u64..3_600_000,
            validity in 0u64..7_200_000,
            wall in -36_000_000i64..36_000_000,
            monotonic in 0u64..36_000_000,
        ) {
            let start = start();
            let valid_until = at(start.wall) + Duration::from_millis(validity);
            let now = later(start, wall, monotonic);

            let served = !Deadline::new(start, Duration::from_millis(lifetime), Some(valid_until)).passed(now);

            prop_assert!(!served || !now.is_at_or_past(valid_until));
            prop_assert!(!served || monotonic < lifetime.min(validity));
        }
    }
}
