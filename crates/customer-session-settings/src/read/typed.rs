//! From what was written to typed settings.

use std::{collections::btree_map, vec};

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
        value::StringDeserializer,
    },
};

use super::{
    choice::Choice,
    flaw::{Flaw, Step},
    node::{Node, Wrong},
    variables,
};
use crate::{error::SettingsErrorKind, value::SECRET};

/// A text of the environment becomes a number, a switch, a list or a table where one is expected; a
/// text of a file never does.
impl<'de> Deserializer<'de> for Node {
    type Error = Flaw;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self {
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Float(value) => visitor.visit_f64(value),
            Self::Integer(value) => visitor.visit_i64(value),
            Self::List(nodes) => visitor.visit_seq(List::new(nodes)),
            Self::Null => visitor.visit_unit(),
            Self::Table(nodes) => visitor.visit_map(Table::new(nodes)),
            Self::Text(text) => visitor.visit_string(text),
            Self::Unsigned(value) => visitor.visit_u64(value),
            // Whatever may stand here, such as a value that a claim must have.
            Self::Variable { name, value } => {
                match variables::value(value).map_err(|flaw| flaw.by(Some(&name)))? {
                    Self::Text(text) => visitor.visit_string(text),
                    node => node.deserialize_any(visitor),
                }
                .map_err(|flaw: Flaw| flaw.by(Some(&name)))
            }
            Self::Wrong(wrong) => Err(refusal(wrong)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self {
            Self::Variable { name, value } => visitor
                .visit_string(value)
                .map_err(|flaw: Flaw| flaw.by(Some(&name))),
            node => node.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self {
            Self::Variable { name, value } => match value.parse() {
                Ok(value) => visitor.visit_bool(value),
                Err(_) => {
                    Err(Flaw::invalid_type(Unexpected::Str(&value), &visitor).by(Some(&name)))
                }
            },
            node => node.deserialize_any(visitor),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self {
            Self::Variable { name, value } => match value.trim().parse() {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => Err(Flaw::invalid_type(Unexpected::Str(&value), &visitor)),
            }
            .map_err(|flaw: Flaw| flaw.by(Some(&name))),
            node => node.deserialize_any(visitor),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self {
            Self::Null => visitor.visit_none(),
            node => visitor.visit_some(node),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        match self {
            // The variable is where the secret stands.
            Self::Variable { name: variable, .. } if name == SECRET => {
                let place = ("env".to_owned(), Self::Text(variable));
                visitor.visit_newtype_struct(Self::Table([place].into()))
            }
            node => visitor.visit_newtype_struct(node),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self {
            Self::Variable { name, value } => variables::list(&value)
                .and_then(|nodes| visitor.visit_seq(List::new(nodes)))
                .map_err(|flaw| flaw.by(Some(&name))),
            node => node.deserialize_any(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Flaw> {
        match self {
            Self::Variable { name, value } => match variables::table(&value) {
                Some(table) => table
                    .and_then(|table| table.deserialize_any(visitor))
                    .map_err(|flaw| flaw.by(Some(&name))),
                None => Err(no_table(&name)),
            },
            node => node.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        match self {
            // As if it were not written. An unknown key stays, and is refused.
            Self::Table(mut nodes) => {
                nodes.retain(|key, node| {
                    !matches!(node, Self::Null) || !keys.contains(&key.as_str())
                });
                Self::Table(nodes).deserialize_map(visitor)
            }
            Self::Variable {
                name: variable,
                value,
            } => match variables::table(&value) {
                Some(table) => table
                    .and_then(|table| table.deserialize_struct(name, keys, visitor))
                    .map_err(|flaw| flaw.by(Some(&variable))),
                None => Err(no_table(&variable)),
            },
            node => node.deserialize_map(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Flaw> {
        match self {
            Self::Table(mut nodes) => match (nodes.pop_first(), nodes.pop_first()) {
                (Some((key, node)), None) => visitor.visit_enum(Choice(key, Some(node))),
                (Some((one, node)), Some((other, _))) => Err(two(&one, &other).by(node.variable())),
                (None, _) => Err(Flaw::invalid("an empty table", "write one key in it")),
            },
            Self::Text(word) => visitor.visit_enum(Choice(word, None)),
            Self::Variable { name, value } => match variables::table(&value) {
                Some(table) => table.and_then(|table| table.deserialize_enum("", &[], visitor)),
                None => visitor.visit_enum(Choice(value, None)),
            }
            .map_err(|flaw| flaw.by(Some(&name))),
            node => node.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple
        tuple_struct identifier ignored_any
    }
}

fn refusal(wrong: Wrong) -> Flaw {
    match wrong {
        Wrong::Date => Flaw::invalid("a date", "put it in quotes"),
        Wrong::Twice => Flaw::new(
            SettingsErrorKind::Contradiction,
            " is set twice in one table: remove one of them",
        ),
    }
}

fn no_table(variable: &str) -> Flaw {
    let mend =
        format!("this is a table: set what stands in it, by {variable}__…, or write it in JSON");
    Flaw::invalid("a text", &mend).by(Some(variable))
}

/// Two keys where one says what the other contradicts.
fn two(one: &str, other: &str) -> Flaw {
    let said = format!(" has both `{one}` and `{other}`: remove one of them");
    Flaw::new(SettingsErrorKind::Contradiction, said)
}

struct List {
    nodes: vec::IntoIter<Node>,
    index: usize,
}

impl List {
    fn new(nodes: Vec<Node>) -> Self {
        Self {
            nodes: nodes.into_iter(),
            index: 0,
        }
    }
}

impl<'de> SeqAccess<'de> for List {
    type Error = Flaw;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Flaw> {
        let Some(node) = self.nodes.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        seed.deserialize(node)
            .map(Some)
            .map_err(|flaw| flaw.under(Step::At(index)))
    }
}

struct Table {
    nodes: btree_map::IntoIter<String, Node>,
    /// Whose key was read.
    entry: Option<(String, Node)>,
}

impl Table {
    fn new(nodes: std::collections::BTreeMap<String, Node>) -> Self {
        Self {
            nodes: nodes.into_iter(),
            entry: None,
        }
    }
}

impl<'de> MapAccess<'de> for Table {
    type Error = Flaw;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Flaw> {
        let Some((key, node)) = self.nodes.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(StringDeserializer::<Flaw>::new(key.clone()));
        let read = read.map_err(|flaw| flaw.under(Step::Key(key.clone())).by(node.variable()));
        self.entry = Some((key, node));
        read.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Flaw> {
        let (key, node) = self
            .entry
            .take()
            .ok_or_else(|| Flaw::custom("a value was asked for before its key"))?;
        let variable = node.variable().map(str::to_owned);
        // Something that is not set is nobody's fault in particular.
        seed.deserialize(node).map_err(|flaw| {
            let blamed = variable.as_deref().filter(|_| flaw.is_about_a_value());
            flaw.by(blamed).under(Step::Key(key))
        })
    }
}
