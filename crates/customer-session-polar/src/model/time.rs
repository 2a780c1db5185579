//! Times as Polar's servers and SDKs write them.

use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// Reads a time that must be there.
pub(super) fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
    Moment::deserialize(deserializer)?.system_time()
}

/// Reads and writes a time that may be missing, for `#[serde(with)]`.
pub(super) mod optional {
    use std::time::SystemTime;

    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, ser::Error};

    use super::Moment;

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SystemTime>, D::Error> {
        Option::<Moment>::deserialize(deserializer)?
            .filter(|moment| !moment.is_unset())
            .map(Moment::system_time)
            .transpose()
    }

    pub(in crate::model) fn serialize<S: Serializer>(
        time: &Option<SystemTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => {
                serializer.collect_str(&Timestamp::try_from(*time).map_err(S::Error::custom)?)
            }
            None => serializer.serialize_none(),
        }
    }
}

/// A time in any of the spellings: RFC 3339 with or without a fraction, or PHP's object.
struct Moment(Timestamp);

impl Moment {
    /// Whether it is Go's zero `time.Time`, which a Go program holds after reading `null`.
    fn is_unset(&self) -> bool {
        self.0.as_second() == GO_ZERO_TIME
    }

    /// Not jiff's own conversion: that one panics where the platform's clock begins later.
    fn system_time<E: de::Error>(self) -> Result<SystemTime, E> {
        let since_epoch = self.0.as_duration();
        let distance = since_epoch.unsigned_abs();
        let time = if since_epoch.is_negative() {
            UNIX_EPOCH.checked_sub(distance)
        } else {
            UNIX_EPOCH.checked_add(distance)
        };
        time.ok_or_else(|| E::custom("a time beyond what this platform can tell"))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MomentVisitor)
    }
}

struct MomentVisitor;

impl<'de> Visitor<'de> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an RFC 3339 time, or the date and timezone of a PHP DateTime")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Moment, E> {
        text.parse().map(Moment).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Moment, A::Error> {
        let time = PhpDateTime::deserialize(MapAccessDeserializer::new(map))?;
        self.visit_str(&time.rfc3339())
    }
}

/// What PHP's `json_encode` makes of a `\DateTime`: `{"date": "2026-11-02 08:15:30.120044",
/// "timezone": "UTC", ..}`.
#[derive(Deserialize)]
struct PhpDateTime {
    date: String,
    timezone: String,
}

impl PhpDateTime {
    /// UTC by any name and numeric offsets are understood. Other zones would need a time zone
    /// database, and the PHP SDK keeps times in the zone in which Polar sent them, UTC.
    fn rfc3339(&self) -> String {
        let offset = match self.timezone.as_str() {
            "GMT" | "UTC" | "Z" => "Z",
            offset => offset,
        };
        format!("{}{offset}", self.date)
    }
}

/// 0001-01-01T00:00:00Z in Unix seconds.
const GO_ZERO_TIME: i64 = -62_135_596_800;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::*;

    fn read(time: Value) -> Result<SystemTime, serde_json::Error> {
        required(time)
    }

    #[test]
    fn every_spelling_of_a_time_is_the_same_time() {
        let expected = UNIX_EPOCH + Duration::new(1_793_607_330, 120_044_000);

        for spelling in [
            json!("2026-11-02T08:15:30.120044Z"),
            json!("2026-11-02T08:15:30.120044+00:00"),
            json!("2026-11-02T09:15:30.120044+01:00"),
            json!("2026-11-02 08:15:30.120044+00:00"),
            json!({"date": "2026-11-02 08:15:30.120044", "timezone_type": 3, "timezone": "UTC"}),
            json!({"date": "2026-11-02 08:15:30.120044", "timezone_type": 2, "timezone": "Z"}),
            json!({"date": "2026-11-02 08:15:30.120044", "timezone_type": 1, "timezone": "+00:00"}),
            json!({"date": "2026-11-02 03:15:30.120044", "timezone_type": 1, "timezone": "-05:00"}),
        ] {
            assert_eq!(read(spelling.clone()).unwrap(), expected, "{spelling}");
        }
    }

    #[test]
    fn a_fraction_may_be_missing() {
        let expected = UNIX_EPOCH + Duration::from_secs(1_793_607_330);

        assert_eq!(read(json!("2026-11-02T08:15:30Z")).unwrap(), expected);
    }

    #[test]
    fn times_before_the_epoch_are_times() {
        let expected = UNIX_EPOCH - Duration::from_millis(500);

        assert_eq!(read(json!("1969-12-31T23:59:59.5Z")).unwrap(), expected);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for spelling in [
            json!("2026-11-02T08:15:30"),
            json!("soon"),
            json!(1_793_607_330),
            json!(null),
            json!({"date": "2026-11-02 08:15:30", "timezone": "Europe/Paris"}),
            json!({"date": "2026-11-02 08:15:30"}),
        ] {
            assert!(read(spelling.clone()).is_err(), "{spelling}");
        }
    }

    #[test]
    fn an_unset_go_time_is_absent_where_absence_is_allowed() {
        let zero = json!("0001-01-01T00:00:00Z");

        assert_eq!(optional::deserialize(zero).unwrap(), None);
        assert_eq!(optional::deserialize(json!(null)).unwrap(), None);
    }

    #[test]
    fn times_are_written_in_utc_without_an_empty_fraction() {
        let write = |time| optional::serialize(&time, serde_json::value::Serializer).unwrap();
        let second = UNIX_EPOCH + Duration::from_secs(1_793_607_330);

        assert_eq!(write(Some(second)), "2026-11-02T08:15:30Z");
        assert_eq!(
            write(Some(second + Duration::from_micros(120_044))),
            "2026-11-02T08:15:30.120044Z"
        );
        assert_eq!(write(None), Value::Null);
    }
}
