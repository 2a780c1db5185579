//! What an answer means by its form and status, before what it says is believed.

use std::{error::Error, fmt};

use crate::{
    provider::{ProviderError, claims::Claims},
    upstream::HttpAnswer,
};

/// What an answer says: one JSON object in which no member stands twice.
///
/// Where it is a JSON object that our own limits refuse, or one with a text in it that is not UTF-8,
/// what one customer wrote may be the cause, and nothing is said against the issuer.
pub(in crate::provider) fn said(answer: &HttpAnswer) -> Result<Claims, ProviderError> {
    if !answer.is_json() {
        return Err(malformed("its content is not JSON"));
    }
    let text = str::from_utf8(&answer.body).map_err(|_| "it is not UTF-8");
    text.and_then(Claims::stated).map_err(|flaw| {
        let malformed = malformed(flaw);
        if answer.is_json_object() {
            malformed.of_one_customer()
        } else {
            malformed
        }
    })
}

/// What an answer means to a question that was asked with our own credentials, and that says nothing
/// about the token: never a denial.
#[cfg(any(feature = "introspection", feature = "verify-call"))]
pub(in crate::provider) fn no_answer(endpoint: &'static str, answer: &HttpAnswer) -> ProviderError {
    let unexpected = |why| Unexpected::of(endpoint, answer, why);
    match answer.status {
        401 | 403 => ProviderError::credentials_refused(unexpected(
            "it refuses the credentials that it is asked with",
        )),
        429 => ProviderError::own_rate_limited().retry_after(answer.retry_after()),
        408 | 500.. => ProviderError::unavailable(unexpected("it is out of order"))
            .retry_after(answer.retry_after()),
        300..400 => ProviderError::misconfigured(unexpected(
            "it redirects, which is not followed: set the address that it leads to",
        )),
        400..500 => ProviderError::misconfigured(unexpected(
            "it does not take the question: check the address, and how the client is authenticated",
        )),
        _ => malformed("its status is not 200"),
    }
}

pub(in crate::provider) fn malformed(flaw: &'static str) -> ProviderError {
    ProviderError::malformed_answer(flaw)
}

/// A status that says nothing about the token.
#[derive(Debug)]
pub(in crate::provider) struct Unexpected {
    endpoint: &'static str,
    status: u16,
    why: &'static str,
}

impl Unexpected {
    pub(in crate::provider) const fn of(
        endpoint: &'static str,
        answer: &HttpAnswer,
        why: &'static str,
    ) -> Self {
        Self {
            endpoint,
            status: answer.status,
            why,
        }
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            endpoint,
            status,
            why,
        } = self;
        write!(f, "the {endpoint} answered {status}: {why}")
    }
}

impl Error for Unexpected {}
