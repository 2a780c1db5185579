//! Moments in a token (RFC 7519 §2, NumericDate), each judged by the one clock.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::Claims;
use crate::{clock::Now, provider::jwt::Refusal, rejection::Reason};

/// When a token begins and ends, as time since 1970.
#[derive(Clone, Copy, Debug)]
pub(in crate::provider::jwt) struct Times {
    pub(in crate::provider::jwt) expires: Duration,
    pub(in crate::provider::jwt) issued: Option<Duration>,
    /// From when on the token is not served: its end, leeway included.
    pub(in crate::provider::jwt) end: Duration,
}

impl Times {
    /// Reads and judges `exp`, `nbf` and `iat` (RFC 7519 §4.1.4 to §4.1.6).
    pub(super) fn judged(
        claims: &Claims,
        max_age: Option<Duration>,
        leeway: Duration,
        now: Now,
    ) -> Result<Self, Refusal> {
        let expires = moment(claims, "exp")?.ok_or_else(|| missing("exp"))?;
        let (begins, issued) = (moment(claims, "nbf")?, moment(claims, "iat")?);
        let oldest = match (max_age, issued) {
            (None, _) => None,
            (Some(_), None) => return Err(missing("iat")),
            (Some(max_age), Some(issued)) => Some(issued.saturating_add(max_age)),
        };
        let end = oldest.map_or(expires, |oldest| oldest.min(expires));
        let end = end.saturating_add(leeway);
        let now = now.wall();
        if now >= end {
            let detail = "its time is over, by `exp` or by its age";
            return Err(Refusal::new(Reason::TokenExpired, detail));
        }
        for (name, from) in [("nbf", begins), ("iat", issued)] {
            if from.is_some_and(|from| now.saturating_add(leeway) < from) {
                let what = "lies in the future";
                return Err(Refusal::over(Reason::ClaimsNotYetValid, name, what));
            }
        }
        Ok(Self {
            expires,
            issued,
            end,
        })
    }
}

/// A moment as the standard library tells it.
pub(in crate::provider::jwt) fn system_time(since_1970: Duration) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(since_1970)
}

fn moment(claims: &Claims, name: &str) -> Result<Option<Duration>, Refusal> {
    let malformed = || {
        let what = "is not a number of seconds between 1970 and 9999";
        Refusal::over(Reason::ClaimsMalformed, name, what)
    };
    match claims.get(name) {
        None => Ok(None),
        Some(value) => since_1970(value).map(Some).ok_or_else(malformed),
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

fn missing(name: &str) -> Refusal {
    Refusal::over(Reason::ClaimsMissing, name, "is missing")
}

/// 9999-12-31T23:59:59Z, which some issuers write for "never".
const END_OF_TIME: Duration = Duration::from_secs(253_402_300_799);

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
}
