//! What was written, before anybody looks at what it means.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

/// One value of settings, wherever it was written.
#[derive(Clone)]
pub(super) enum Node {
    Bool(bool),
    Float(f64),
    Integer(i64),
    List(Vec<Self>),
    Null,
    Table(BTreeMap<String, Self>),
    Text(String),
    /// A whole number that has no sign and does not fit into `Integer`.
    Unsigned(u64),
    /// A variable of the environment, whose text becomes what is expected where it stands.
    Variable {
        name: String,
        value: String,
    },
    /// What no setting can be.
    Wrong(Wrong),
}

/// What no setting can be; who reads it says so, and knows the path.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wrong {
    /// A date or a time of TOML.
    Date,
    /// A key that stands twice in one table of JSON, where most readers take the last.
    Twice,
}

impl Node {
    /// The first variable in it.
    pub(super) fn variable(&self) -> Option<&str> {
        match self {
            Self::Variable { name, .. } => Some(name),
            Self::Table(table) => table.values().find_map(Self::variable),
            Self::List(list) => list.iter().find_map(Self::variable),
            _ => None,
        }
    }

    /// Lays another layer over this one: tables are joined, and everything else is replaced.
    pub(super) fn overlay(&mut self, above: Self) {
        match (self, above) {
            (Self::Table(table), Self::Table(above))
                if !(is_choice(table) && is_choice(&above)) =>
            {
                for (key, above) in above {
                    match table.get_mut(&key) {
                        Some(node) => node.overlay(above),
                        None => _ = table.insert(key, above),
                    }
                }
            }
            (node, above) => *node = above,
        }
    }
}

/// Whether it says where a secret stands. Two such places are not joined: the upper one is meant.
fn is_choice(table: &BTreeMap<String, Node>) -> bool {
    let mut entries = table.iter();
    // A provider may have such a name too, and is a table.
    let is_place = |(key, node): (&String, &Node)| {
        (key == "env" || key == "file") && matches!(node, Node::Text(_) | Node::Variable { .. })
    };
    entries.next().is_some_and(is_place) && entries.next().is_none()
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(i64::try_from(value).map_or(Node::Unsigned(value), Node::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Node, A::Error> {
        let mut nodes = BTreeMap::new();
        while let Some((key, mut node)) = table.next_entry::<String, Node>()? {
            if key == TOML_DATE {
                return Ok(Node::Wrong(Wrong::Date));
            }
            if nodes.contains_key(&key) {
                node = Node::Wrong(Wrong::Twice);
            }
            nodes.insert(key, node);
        }
        Ok(Node::Table(nodes))
    }
}

/// How `toml` hands a date over to whoever has no type for it.
const TOML_DATE: &str = "$__toml_private_datetime";
