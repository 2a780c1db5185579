//! A clock that stands still until a test moves it.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::sync::watch;

use super::{Clock, Sleep};

/// A clock that stands still until it is moved; clones share the same time.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use customer_session::clock::{Clock, ManualClock};
///
/// let clock = ManualClock::new();
/// let before = clock.wall();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.wall().duration_since(before)?, Duration::from_secs(60));
/// # Ok::<(), std::time::SystemTimeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<watch::Sender<Now>>);

#[derive(Clone, Copy, Debug)]
struct Now {
    wall: SystemTime,
    monotonic: Duration,
}

impl ManualClock {
    /// A clock that starts at 2026-01-01T00:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::at(SystemTime::UNIX_EPOCH + START)
    }

    /// A clock that starts at `wall`.
    #[must_use]
    pub fn at(wall: SystemTime) -> Self {
        Self(Arc::new(watch::Sender::new(Now {
            wall,
            monotonic: Duration::ZERO,
        })))
    }

    /// Moves both times forward and wakes every sleeper whose time has come.
    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|now| {
            now.wall += by;
            now.monotonic += by;
        });
    }

    /// Steps the wall clock only, as an NTP correction or an operator does.
    pub fn set_wall(&self, wall: SystemTime) {
        self.0.send_modify(|now| now.wall = wall);
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn wall(&self) -> SystemTime {
        self.0.borrow().wall
    }

    fn monotonic(&self) -> Duration {
        self.0.borrow().monotonic
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut time = self.0.subscribe();
        let wake_at = self.monotonic() + duration;
        // The sleeper keeps the clock alive: were every other handle dropped, time would end and
        // the wait with it.
        let clock = self.clone();
        Box::pin(async move {
            let woken = time.wait_for(|now| now.monotonic >= wake_at).await;
            debug_assert!(woken.is_ok(), "the sender lives in `clock`");
            drop(clock);
        })
    }
}

/// 2026-01-01T00:00:00Z.
const START: Duration = Duration::from_secs(1_767_225_600);

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sleepers_wake_when_their_time_has_come_and_not_before() {
        let clock = ManualClock::new();
        let mut sleep = clock.sleep(Duration::from_secs(10));

        clock.advance(Duration::from_secs(9));
        let early =
            std::future::poll_fn(|cx| std::task::Poll::Ready(sleep.as_mut().poll(cx).is_ready()))
                .await;
        clock.advance(Duration::from_secs(1));

        assert!(!early);
        sleep.await;
    }

    #[test]
    fn stepping_the_wall_clock_leaves_monotonic_time_alone() {
        let clock = ManualClock::new();
        let monotonic = clock.monotonic();

        clock.set_wall(SystemTime::UNIX_EPOCH);

        assert_eq!(clock.monotonic(), monotonic);
        assert_eq!(clock.wall(), SystemTime::UNIX_EPOCH);
    }
}
