//! Moments in claims (RFC 7519 §2, NumericDate).

use std::time::Duration;

use serde_json::Value;

use super::{Claims, Refusal};
use crate::{provider::TimeFormat, rejection::Reason};

/// A moment, where one may be stated.
#[cfg(any(feature = "introspection", feature = "jwt"))]
pub(in crate::provider) fn moment(
    claims: &Claims,
    name: &str,
) -> Result<Option<Duration>, Refusal> {
    written(claims, name, TimeFormat::Seconds)
}

/// A moment in this format, where one may be stated; of a JSON pointer `null` states none.
pub(in crate::provider) fn written(
    claims: &Claims,
    place: &str,
    format: TimeFormat,
) -> Result<Option<Duration>, Refusal> {
    let malformed = || Refusal::over(Reason::ClaimsMalformed, place, format.flaw());
    match claims.at(place) {
        None => Ok(None),
        Some(Value::Null) if place.starts_with('/') => Ok(None),
        Some(value) => format.read(value).map(Some).ok_or_else(malformed),
    }
}

/// A moment, where one may be stated, of an issuer that may count in milliseconds: seconds where that
/// lies before the year 10000, since as milliseconds it would lie before 1979.
#[cfg(feature = "introspection")]
pub(in crate::provider) fn moment_or_milliseconds(
    claims: &Claims,
    name: &str,
) -> Result<Option<Duration>, Refusal> {
    let milliseconds = |value| TimeFormat::Milliseconds.read(value);
    match claims.get(name).and_then(milliseconds) {
        Some(moment) => Ok(Some(moment)),
        None => moment(claims, name),
    }
}

/// Whether a session of these moments has begun, and lasts still. What begins is given leeway for
/// clocks that differ; its end none, since the issuer could have been asked a moment later, too.
#[cfg(any(feature = "introspection", feature = "me", feature = "verify-call"))]
pub(in crate::provider) fn lasts(
    now: Duration,
    leeway: Duration,
    end: (&str, Option<Duration>),
    beginnings: &[(&str, Option<Duration>)],
) -> Result<(), Refusal> {
    let (name, end) = end;
    if end.is_some_and(|end| now >= end) {
        let detail = format!("its time is over, by `{name}`");
        return Err(Refusal::new(Reason::TokenExpired, detail));
    }
    for (name, from) in beginnings {
        if from.is_some_and(|from| now.saturating_add(leeway) < from) {
            let what = "lies in the future";
            return Err(Refusal::over(Reason::ClaimsNotYetValid, name, what));
        }
    }
    Ok(())
}

#[cfg(all(test, feature = "introspection"))]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_read_where_seconds_would_lie_beyond_9999() {
        let read = |exp: &str| {
            let claims = Claims::stated(&format!(r#"{{"exp":{exp}}}"#)).unwrap();
            moment_or_milliseconds(&claims, "exp").ok().flatten()
        };

        assert_eq!(
            read("253402300799"),
            Some(Duration::from_secs(253_402_300_799))
        );
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
