//! The one place that reads the system's clocks.

#[cfg(not(target_os = "linux"))]
pub(super) use self::portable::{monotonic, wall};

#[cfg(target_os = "linux")]
pub(super) use self::linux::{monotonic, wall};

#[cfg(target_os = "linux")]
mod linux {
    use std::time::{Duration, SystemTime};

    use rustix::time::{ClockId, Timespec, clock_gettime};

    pub(in crate::clock) fn wall() -> SystemTime {
        SystemTime::UNIX_EPOCH + since_zero(clock_gettime(ClockId::RealtimeCoarse))
    }

    pub(in crate::clock) fn monotonic() -> Duration {
        since_zero(clock_gettime(ClockId::MonotonicCoarse))
    }

    /// A clock set to before 1970 reads as 1970: every session is then far from its end by the
    /// wall, and the monotonic clock still bounds how long it is served.
    fn since_zero(time: Timespec) -> Duration {
        let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
        let nanoseconds = u32::try_from(time.tv_nsec).unwrap_or_default();
        Duration::new(seconds, nanoseconds)
    }
}

#[cfg(not(target_os = "linux"))]
mod portable {
    use std::{
        sync::LazyLock,
        time::{Duration, Instant, SystemTime},
    };

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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that ours is compared with"
    )]
    fn the_wall_clock_is_the_systems_to_within_a_tick() {
        let (before, ours, after) = (
            std::time::SystemTime::now(),
            wall(),
            std::time::SystemTime::now(),
        );

        assert!(ours <= after);
        assert!(
            before
                .duration_since(ours)
                .is_ok_and(|behind| behind.as_millis() <= 20)
                || ours >= before
        );
    }

    #[test]
    fn the_monotonic_clock_does_not_go_back() {
        let readings: Vec<_> = (0..1000).map(|_| monotonic()).collect();

        assert!(readings.is_sorted());
    }
}
