//! Until when an entry may be served: pure arithmetic.

use std::time::{Duration, Instant, SystemTime};

use crate::clock::Clock;

/// One reading of both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    pub(crate) wall: SystemTime,
    pub(crate) monotonic: Instant,
}

impl Now {
    pub(crate) fn read(clock: &dyn Clock) -> Self {
        Self {
            wall: clock.wall(),
            monotonic: clock.monotonic(),
        }
    }
}

/// The end of an entry on both clocks; a hit needs both.
///
/// The wall clock alone could be set back, and would then serve an entry for longer than its lifetime; the monotonic clock
/// alone stands still while the machine is suspended, and would serve a session past its expiry. Where the two disagree the
/// entry is not served and the issuer is asked: never refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Deadline {
    wall: SystemTime,
    monotonic: Instant,
}

impl Deadline {
    /// The end of what was asked at `asked`, may be kept for `lifetime`, and is void at `valid_until`.
    ///
    /// The lifetime counts from the question, not from the answer: the issuer may have changed its mind while it answered.
    pub(crate) fn new(asked: Now, lifetime: Duration, valid_until: Option<SystemTime>) -> Self {
        let left = valid_until.map(|end| end.duration_since(asked.wall).unwrap_or_default());
        let kept = left.map_or(lifetime, |left| left.min(lifetime));
        Self {
            wall: asked.wall + kept,
            monotonic: asked.monotonic + kept,
        }
    }

    /// The earlier of two ends.
    pub(crate) fn earlier(self, other: Self) -> Self {
        Self {
            wall: self.wall.min(other.wall),
            monotonic: self.monotonic.min(other.monotonic),
        }
    }

    /// Whether the entry may no longer be served; it may not at the very moment.
    pub(crate) fn passed(self, now: Now) -> bool {
        now.monotonic >= self.monotonic || now.wall >= self.wall
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::SystemClock;

    const MINUTE: Duration = Duration::from_secs(60);

    fn start() -> Now {
        Now {
            wall: SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000),
            monotonic: SystemClock::new().monotonic(),
        }
    }

    fn later(now: Now, wall: i64, monotonic: u64) -> Now {
        let magnitude = Duration::from_millis(wall.unsigned_abs());
        let wall = if wall < 0 {
            now.wall - magnitude
        } else {
            now.wall + magnitude
        };
        Now {
            wall,
            monotonic: now.monotonic + Duration::from_millis(monotonic),
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
        let deadline = Deadline::new(
            start(),
            MINUTE,
            Some(start().wall + Duration::from_secs(10)),
        );

        assert!(!deadline.passed(later(start(), 9_999, 9_999)));
        assert!(deadline.passed(later(start(), 10_000, 10_000)));
    }

    #[test]
    fn an_expiry_in_the_past_is_over_at_once() {
        assert!(Deadline::new(start(), MINUTE, Some(start().wall - MINUTE)).passed(start()));
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
            let valid_until = start.wall + Duration::from_millis(validity);
            let now = later(start, wall, monotonic);

            let served = !Deadline::new(start, Duration::from_millis(lifetime), Some(valid_until)).passed(now);

            prop_assert!(!served || now.wall < valid_until);
            prop_assert!(!served || monotonic < lifetime.min(validity));
        }
    }
}
