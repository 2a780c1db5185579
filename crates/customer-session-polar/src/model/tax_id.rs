//! A tax id.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A customer's tax id, which Polar writes as an array: `["FR00999999999", "eu_vat"]`.
///
/// The place in the array decides, as the SDKs' types allow arrays that are too short or hold
/// `null`: the first item is the value, the second its format. Items after that are dropped.
#[non_exhaustive]
#[derive(Clone, Default, Eq, PartialEq)]
pub struct TaxId {
    /// The id itself, such as `FR00999999999`.
    pub value: Option<String>,
    /// The name of its format at Polar, such as `eu_vat`, `us_ein` or `gb_vat`. There are about 75,
    /// and new ones come.
    pub format: Option<String>,
}

/// Reads a tax id that may be missing; one that says nothing, such as `[]`, is missing too.
pub(super) fn optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<TaxId>, D::Error> {
    Ok(Option::deserialize(deserializer)?.filter(|tax_id| *tax_id != TaxId::default()))
}

impl<'de> Deserialize<'de> for TaxId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut items = Vec::<Option<String>>::deserialize(deserializer)?.into_iter();
        Ok(Self {
            value: items.next().flatten(),
            format: items.next().flatten(),
        })
    }
}

impl Serialize for TaxId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.value, &self.format).serialize(serializer)
    }
}

/// Shows nothing: a tax id is personal data.
impl fmt::Debug for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaxId").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> Option<(Option<String>, Option<String>)> {
        optional(value)
            .unwrap()
            .map(|tax_id| (tax_id.value, tax_id.format))
    }

    #[test]
    fn arrays_of_any_length_and_nulls_are_read_by_place() {
        let text = |text: &str| Some(text.to_owned());

        assert_eq!(
            read(json!(["FR1", "eu_vat"])),
            Some((text("FR1"), text("eu_vat")))
        );
        assert_eq!(
            read(json!(["FR1", "eu_vat", "x"])),
            Some((text("FR1"), text("eu_vat")))
        );
        assert_eq!(read(json!(["FR1"])), Some((text("FR1"), None)));
        assert_eq!(read(json!([null, "eu_vat"])), Some((None, text("eu_vat"))));
    }

    #[test]
    fn arrays_that_say_nothing_are_absent() {
        for value in [json!(null), json!([]), json!([null]), json!([null, null])] {
            assert_eq!(read(value.clone()), None, "{value}");
        }
    }
}
