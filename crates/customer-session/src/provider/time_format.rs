//! Moments as issuers write them.

use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp, civil::DateTime, fmt::temporal::Pieces};
use serde_json::Value;

/// How an issuer writes moments. It is stated and never guessed: a number of milliseconds that is
/// taken for seconds lies tens of thousands of years ahead, and one of seconds that is taken for
/// milliseconds in 1970.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TimeFormat {
    /// A number of milliseconds since 1970, such as `1781113864000`. One that lies before 1978 is
    /// refused: it is a number of seconds.
    Milliseconds,
    /// Text with an offset (RFC 3339 §5.6), such as `2024-10-12T07:20:50.52Z`. What lies after the
    /// last second of 9999 in UTC, by its fraction or its offset, counts as that second.
    Rfc3339,
    /// A number of seconds since 1970, whole or with a fraction, such as `1781113864`. One that lies
    /// after 9999 is refused: it is a number of milliseconds.
    Seconds,
}

impl TimeFormat {
    /// The moment, as time since 1970; `None` if the value means none.
    pub(in crate::provider) fn read(self, value: &Value) -> Option<Duration> {
        match self {
            Self::Milliseconds => milliseconds(value),
            Self::Rfc3339 => rfc_3339(value.as_str()?),
            Self::Seconds => seconds(value),
        }
    }

    /// What a value is not that means no moment.
    #[cfg(any(
        feature = "introspection",
        feature = "jwt",
        feature = "me",
        feature = "verify-call"
    ))]
    pub(in crate::provider) const fn flaw(self) -> &'static str {
        match self {
            Self::Milliseconds => "is not a number of milliseconds between 1978 and 9999",
            Self::Rfc3339 => "is not a time of RFC 3339 between 1970 and 9999",
            Self::Seconds => "is not a number of seconds between 1970 and 9999",
        }
    }
}

/// A moment as the standard library tells it.
pub(in crate::provider) fn system_time(since_1970: Duration) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(since_1970)
}

/// A number of seconds, whole or with a fraction, that means a moment.
fn seconds(value: &Value) -> Option<Duration> {
    let number = value.as_number()?;
    let moment = match number.as_u64() {
        Some(seconds) => Duration::from_secs(seconds),
        None => Duration::try_from_secs_f64(number.as_f64()?).ok()?,
    };
    (moment <= END_OF_TIME).then_some(moment)
}

/// A number of milliseconds that means a moment, and that would mean none as seconds.
fn milliseconds(value: &Value) -> Option<Duration> {
    let number = value.as_number()?;
    let moment = match number.as_u64() {
        Some(milliseconds) => Duration::from_millis(milliseconds),
        None => Duration::try_from_secs_f64(number.as_f64()? / 1000.0).ok()?,
    };
    (moment > EARLIEST_IN_MILLISECONDS && moment <= END_OF_TIME).then_some(moment)
}

fn rfc_3339(text: &str) -> Option<Duration> {
    let since_1970 = match text.parse::<Timestamp>() {
        Ok(timestamp) => timestamp.as_duration(),
        Err(_) => at_the_end_of_time(text)?,
    };
    let since_1970 = Duration::try_from(since_1970).ok()?;
    // The fraction of the last second, and an offset, lead beyond it.
    Some(since_1970.min(END_OF_TIME))
}

/// One of the last days of 9999, which a timestamp does not reach.
fn at_the_end_of_time(text: &str) -> Option<SignedDuration> {
    let pieces = Pieces::parse(text).ok()?;
    if pieces.date().year() != 9999 || pieces.time_zone_annotation().is_some() {
        return None;
    }
    let offset = pieces.to_numeric_offset()?;
    let moment = pieces.date().to_datetime(pieces.time()?);
    let local = moment.duration_since(EPOCH);
    local.checked_sub(SignedDuration::from_secs(offset.seconds().into()))
}

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// 9999-12-31T23:59:59Z, which some issuers write for "never".
const END_OF_TIME: Duration = Duration::from_secs(253_402_300_799);

/// The same number as milliseconds, in 1978: a larger one can be no seconds.
const EARLIEST_IN_MILLISECONDS: Duration = Duration::from_millis(END_OF_TIME.as_secs());

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: TimeFormat, json: &str) -> Option<Duration> {
        format.read(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn seconds_are_read_whole_and_with_a_fraction() {
        let read = |json| read(TimeFormat::Seconds, json);

        assert_eq!(read("0"), Some(Duration::ZERO));
        assert_eq!(read("1.5"), Some(Duration::from_millis(1500)));
        assert_eq!(read("1.7e9"), Some(Duration::from_secs(1_700_000_000)));
        assert_eq!(read("253402300799"), Some(END_OF_TIME));
    }

    #[test]
    fn what_means_no_moment_is_refused() {
        for json in [
            "-1",
            "-0.5",
            "253402300800",
            "18446744073709551615",
            "1e300",
            "-9223372036854775808",
            r#""1700000000""#,
            "null",
            "true",
            "[1]",
            "{}",
        ] {
            assert_eq!(read(TimeFormat::Seconds, json), None, "{json}");
        }
    }

    #[test]
    fn milliseconds_are_never_taken_for_seconds_nor_seconds_for_milliseconds() {
        let milliseconds = |json| read(TimeFormat::Milliseconds, json);
        let moment = Some(Duration::from_secs(1_800_000_000));

        assert_eq!(milliseconds("1800000000000"), moment);
        assert_eq!(milliseconds("1.8e12"), moment);
        assert_eq!(read(TimeFormat::Seconds, "1800000000000"), None);
        for json in [
            "1800000000",
            "0",
            "253402300799",
            "253402300799001",
            "-1",
            "\"1800000000000\"",
            "null",
        ] {
            assert_eq!(milliseconds(json), None, "{json}");
        }
    }

    #[test]
    fn text_is_read_with_its_offset() {
        let read = |text: &str| TimeFormat::Rfc3339.read(&text.into());

        assert_eq!(
            read("2027-01-15T08:00:00Z"),
            Some(Duration::from_secs(1_800_000_000))
        );
        assert_eq!(
            read("2027-01-15T09:00:00.25+01:00"),
            Some(Duration::from_millis(1_800_000_000_250))
        );
        for text in [
            "2027-01-15T08:00:00",
            "2027-01-15",
            "1969-12-31T23:59:59Z",
            "2027-02-30T08:00:00Z",
            "1800000000",
            "tomorrow",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(TimeFormat::Rfc3339.read(&1_800_000_000.into()), None);
    }

    /// Which some issuers write for "never".
    #[test]
    fn the_end_of_time_is_a_moment() {
        let read = |text: &str| TimeFormat::Rfc3339.read(&text.into());

        for text in [
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59+00:00",
            "9999-12-31T23:59:59.999Z",
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59-08:00",
        ] {
            assert_eq!(read(text), Some(END_OF_TIME), "{text}");
        }
        let hours = |hours: u64| Some(END_OF_TIME - Duration::from_secs(hours * 3600));
        assert_eq!(read("9999-12-30T21:59:59Z"), hours(26));
        assert_eq!(read("9999-12-30T22:59:59Z"), hours(25));
        assert_eq!(read("9999-12-31T23:59:59+02:00"), hours(2));
        for text in [
            "9999-12-31T23:59:59",
            "9999-12-31",
            "9999-12-32T00:00:00Z",
            "9999-12-31T24:00:00Z",
            "10000-01-01T00:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
