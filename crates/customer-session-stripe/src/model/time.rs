//! Times as Stripe writes them: whole seconds since 1970.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, de::Error};

/// Reads a time that must be there.
pub(super) fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
    moment(i64::deserialize(deserializer)?)
}

/// Reads and writes a time that may be missing, for `#[serde(with)]`.
pub(super) mod optional {
    use std::time::{SystemTime, UNIX_EPOCH};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SystemTime>, D::Error> {
        Option::<i64>::deserialize(deserializer)?
            .map(super::moment)
            .transpose()
    }

    pub(in crate::model) fn serialize<S: Serializer>(
        time: &Option<SystemTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let seconds = time.map(|time| match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i128::from(since.as_secs()),
            Err(before) => -i128::from(before.duration().as_secs()),
        });
        seconds.serialize(serializer)
    }
}

fn moment<E: Error>(seconds: i64) -> Result<SystemTime, E> {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let time = if seconds < 0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    };
    time.ok_or_else(|| E::custom("a time beyond what this platform can tell"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_time_is_whole_seconds_since_1970() {
        let expected = UNIX_EPOCH + Duration::from_secs(1_795_167_078);

        assert_eq!(required(json!(1_795_167_078)).unwrap(), expected);
        assert_eq!(
            required(json!(-1)).unwrap(),
            UNIX_EPOCH - Duration::from_secs(1)
        );
        assert_eq!(optional::deserialize(json!(null)).unwrap(), None);
        let written = optional::serialize(&Some(expected), serde_json::value::Serializer);
        assert_eq!(written.unwrap(), json!(1_795_167_078));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for wrong in [
            json!("2026-11-21T00:00:00Z"),
            json!("1795167078"),
            json!(1.5),
            json!(u64::MAX),
            Value::Null,
        ] {
            assert!(required(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
