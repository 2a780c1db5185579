//! Claims as what they are meant to be.

use serde_json::Value;

use super::{Claims, Refusal};
use crate::rejection::Reason;

/// A string, or none; `null` is none, as profile claims are written by some issuers.
pub(in crate::provider) fn owned(claims: &Claims, place: &str) -> Result<Option<String>, Refusal> {
    match claims.at(place) {
        Some(Value::Null) => Ok(None),
        _ => Ok(claims.text(place)?.map(str::to_owned)),
    }
}

/// An id: a string, or a whole number.
pub(in crate::provider) fn identifier(
    claims: &Claims,
    place: &str,
) -> Result<Option<String>, Refusal> {
    match claims.at(place) {
        Some(Value::Number(number)) if number.is_u64() => Ok(Some(number.to_string())),
        _ => owned(claims, place),
    }
}

/// A boolean; some issuers write it as a string.
pub(in crate::provider) fn flag(claims: &Claims, place: &str) -> Option<bool> {
    match claims.at(place)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// An array of strings, or one string.
pub(in crate::provider) fn list(claims: &Claims, place: &str) -> Result<Vec<String>, Refusal> {
    let malformed = || {
        let what = "is neither a string nor an array of strings";
        Refusal::over(Reason::ClaimsMalformed, place, what)
    };
    match claims.at(place) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        Some(Value::Array(several)) => several
            .iter()
            .map(|one| one.as_str().map(str::to_owned).ok_or_else(malformed))
            .collect(),
        Some(_) => Err(malformed()),
    }
}

/// Words in one string, such as scopes; or an array of strings.
pub(in crate::provider) fn words(claims: &Claims, place: &str) -> Result<Vec<String>, Refusal> {
    match claims.at(place) {
        Some(Value::String(words)) => {
            Ok(words.split_ascii_whitespace().map(str::to_owned).collect())
        }
        _ => list(claims, place),
    }
}
