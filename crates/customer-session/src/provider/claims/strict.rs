//! JSON of strangers, read strictly: one object, no member twice (RFC 7515 §4, RFC 7519 §4), no
//! deep nesting, nothing behind it.

use std::{cell::Cell, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value, map::Entry};

use super::members::{Members, Named, Reading};

/// Reads one JSON object, or says what is wrong with it in words of ours.
#[cfg(any(feature = "introspection", feature = "jwt", test))]
pub(in crate::provider) fn object(json: &[u8]) -> Result<Members, &'static str> {
    object_of(str::from_utf8(json).map_err(|_| NOT_UTF8)?)
}

/// Reads one JSON object of a text.
pub(in crate::provider) fn object_of(text: &str) -> Result<Members, &'static str> {
    let opens = text.trim_ascii_start().starts_with('{');
    let flaw = Cell::new(if opens { "it is not JSON" } else { NO_OBJECT });
    let mut reader = serde_json::Deserializer::from_str(text);
    let members = reader.deserialize_map(Whole(Strict {
        depth: 0,
        flaw: &flaw,
    }));
    let members = members.map_err(|_| flaw.get())?;
    reader.end().map_err(|_| "something follows the JSON")?;
    Ok(members)
}

#[cfg(any(feature = "introspection", feature = "jwt", test))]
pub(in crate::provider) const NOT_UTF8: &str = "it is not UTF-8";
const NO_OBJECT: &str = "it is not a JSON object";
const TWICE: &str = "a member stands in it twice";

/// Reads the object that is all of it.
struct Whole<'a>(Strict<'a>);

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Members, A::Error> {
        let Self(whole) = self;
        let member = whole.deeper()?;
        let mut read = Reading::new();
        while let Some(name) = members.next_key_seed(Name(&mut read))? {
            let name = name.ok_or_else(|| whole.flawed(TWICE))?;
            read.value(name, members.next_value_seed(member)?);
        }
        Ok(read.done())
    }
}

/// Reads the name of a member, where it stands: `None` if it stands there for the second time.
struct Name<'a>(&'a mut Reading);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<Named>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Option<Named>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<Named>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<Named>, E> {
        Ok(self.0.name(name))
    }
}

/// Reads a value that lies `depth` objects and arrays deep.
#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    /// What is wrong, since the reader's own words may quote the text.
    flaw: &'a Cell<&'static str>,
}

impl Strict<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(self.flawed("it is nested too deeply"));
        }
        Ok(Self {
            depth: self.depth + 1,
            flaw: self.flaw,
        })
    }

    fn flawed<E: Error>(self, flaw: &'static str) -> E {
        self.flaw.set(flaw);
        E::custom(flaw)
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let item = self.deeper()?;
        let mut array = Vec::new();
        while let Some(value) = items.next_element_seed(item)? {
            array.push(value);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let member = self.deeper()?;
        let mut object = Map::new();
        while let Some(mut name) = members.next_key::<String>()? {
            if name == NUMBER && object.is_empty() {
                let value = members.next_value_seed(member)?;
                let next = members.next_key::<String>()?;
                if next.is_none()
                    && let Some(number) = number(&value)
                {
                    return Ok(Value::Number(number));
                }
                object.insert(name, value);
                let Some(next) = next else { break };
                name = next;
            }
            match object.entry(name) {
                Entry::Occupied(_) => return Err(self.flawed(TWICE)),
                Entry::Vacant(place) => place.insert(members.next_value_seed(member)?),
            };
        }
        Ok(object.into())
    }
}

/// The number whose text this is; none of an ordinary member that only has such a name.
fn number(value: &Value) -> Option<Number> {
    value.as_str()?.parse().ok()
}

/// Ids, scopes and addresses lie three or four deep; a reader that follows any depth runs out of
/// stack.
pub(crate) const MAX_DEPTH: usize = 16;

/// As which member `serde_json` hands out numbers, where another crate of the program switched its
/// feature `arbitrary_precision` on.
const NUMBER: &str = "$serde_json::private::Number";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_read_as_it_stands() {
        let read = object(br#" {"a":[1,-2,1.5,null,true,"\u00e9"],"b":{"c":{}}} "#).unwrap();

        let plain: Value =
            serde_json::from_str(r#"{"a":[1,-2,1.5,null,true,"é"],"b":{"c":{}}}"#).unwrap();
        assert_eq!(read.to_value(), plain);
    }

    #[test]
    fn what_is_no_plain_object_is_refused_in_constant_words() {
        let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(16), "]".repeat(16));
        let abyss = format!(r#"{{"a":{}"#, "[".repeat(10_000));
        let cases: [(&[u8], &str); 14] = [
            (br#"{"a":1,"a":1}"#, "a member stands in it twice"),
            (br#"{"a":1,"\u0061":2}"#, "a member stands in it twice"),
            (br#"{"x":[{"a":1,"a":2}]}"#, "a member stands in it twice"),
            (deep.as_bytes(), "it is nested too deeply"),
            (abyss.as_bytes(), "it is nested too deeply"),
            (br#"{"a":1} {"#, "something follows the JSON"),
            (b"{\"a\":\"\xff\"}", "it is not UTF-8"),
            (br#"{"a":"\ud800"}"#, "it is not JSON"),
            (br#"{"a":1e400}"#, "it is not JSON"),
            (b"\xef\xbb\xbf{}", "it is not a JSON object"),
            (b"{'a':1}", "it is not JSON"),
            (b"", "it is not a JSON object"),
            (b"[]", "it is not a JSON object"),
            (b"null", "it is not a JSON object"),
        ];

        for (json, flaw) in cases {
            assert_eq!(object(json).unwrap_err(), flaw);
        }
    }

    #[test]
    fn fifteen_deep_is_still_read() {
        let json = format!(r#"{{"a":{}1{}}}"#, "[".repeat(15), "]".repeat(15));

        assert!(object(json.as_bytes()).is_ok());
    }

    /// What the reader hands out where numbers keep their text.
    #[test]
    fn numbers_that_keep_their_text_are_numbers() {
        let read = |number: &str| object(format!(r#"{{"a":{{"{NUMBER}":{number}}}}}"#).as_bytes());

        let value = read(r#""1.5""#).unwrap();
        assert_eq!(value.get("a"), Some(&1.5.into()));
        let behind = format!(r#"{{"b":{{"a":1,"{NUMBER}":"7"}}}}"#);
        let value = object(behind.as_bytes()).unwrap();
        assert_eq!(value.pointer("/b/a"), Some(&1.into()));
    }

    /// Else whoever may write JSON of their own there would break every answer about them.
    #[test]
    fn an_ordinary_member_may_have_the_name_that_numbers_have() {
        for members in [
            r#""many""#,
            r#""1","b":2"#,
            r#""many","b":2,"c":{}"#,
            "1",
            "[1]",
            r#"{"a":"1"}"#,
        ] {
            let json = format!(r#"{{"a":{{"{NUMBER}":{members}}}}}"#);
            let value = object(json.as_bytes()).unwrap();
            assert!(value.get("a").unwrap().is_object(), "{members}");
        }
        let twice = format!(r#"{{"a":{{"{NUMBER}":"x","b":1,"{NUMBER}":"1"}}}}"#);
        assert_eq!(object(twice.as_bytes()).unwrap_err(), TWICE);
        let twice = format!(r#"{{"a":{{"{NUMBER}":"1","{NUMBER}":"1"}}}}"#);
        assert_eq!(object(twice.as_bytes()).unwrap_err(), TWICE);
    }

    #[test]
    fn a_number_of_any_length_does_no_harm() {
        let long = format!(r#"{{"a":{}}}"#, "9".repeat(100_000));

        assert!(object(br#"{"a":18446744073709551615,"b":-9223372036854775808}"#).is_ok());
        assert!(object(long.as_bytes()).is_err());
    }
}
