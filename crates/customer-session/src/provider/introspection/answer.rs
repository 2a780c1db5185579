//! What an answer of the server means, before what it says is believed.

use serde_json::Value;

use crate::{
    provider::{
        ProviderError,
        asking::{malformed, no_answer, said},
        claims::Claims,
    },
    upstream::HttpAnswer,
};

/// What the server says about a token that is active; a denial if it is not (RFC 7662 §2.2).
///
/// 1. Only 200 is an answer about the token. Any other status is about us, or about the server
///    (RFC 7662 §2.3).
/// 2. It is JSON, and `active` a boolean; else it is no answer.
/// 3. `false` is the server's "no", and whatever else stands beside it is not looked at.
pub(super) fn active(answer: &HttpAnswer) -> Result<Claims, ProviderError> {
    if answer.status != 200 {
        return Err(no_answer("introspection endpoint", answer));
    }
    let claims = said(answer)?;
    match claims.get("active") {
        Some(Value::Bool(true)) => Ok(claims),
        Some(Value::Bool(false)) => Err(ProviderError::denied()),
        _ => Err(malformed("`active` is not a boolean")),
    }
}
