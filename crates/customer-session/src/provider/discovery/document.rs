//! What an issuer answered in place of a document that it publishes.

use std::{error::Error, fmt};

use crate::{provider::ProviderError, upstream::HttpAnswer};

/// What an answer means that is not the document that was asked for.
///
/// An issuer that is out of order, or busy, is unavailable; so is one that wants credentials, or
/// forbids: what it publishes is public, so that something in between says this. Anything else of
/// 3xx and 4xx means that the address is not that of the document. No redirect is followed, since
/// whoever can redirect could name keys, or places, of their own.
pub(in crate::provider) fn unexpected(answer: &HttpAnswer, what: &'static str) -> ProviderError {
    let status = answer.status;
    let unexpected = Unexpected { what, status };
    match status {
        304 => ProviderError::malformed_answer(unexpected),
        401 | 403 | 407 | 408 | 429 | 500.. => {
            ProviderError::unavailable(unexpected).retry_after(answer.retry_after())
        }
        300.. => ProviderError::misconfigured(unexpected),
        _ => ProviderError::malformed_answer(unexpected),
    }
}

#[derive(Debug)]
struct Unexpected {
    what: &'static str,
    status: u16,
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, status } = self;
        write!(f, "{status} was answered in place of {what}")?;
        if (300..400).contains(status) {
            f.write_str("; redirects are not followed, so set the address that it leads to")?;
        }
        Ok(())
    }
}

impl Error for Unexpected {}
