//! The one place that reads the system's clocks.

#[cfg(not(target_os = "linux"))]
pub(super) use self::portable::{monotonic, now, wall};

#[cfg(target_os = "linux")]
pub(super) use self::linux::{monotonic, now, wall};

#[cfg(target_os = "linux")]
mod linux {
    use std::time::{Duration, SystemTime};

    use rustix::time::{ClockId, Timespec, clock_gettime};

    use crate::clock::Now;

    pub(in crate::clock) fn wall() -> SystemTime {
        SystemTime::UNIX_EPOCH + since_zero(clock_gettime(ClockId::RealtimeCoarse))
    }

    pub(in crate::clock) fn monotonic() -> Duration {
        since_zero(clock_gettime(ClockId::MonotonicCoarse))
    }

    /// Without the way through the standard library's types, which is longer than both readings.
    pub(in crate::clock) fn now() -> Now {
        Now {
            wall: nanoseconds(clock_gettime(ClockId::RealtimeCoarse)),
            monotonic: nanoseconds(clock_gettime(ClockId::MonotonicCoarse)),
        }
    }

    /// A clock set to before 1970 reads as 1970: every session is then far from its end by the
    /// wall, and the monotonic clock still bounds how long it is served.
    fn since_zero(time: Timespec) -> Duration {
        let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
        let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
        Duration::new(seconds, nanoseconds)
    }

    fn nanoseconds(time: Timespec) -> u64 {
        let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
        let nanoseconds = u64::try_from(time.tv_nsec).unwrap_or_default();
        seconds
            .saturating_mul(1_000_000_000)
            .saturating_add(nanoseconds)
    }
}

#[cfg(not(target_os = "linux"))]
mod portable {
    use std::{
        sync::LazyLock,
        time::{Duration, Instant, SystemTime},
    };

    use crate::clock::Now;

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system's clocks"
    )]
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system's clocks"
    )]
    pub(in crate::clock) fn wall() -> SystemTime {
        SystemTime::now()
    }

    pub(in crate::clock) fn monotonic() -> Duration {
        START.elapsed()
    }

    pub(in crate::clock) fn now() -> Now {
        Now::new(wall(), monotonic())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Now;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that ours is compared with"
    )]
    fn the_wall_clock_is_the_systems_to_within_a_tick() {
        // A machine that is held up between its ticks is behind for a while, and not each time.
        let nearest = (0..1_000)
            .map(|_| {
                let (before, ours, after) = (
                    std::time::SystemTime::now(),
                    wall(),
                    std::time::SystemTime::now(),
                );
                assert!(ours <= after);
                before.duration_since(ours).unwrap_or_default()
            })
            .min();

        assert!(nearest.is_some_and(|behind| behind.as_millis() <= 20));
    }

    #[test]
    fn both_times_read_at_once_are_those_read_one_by_one() {
        let (before, now, after) = (
            Now::new(wall(), monotonic()),
            now(),
            Now::new(wall(), monotonic()),
        );

        assert!(before.monotonic <= now.monotonic && now.monotonic <= after.monotonic);
        assert!(before.wall <= now.wall && now.wall <= after.wall);
    }

    #[test]
    fn the_monotonic_clock_does_not_go_back() {
        let readings: Vec<_> = (0..1000).map(|_| monotonic()).collect();

        assert!(readings.is_sorted());
    }
}
