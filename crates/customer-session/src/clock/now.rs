//! What the clocks say at one moment.

use std::time::{Duration, SystemTime};

/// One reading of both of a clock's times, in nanoseconds: small, since every entry of the cache
/// keeps two deadlines and every hit compares one.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub(crate) wall: u64,
    pub(crate) monotonic: u64,
}

impl Now {
    /// A reading of [`Clock::wall`](super::Clock::wall) and
    /// [`Clock::monotonic`](super::Clock::monotonic).
    ///
    /// Moments before 1970 count as 1970, and moments after 2554 as 2554.
    #[must_use]
    pub fn new(wall: SystemTime, monotonic: Duration) -> Self {
        Self {
            wall: since_1970(wall),
            monotonic: nanoseconds(monotonic),
        }
    }

    /// How long it is until a moment, by the wall clock; nothing if it has passed.
    pub(crate) fn until(self, moment: SystemTime) -> Duration {
        Duration::from_nanos(since_1970(moment).saturating_sub(self.wall))
    }

    /// The wall clock's reading, as time since 1970.
    #[cfg(any(
        feature = "introspection",
        feature = "jwt",
        feature = "me",
        feature = "verify-call"
    ))]
    pub(crate) const fn wall(self) -> Duration {
        Duration::from_nanos(self.wall)
    }

    /// The monotonic clock's reading.
    pub(crate) const fn monotonic(self) -> Duration {
        Duration::from_nanos(self.monotonic)
    }

    /// Whether a moment of the issuer's has come, by the wall clock.
    pub(crate) fn is_at_or_past(self, moment: SystemTime) -> bool {
        self.wall >= since_1970(moment)
    }
}

pub(crate) fn since_1970(moment: SystemTime) -> u64 {
    nanoseconds(
        moment
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default(),
    )
}

pub(crate) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
