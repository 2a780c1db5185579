//! From one word, or a table with one key, to one of several.

use serde::{
    de,
    de::{DeserializeSeed, EnumAccess, VariantAccess, Visitor, value::StringDeserializer},
};

use super::{
    flaw::{Flaw, Step},
    node::Node,
    shown,
};

/// One of several, by its name.
pub(super) struct Choice(pub(super) String, pub(super) Option<Node>);

impl<'de> EnumAccess<'de> for Choice {
    type Error = Flaw;
    type Variant = Chosen;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Chosen), Flaw> {
        let variant = seed.deserialize(StringDeserializer::<Flaw>::new(self.0.clone()))?;
        Ok((variant, Chosen(self.0, self.1)))
    }
}

pub(super) struct Chosen(String, Option<Node>);

impl<'de> VariantAccess<'de> for Chosen {
    type Error = Flaw;

    fn unit_variant(self) -> Result<(), Flaw> {
        match self.1 {
            None => Ok(()),
            Some(_) => Err(Flaw::invalid("a table", &format!("write \"{}\"", self.0))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Flaw> {
        let Self(word, node) = self;
        let node = node.ok_or_else(|| {
            let word = shown(&word);
            Flaw::invalid(&format!("`{word}`"), &format!("write {{ {word} = … }}"))
        })?;
        seed.deserialize(node)
            .map_err(|flaw| flaw.under(Step::Key(word)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Flaw> {
        Err(de::Error::custom("no setting has this form"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Flaw> {
        Err(de::Error::custom("no setting has this form"))
    }
}
