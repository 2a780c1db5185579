//! What an answer of the server means, before what it says is believed.

use serde_json::Value;

use crate::{
    provider::{
        ProviderError,
        asking::{malformed, no_answer},
        claims::Claims,
    },
    upstream::HttpAnswer,
};

/// Refuses what is no answer about the token: any status but 200 is about us, or about the server
/// (RFC 7662 §2.3).
pub(super) fn is_one(answer: &HttpAnswer) -> Result<(), ProviderError> {
    if answer.status == 200 {
        return Ok(());
    }
    Err(no_answer("introspection endpoint", answer))
}

/// What the server says about a token that is active; a denial if it is not (RFC 7662 §2.2). `active`
/// is a boolean, else it is no answer; `false` is the server's "no", and whatever else stands beside
/// it is not looked at.
pub(super) fn active(claims: Claims) -> Result<Claims, ProviderError> {
    match claims.get("active") {
        Some(Value::Bool(true)) => Ok(claims),
        Some(Value::Bool(false)) => Err(ProviderError::denied()),
        _ => Err(malformed("`active` is not a boolean")),
    }
}
