//! Which values a claim may have.

use serde_json::Value;

use super::Claims;
use crate::{provider::claims::Refusal, rejection::Reason};

/// What the value of one claim must be.
#[derive(Clone, Debug)]
pub(in crate::provider::jwt) struct Values {
    pub(in crate::provider::jwt) place: String,
    pub(in crate::provider::jwt) taken: Taken,
    /// Whether the claim may be missing.
    pub(in crate::provider::jwt) optional: bool,
}

#[derive(Clone, Debug)]
pub(in crate::provider::jwt) enum Taken {
    /// One of these strings, numbers, booleans, or null.
    OneOf(Vec<Value>),
    /// A string that begins so, and goes on.
    Prefix(&'static str),
}

impl Values {
    pub(super) fn judge(&self, claims: &Claims) -> Result<(), Refusal> {
        let Some(stated) = claims.at(&self.place) else {
            return if self.optional {
                Ok(())
            } else {
                Err(Refusal::missing(&self.place))
            };
        };
        if self.taken.has(stated) {
            return Ok(());
        }
        let what = "has another value than it must";
        Err(Refusal::over(Reason::ClaimsRefused, &self.place, what))
    }
}

impl Taken {
    fn has(&self, stated: &Value) -> bool {
        match self {
            Self::OneOf(values) => values.contains(stated),
            Self::Prefix(prefix) => stated
                .as_str()
                .and_then(|text| text.strip_prefix(prefix))
                .is_some_and(|rest| !rest.is_empty()),
        }
    }
}
