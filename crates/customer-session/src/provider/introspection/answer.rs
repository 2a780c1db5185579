//! What an answer of the server means, before what it says is believed.

use std::{error::Error, fmt, time::Duration};

use serde_json::Value;

use crate::{
    provider::{ProviderError, claims::Claims},
    upstream::HttpAnswer,
};

/// Refuses what is no answer about the token: any status but 200 is about us, or about the server
/// (RFC 7662 §2.3).
pub(super) fn is_one(answer: &HttpAnswer) -> Result<(), ProviderError> {
    if answer.status == 200 {
        return Ok(());
    }
    Err(no_answer(answer))
}

/// What the server says in JSON.
pub(super) fn plain(answer: &HttpAnswer) -> Result<Claims, ProviderError> {
    if !answer.is_json() {
        return Err(malformed("its content is not JSON"));
    }
    let text = str::from_utf8(&answer.body).map_err(|_| malformed("it is not UTF-8"))?;
    Claims::stated(text).map_err(malformed)
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

/// What a status means that is not 200: never a denial.
fn no_answer(answer: &HttpAnswer) -> ProviderError {
    let status = answer.status;
    let unexpected = |why| Unexpected { status, why };
    match status {
        401 | 403 => ProviderError::credentials_refused(unexpected(
            "it refuses the credentials that it is asked with",
        )),
        429 => ProviderError::own_rate_limited().retry_after(wait(answer)),
        408 | 500.. => {
            ProviderError::unavailable(unexpected("it is out of order")).retry_after(wait(answer))
        }
        300..400 => ProviderError::misconfigured(unexpected(
            "it redirects, which is not followed: set the address that it leads to",
        )),
        400..500 => ProviderError::misconfigured(unexpected(
            "it does not take the question: check the address, and how the client is authenticated",
        )),
        _ => malformed("its status is not 200"),
    }
}

fn malformed(flaw: &'static str) -> ProviderError {
    ProviderError::malformed_answer(flaw)
}

fn wait(answer: &HttpAnswer) -> Option<Duration> {
    let seconds = answer.header("retry-after")?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// A status that says nothing about the token.
#[derive(Debug)]
struct Unexpected {
    status: u16,
    why: &'static str,
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the introspection endpoint answered {}: {}",
            self.status, self.why
        )
    }
}

impl Error for Unexpected {}
