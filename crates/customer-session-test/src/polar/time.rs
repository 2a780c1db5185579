//! Times as Polar keeps and prints them.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// A moment in microseconds since 1970: what Polar's database keeps, and what expiry is judged by.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Moment(i64);

impl Moment {
    /// The moment of `wall`, cut to microseconds; times out of range are pinned to its ends.
    pub(super) fn of(wall: SystemTime) -> Self {
        Self(match wall.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |it| -it),
        })
    }

    /// This moment, `seconds` later.
    pub(super) const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MICROS)))
    }

    /// RFC 3339 in UTC: six digits of fraction, or none when the fraction is zero.
    pub(super) fn rfc3339(self) -> String {
        let at = Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::MAX);
        if self.0.rem_euclid(MICROS) == 0 {
            format!("{at:.0}")
        } else {
            format!("{at:.6}")
        }
    }
}

const MICROS: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn printed(micros: u64) -> String {
        Moment::of(UNIX_EPOCH + Duration::from_micros(micros)).rfc3339()
    }

    #[test]
    fn a_fraction_has_six_digits() {
        assert_eq!(
            printed(1_793_607_330_120_000),
            "2026-11-02T08:15:30.120000Z"
        );
    }

    #[test]
    fn a_zero_fraction_is_left_out() {
        assert_eq!(printed(1_793_607_330_000_000), "2026-11-02T08:15:30Z");
    }
}
