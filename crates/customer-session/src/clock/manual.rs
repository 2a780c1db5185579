//! A clock that stands still until a test moves it.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::sync::watch;

use super::{Clock, Sleep};

/// A clock that stands still until it is moved; clones share the same time.
///
/// Whatever waits for a deadline waits until a test moves the clock. The moment between two attempts
/// to reach an issuer is no deadline, and is over at once: a test that has an issuer fail need not
/// know of it. [`hold_pauses`](Self::hold_pauses) is for tests that do.
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
pub struct ManualClock {
    time: Arc<watch::Sender<Now>>,
    holds_pauses: bool,
}

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
        let start = Now {
            wall,
            monotonic: Duration::ZERO,
        };
        Self {
            time: Arc::new(watch::Sender::new(start)),
            holds_pauses: false,
        }
    }

    /// Has the moment between two attempts ([`Clock::pause`]) wait too until the clock is moved, by
    /// 150 ms at most. Not shared with clones that were made before.
    #[must_use]
    pub fn hold_pauses(mut self) -> Self {
        self.holds_pauses = true;
        self
    }

    /// Moves both times forward and wakes every sleeper whose time has come.
    pub fn advance(&self, by: Duration) {
        self.time.send_modify(|now| {
            now.wall += by;
            now.monotonic += by;
        });
    }

    /// Steps the wall clock only, as an NTP correction or an operator does.
    pub fn set_wall(&self, wall: SystemTime) {
        self.time.send_modify(|now| now.wall = wall);
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn wall(&self) -> SystemTime {
        self.time.borrow().wall
    }

    fn monotonic(&self) -> Duration {
        self.time.borrow().monotonic
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut time = self.time.subscribe();
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

    fn pause(&self, duration: Duration) -> Sleep {
        if self.holds_pauses {
            self.sleep(duration)
        } else {
            // Others have their turn, as they would.
            Box::pin(tokio::task::yield_now())
        }
    }
}

/// 2026-01-01T00:00:00Z.
const START: Duration = Duration::from_secs(1_767_225_600);

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, task::Poll};

    use super::*;

    async fn is_over(sleep: &mut Sleep) -> bool {
        poll_fn(|cx| Poll::Ready(sleep.as_mut().poll(cx).is_ready())).await
    }

    #[tokio::test]
    async fn sleepers_wake_when_their_time_has_come_and_not_before() {
        let clock = ManualClock::new();
        let mut sleep = clock.sleep(Duration::from_secs(10));

        clock.advance(Duration::from_secs(9));
        let early = is_over(&mut sleep).await;
        clock.advance(Duration::from_secs(1));

        assert!(!early);
        sleep.await;
    }

    #[tokio::test]
    async fn a_pause_is_over_at_once_unless_it_is_held() {
        let clock = ManualClock::new();
        let moment = Duration::from_millis(50);

        clock.pause(moment).await;

        let clock = clock.hold_pauses();
        let mut held = clock.pause(moment);
        assert!(!is_over(&mut held).await);
        clock.advance(moment);
        held.await;
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
