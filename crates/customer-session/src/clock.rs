//! The only reader of clocks.
//!
//! Every deadline of this crate is judged by a [`Clock`], so that a test moves time instead of
//! waiting for it, and so that one place answers for how wall time and monotonic time are told
//! apart.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    time::{Duration, SystemTime},
};

/// Tells the time and waits for it.
///
/// Implement it to drive expiry from a clock of your own. What an implementation must guarantee:
///
/// - [`monotonic`](Self::monotonic) never goes back. A clock that does keeps entries alive for
///   longer than their lifetime.
/// - [`wall`](Self::wall) may step either way, as real clocks do: the cache treats a disagreement
///   of the two as a miss.
/// - [`sleep`](Self::sleep) completes once `monotonic` has advanced by at least the duration. Too
///   late is only slow; never completing removes the bound on a verification.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The wall-clock time, against which expiry that an issuer stated is judged.
    fn wall(&self) -> SystemTime;

    /// The wall-clock time to the finest grain there is, which tells what came before from what
    /// came after. It is read when sessions are ended, so that those which begin a moment later are
    /// good.
    ///
    /// Default: [`wall`](Self::wall).
    fn precise_wall(&self) -> SystemTime {
        self.wall()
    }

    /// A time that only goes forward, against which lifetimes in the cache are judged: how long ago
    /// some fixed moment was, whichever it is.
    fn monotonic(&self) -> Duration;

    /// Both times, as they are read for every request.
    ///
    /// Default: one after the other. Another implementation must say the same and can only be
    /// faster.
    fn now(&self) -> Now {
        Now::new(self.wall(), self.monotonic())
    }

    /// Waits until `duration` has passed.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Waits a moment between two attempts (50 to 150 ms): no deadline rests on it.
    ///
    /// Default: [`sleep`](Self::sleep).
    fn pause(&self, duration: Duration) -> Sleep {
        self.sleep(duration)
    }
}

/// The future that [`Clock::sleep`] returns.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The operating system's clock, and tokio's timer for [`Clock::sleep`].
///
/// On Linux it reads the kernel's coarse clocks, which are behind by at most one tick (1 to 10 ms,
/// usually 4) and cost 5 ns instead of 23: two of them are read for every request, and no deadline
/// here is meant to the millisecond. [`Clock::precise_wall`] is not behind.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl SystemClock {
    /// The system's clock.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl Clock for SystemClock {
    fn wall(&self) -> SystemTime {
        system::wall()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system's precise clock"
    )]
    fn precise_wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        system::monotonic()
    }

    fn now(&self) -> Now {
        system::now()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that waits on the system's clock"
    )]
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

mod now;
mod system;

pub use self::now::Now;
pub(crate) use self::now::{nanoseconds, since_1970};

#[cfg(feature = "test-util")]
mod manual;

#[cfg(feature = "test-util")]
pub use manual::ManualClock;
