//! For whom a token is meant.

use serde_json::Value;

use super::{Claims, Refusal};
use crate::rejection::Reason;

/// For whom tokens must be meant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::provider) enum Audience {
    /// For anybody: only of a signed token this must be said.
    #[cfg(feature = "jwt")]
    Any,
    OneOf(Vec<String>),
}

impl Audience {
    #[cfg(feature = "introspection")]
    pub(in crate::provider) fn names(&self) -> &[String] {
        match self {
            #[cfg(feature = "jwt")]
            Self::Any => &[],
            Self::OneOf(names) => names,
        }
    }

    /// RFC 7519 §4.1.3: a string, or an array of strings.
    pub(in crate::provider) fn judge(&self, claims: &Claims) -> Result<(), Refusal> {
        let named = match claims.get("aud") {
            None => Vec::new(),
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several
                .iter()
                .map(|one| one.as_str().ok_or_else(not_strings))
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(not_strings()),
        };
        let ours = match self {
            #[cfg(feature = "jwt")]
            Self::Any => return Ok(()),
            Self::OneOf(ours) => ours,
        };
        if claims.get("aud").is_none() {
            return Err(Refusal::missing("aud"));
        }
        if named.iter().any(|one| ours.iter().any(|our| our == one)) {
            return Ok(());
        }
        Err(Refusal::new(
            Reason::ClaimsAudienceMismatch,
            "`aud` names others",
        ))
    }
}

fn not_strings() -> Refusal {
    let what = "is neither a string nor an array of strings";
    Refusal::over(Reason::ClaimsMalformed, "aud", what)
}
