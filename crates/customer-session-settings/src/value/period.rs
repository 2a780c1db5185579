//! Durations as text.

use std::{error::Error, fmt, str::FromStr, time::Duration};

use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Unexpected, Visitor},
};

/// A duration, written as a number and its unit: `60s`, `10m`, `1h 30m`, `250ms`, or `7d`, where a
/// day has 24 hours. A number alone is refused, since nobody can tell what it counts.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use customer_session_settings::value::Period;
///
/// let period: Period = "1h 30m".parse()?;
/// assert_eq!(period.get(), Duration::from_secs(5400));
/// assert_eq!(period.to_string(), "1h 30m");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Period(Duration);

impl Period {
    /// The duration.
    #[must_use]
    pub const fn get(self) -> Duration {
        self.0
    }
}

impl From<Duration> for Period {
    fn from(duration: Duration) -> Self {
        Self(duration)
    }
}

impl FromStr for Period {
    type Err = ParsePeriodError;

    fn from_str(text: &str) -> Result<Self, ParsePeriodError> {
        let span: Span = text.trim().parse().map_err(|_| ParsePeriodError(()))?;
        let signed = span
            .to_duration(SpanRelativeTo::days_are_24_hours())
            .map_err(|_| ParsePeriodError(()))?;
        Duration::try_from(signed)
            .map(Self)
            .map_err(|_| ParsePeriodError(()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match SignedDuration::try_from(self.0) {
            Ok(signed) => write!(f, "{signed:#}"),
            // Longer than anybody can wait.
            Err(_) => write!(f, "{}s", self.0.as_secs()),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Reader)
    }
}

struct Reader;

impl Visitor<'_> for Reader {
    type Value = Period;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FORM)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Period, E> {
        text.parse()
            .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// The text is no duration.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ParsePeriodError(());

impl fmt::Display for ParsePeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a duration is {FORM}")
    }
}

impl Error for ParsePeriodError {}

const FORM: &str = "a number with its unit, such as \"60s\", \"10m\" or \"24h\"";

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Period {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[ \\t]*(([0-9]+([.][0-9]+)?[ \\t]*[A-Za-zµ]+,?[ \\t]*)+|[Pp][0-9A-Za-z.]+)$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_its_unit_are_a_duration() {
        for (text, millis) in [
            ("60s", 60_000),
            ("10m", 600_000),
            ("1h 30m", 5_400_000),
            ("1h30m", 5_400_000),
            ("250ms", 250),
            ("7d", 604_800_000),
            ("1.5h", 5_400_000),
            ("0s", 0),
            (" 2s ", 2_000),
            ("PT1M", 60_000),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.get(), Duration::from_millis(millis), "{text}");
            assert_eq!(period.to_string().parse(), Ok(period), "{text}");
        }
    }

    #[test]
    fn what_counts_nothing_is_no_duration() {
        for text in [
            "",
            "60",
            "s",
            "-5s",
            "5s ago",
            "ten minutes",
            "1 month",
            "1y",
            "60 s s",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
