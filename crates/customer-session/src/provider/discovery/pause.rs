//! How long to wait before an issuer is asked again that did not say where something is, or what.

use std::time::Duration;

use crate::provider::ProviderError;

/// How long to wait after so many failures in a row: a second at first, then twice as long each
/// time, up to a minute, and up to half as much again at random; or for as long as the issuer asked,
/// within bounds.
pub(in crate::provider) fn pause_after(
    failures: u32,
    error: &ProviderError,
    chance: u32,
) -> Duration {
    let asked = error.wait().unwrap_or_default().min(LONGEST_ASKED);
    backoff(failures, chance).max(asked)
}

fn backoff(failures: u32, chance: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(6);
    let pause = (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE);
    pause + share(pause / 2, chance)
}

/// A part of a duration that is left to chance.
pub(in crate::provider) fn share(whole: Duration, chance: u32) -> Duration {
    whole.mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

/// How long a fetch may take, metadata included: as long as two exchanges may by the clients'
/// defaults. Requests wait for less.
pub(in crate::provider) const FETCH_TIME: Duration = Duration::from_secs(10);

/// What a client is told to wait at least.
pub(in crate::provider) const SHORTEST_WAIT: Duration = Duration::from_secs(1);

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// An issuer that asks to be left alone for longer is asked once in this time.
const LONGEST_ASKED: Duration = Duration::from_secs(5 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute_whatever_the_number_of_failures() {
        let seconds = |failures| backoff(failures, 0).as_secs();

        assert_eq!([1, 2, 3, 6, 7, 8].map(seconds), [1, 2, 4, 32, 60, 60]);
        assert_eq!((seconds(0), seconds(u32::MAX)), (1, 60));
        assert_eq!(backoff(u32::MAX, u32::MAX), Duration::from_secs(90));
    }
}
