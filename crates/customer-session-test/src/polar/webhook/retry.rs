//! When a failed attempt is repeated.

use std::time::Duration;

use crate::hashed;

/// How much longer than it has to an event waits for its next attempt.
///
/// Polar draws the wait at random between once and twice the time.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RetryJitter {
    /// Waits twice the time: 4 seconds, then 8, 16 and so on.
    Longest,
    /// Waits 2 seconds, then 4, 8 and so on, so that a test knows when.
    #[default]
    None,
    /// Waits at random between the two, as Polar does.
    Random,
}

impl RetryJitter {
    /// How long an event waits after `failed` attempts, of which there was at least one.
    pub(super) fn wait_after(self, failed: u32) -> Duration {
        let doublings = failed.saturating_sub(1).min(MOST_DOUBLINGS);
        let wait = SHORTEST * 2_u32.pow(doublings);
        let jitter = match self {
            Self::Longest => wait,
            Self::None => Duration::ZERO,
            Self::Random => wait.mul_f64(random_fraction()),
        };
        (wait + jitter).min(LONGEST)
    }
}

/// A number from 0 to 1.
fn random_fraction() -> f64 {
    let mut bytes = [0; 4];
    hashed::fill(&mut bytes);
    f64::from(u32::from_ne_bytes(bytes)) / f64::from(u32::MAX)
}

/// How often an event is tried.
pub(super) const MOST_ATTEMPTS: u32 = 10;
const SHORTEST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(20 * 60);
/// Keeps the power small; the longest wait is reached well before.
const MOST_DOUBLINGS: u32 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_twenty_minutes() {
        let seconds = [1, 2, 3, 9, 10, 11, u32::MAX]
            .map(|failed| RetryJitter::None.wait_after(failed).as_secs());

        assert_eq!(seconds, [2, 4, 8, 512, 1024, 1200, 1200]);
    }

    #[test]
    fn jitter_at_most_doubles_the_wait() {
        assert_eq!(RetryJitter::Longest.wait_after(1).as_secs(), 4);
        assert_eq!(RetryJitter::Longest.wait_after(10).as_secs(), 1200);
        for _ in 0..100 {
            let wait = RetryJitter::Random.wait_after(1);
            assert!((SHORTEST..=SHORTEST * 2).contains(&wait), "{wait:?}");
        }
    }
}
