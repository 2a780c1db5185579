//! Where secrets stand.

use std::{fmt, path::PathBuf};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor},
};

/// Where a secret stands: in a file, or in a variable of the environment. Never in the settings
/// themselves, which are copied, committed and printed.
///
/// In TOML it is `{ file = "/run/secrets/polar" }` or `{ env = "POLAR_ACCESS_TOKEN" }`. A variable
/// that sets the key itself, such as `CUSTOMER_SESSION__PROVIDERS__POLAR__ACCESS_TOKEN`, holds the
/// secret.
///
/// It is read by [`Settings::build`](crate::Settings::build), each time. Of a file a line break at
/// the end is left out; one that is empty or longer than 16 KiB is refused. A path that is not
/// absolute begins in the folder of the settings' file, and is refused where files in several folders
/// were read.
///
/// # Security
///
/// What is read is held by the client that needs it, and by nothing here: these settings can be
/// printed and serialized. A text where this is expected is refused, and not repeated.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(inline))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Secret {
    /// The variable of this name holds it.
    Env(String),
    /// The file at this path holds it.
    File(PathBuf),
}

/// How the reader of settings tells it from other tables.
pub(crate) const SECRET: &str = "Secret";

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // By this way every reader lets us see a text first, and complain about it unseen.
        deserializer.deserialize_newtype_struct(SECRET, Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("where the secret stands: { file = \"/run/secrets/…\" } or { env = \"…\" }")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Secret, D::Error> {
        inner.deserialize_any(self)
    }

    /// It is most likely the secret itself.
    fn visit_str<E: de::Error>(self, _: &str) -> Result<Secret, E> {
        Err(E::invalid_value(de::Unexpected::Str("(hidden)"), &self))
    }

    /// So are a number and a word that is a switch.
    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Secret, E> {
        self.visit_str("")
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Secret, E> {
        self.visit_str("")
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Secret, E> {
        self.visit_str("")
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Secret, E> {
        self.visit_str("")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Secret, A::Error> {
        let key = |map: &mut A| map.next_key::<Place>();
        let secret = match key(&mut map)? {
            Some(Place::Env) => Secret::Env(map.next_value::<Unseen>()?.0),
            Some(Place::File) => Secret::File(map.next_value::<Unseen>()?.0.into()),
            None => {
                return Err(de::Error::custom(
                    "write { file = \"…\" } or { env = \"…\" }",
                ));
            }
        };
        match key(&mut map)? {
            None => Ok(secret),
            Some(_) => Err(de::Error::custom(
                "it stands in one place; remove `env` or `file`",
            )),
        }
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Place {
    Env,
    File,
}

/// A text. What is none is not repeated: it may be the secret.
struct Unseen(String);

impl<'de> Deserialize<'de> for Unseen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Unread)
    }
}

struct Unread;

impl Visitor<'_> for Unread {
    type Value = Unseen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Unseen, E> {
        Ok(Unseen(text.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Unseen, E> {
        Err(E::invalid_value(de::Unexpected::Other("(hidden)"), &self))
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Unseen, E> {
        self.visit_bool(true)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Unseen, E> {
        self.visit_bool(true)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Unseen, E> {
        self.visit_bool(true)
    }
}
