//! Moments in claims (RFC 7519 §2, NumericDate).

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{Claims, Refusal};
use crate::rejection::Reason;

/// A moment as the standard library tells it.
pub(in crate::provider) fn system_time(since_1970: Duration) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(since_1970)
}

/// A moment, where one may be stated.
pub(in crate::provider) fn moment(
    claims: &Claims,
    name: &str,
) -> Result<Option<Duration>, Refusal> {
    let malformed = || {
        let what = "is not a number of seconds between 1970 and 9999";
        Refusal::over(Reason::ClaimsMalformed, name, what)
    };
    match claims.get(name) {
        None => Ok(None),
        Some(value) => since_1970(value).map(Some).ok_or_else(malformed),
    }
}

/// A moment, where one may be stated, of an issuer that may count in milliseconds: seconds where that
/// lies before the year 10000, since as milliseconds it would lie before 1979.
#[cfg(feature = "introspection")]
pub(in crate::provider) fn moment_or_milliseconds(
    claims: &Claims,
    name: &str,
) -> Result<Option<Duration>, Refusal> {
    let milliseconds = claims.get(name).and_then(Value::as_u64);
    match milliseconds.map(Duration::from_millis) {
        Some(moment) if moment > EARLIEST_IN_MILLISECONDS && moment <= END_OF_TIME => {
            Ok(Some(moment))
        }
        _ => moment(claims, name),
    }
}

/// A number of seconds, whole or with a fraction, that means a moment.
fn since_1970(value: &Value) -> Option<Duration> {
    let number = value.as_number()?;
    let moment = match number.as_u64() {
        Some(seconds) => Duration::from_secs(seconds),
        None => Duration::try_from_secs_f64(number.as_f64()?).ok()?,
    };
    (moment <= END_OF_TIME).then_some(moment)
}

/// 9999-12-31T23:59:59Z, which some issuers write for "never".
const END_OF_TIME: Duration = Duration::from_secs(253_402_300_799);

/// The same number as milliseconds, in 1978: a larger one can be no seconds.
#[cfg(feature = "introspection")]
const EARLIEST_IN_MILLISECONDS: Duration = Duration::from_millis(END_OF_TIME.as_secs());

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Duration> {
        since_1970(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn seconds_are_read_whole_and_with_a_fraction() {
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
            assert_eq!(read(json), None, "{json}");
        }
    }
    #[cfg(feature = "introspection")]
    #[test]
    fn milliseconds_are_read_where_seconds_would_lie_beyond_9999() {
        let read = |exp: &str| {
            let claims = Claims::stated(&format!(r#"{{"exp":{exp}}}"#)).unwrap();
            moment_or_milliseconds(&claims, "exp").ok().flatten()
        };

        assert_eq!(read("253402300799"), Some(END_OF_TIME));
        assert_eq!(
            read("253402300800"),
            Some(Duration::from_millis(253_402_300_800))
        );
        assert_eq!(read("1800000000"), Some(Duration::from_secs(1_800_000_000)));
        assert_eq!(
            read("1800000000000"),
            Some(Duration::from_secs(1_800_000_000))
        );
        assert_eq!(read("18446744073709551615"), None);
        assert_eq!(read("null"), None);
        assert_eq!(read("\"1800000000\""), None);
    }
}
