//! Values that are read more kindly than their types ask for.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Map, Value};

/// Reads an object. PHP prints an empty one as `[]`, and one whose keys are 0, 1, 2.. as a list.
pub(super) fn map<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Map<String, Value>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        Value::Array(items) => Ok((0_usize..)
            .map(|index| index.to_string())
            .zip(items)
            .collect()),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Err(D::Error::custom("expected an object"))
        }
    }
}

/// Reads a return URL. Polar's server sent the text `None` for "none" on 2025-10-15 and 16 (fixed
/// in d8623a4014).
pub(super) fn return_url<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Option::deserialize(deserializer)?.filter(|url| url != "None"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn php_arrays_are_objects() {
        assert_eq!(map(json!([])).unwrap(), Map::new());
        assert_eq!(
            Value::Object(map(json!(["a", 2])).unwrap()),
            json!({"0": "a", "1": 2})
        );
    }

    #[test]
    fn null_is_an_empty_object_and_a_scalar_is_none() {
        assert_eq!(map(json!(null)).unwrap(), Map::new());
        assert!(map(json!("plan")).is_err());
    }

    #[test]
    fn the_return_url_none_is_absent() {
        assert_eq!(return_url(json!("None")).unwrap(), None);
        assert_eq!(return_url(json!(null)).unwrap(), None);
        assert_eq!(
            return_url(json!("https://shop.example/None")).unwrap(),
            Some("https://shop.example/None".to_owned())
        );
    }
}
