//! What happens to every request is said once in a while only.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// One thing to say, at most once in ten seconds: in an outage or a flood it would be said for each
/// request, and fill disks.
#[derive(Debug, Default)]
pub(super) struct Seldom {
    /// When it may be said again, in nanoseconds of the monotonic clock.
    again: AtomicU64,
    unsaid: AtomicU64,
}

impl Seldom {
    /// Whether it may be said now; if so, how often it was left unsaid since it was said last.
    pub(super) fn may_say(&self, now: Duration) -> Option<u64> {
        let again = self.again.load(Relaxed);
        let next = nanoseconds(now.saturating_add(PAUSE));
        // Of several threads that come at once, one says it.
        let mine = nanoseconds(now) >= again
            && self
                .again
                .compare_exchange(again, next, Relaxed, Relaxed)
                .is_ok();
        if mine {
            return Some(self.unsaid.swap(0, Relaxed));
        }
        self.unsaid.fetch_add(1, Relaxed);
        None
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Often enough for whoever watches a log, seldom enough for whoever keeps it.
const PAUSE: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_all_the_time_is_said_once_in_ten_seconds_with_the_number_left_unsaid() {
        let seldom = Seldom::default();
        let at = |millis| seldom.may_say(Duration::from_millis(millis));

        assert_eq!(at(5), Some(0));
        assert_eq!((at(5), at(6), at(10_004)), (None, None, None));
        assert_eq!((at(10_005), at(10_005)), (Some(3), None));
        assert_eq!(at(60_000), Some(1));
    }
}
