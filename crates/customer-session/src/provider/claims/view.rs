//! The claims as an application reads them.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Refusal, members::Members, strict};
use crate::rejection::Reason;

/// What an issuer says about a session, found good: the claims of a signed token, or the members of
/// an answer (RFC 7662 §2.2).
///
/// # Security
///
/// They hold personal data; their `Debug` shows none of it.
#[derive(Clone)]
pub struct Claims(Members);

impl Claims {
    #[cfg(feature = "jwt")]
    pub(in crate::provider) fn of(text: &str) -> Result<Self, &'static str> {
        strict::object_of(text).map(Self)
    }

    /// What an answer states: a member that is `null` states nothing.
    #[cfg(any(feature = "introspection", feature = "me", feature = "verify-call"))]
    pub(in crate::provider) fn stated(text: &str) -> Result<Self, &'static str> {
        let mut members = strict::object_of(text)?;
        members.retain(|member| !member.is_null());
        Ok(Self(members))
    }

    /// A claim by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A claim by its name, if it is a string.
    #[must_use]
    pub fn str(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// A value by its JSON pointer (RFC 6901), such as `/customer/id`; the empty pointer, which means
    /// the whole, finds nothing.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Value> {
        self.0.pointer(pointer)
    }

    /// Reads the claims into a type of your own.
    ///
    /// # Errors
    ///
    /// When the claims are not of this type.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_value(self.0.to_value())
    }

    /// All of them, as one JSON object.
    #[cfg(any(feature = "me", feature = "verify-call"))]
    pub(in crate::provider) fn whole(&self) -> Value {
        self.0.to_value()
    }

    /// A value by a claim's name, or by a JSON pointer where it begins with a slash.
    pub(in crate::provider) fn at(&self, place: &str) -> Option<&Value> {
        if place.starts_with('/') {
            self.pointer(place)
        } else {
            self.get(place)
        }
    }

    /// A string, where there may be none; anything else is malformed.
    pub(in crate::provider) fn text(&self, place: &str) -> Result<Option<&str>, Refusal> {
        match self.at(place) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::over(
                Reason::ClaimsMalformed,
                place,
                "is not a string",
            )),
        }
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims").finish_non_exhaustive()
    }
}
