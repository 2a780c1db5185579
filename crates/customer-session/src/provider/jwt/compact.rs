//! The text of a signed token (RFC 7515 §7.1).

use crate::rejection::Reason;

/// Whether it may be a signed token: whatever has two dots, or begins as one.
pub(crate) fn looks_signed(token: &str) -> bool {
    token.starts_with("eyJ")
        || token.starts_with('{')
        || token.bytes().filter(|byte| *byte == b'.').nth(1).is_some()
}

/// Whose token it is, by its own word; `None` if it does not say.
pub(crate) fn issuer_of(token: &str) -> Result<Option<String>, Reason> {
    let _ = token;
    Err(Reason::TokenMalformed)
}
