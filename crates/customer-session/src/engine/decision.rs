//! What becomes of a request, as an adapter is told.

use super::Verification;
use crate::{
    rejection::Rejection,
    session::{Anonymous, VerifiedSession},
};

/// What becomes of a request, and what the adapter must do to it and to its response.
#[derive(Debug)]
#[non_exhaustive]
pub struct Authentication {
    /// What becomes of the request.
    pub decision: Decision,
    /// Whether the response must carry `Cache-Control: private`, because the token stood where
    /// shared caches do not look.
    pub private: bool,
    /// The query to put in place of the request's own, if a token stood in it. Empty: no query at
    /// all.
    pub query: Option<String>,
}

/// What becomes of a request: known at once, or after asking the issuer.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "an adapter must handle every case")]
pub enum Decision {
    /// The issuer must be asked, or is being asked.
    Asking(Verification),
    /// Known at once.
    Decided(Verdict),
}

/// What became of a request.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "an adapter must handle every case")]
pub enum Verdict {
    /// It passes without a session.
    Anonymous(Anonymous),
    /// It is refused.
    Rejected(Rejection),
    /// It has a good session.
    Verified(VerifiedSession),
}

/// Whether a response must be marked `Cache-Control: private`, given what it says in
/// `Cache-Control` already. For adapters, where [`Authentication::private`] is set: what a handler
/// says stays, and `private` or `no-store` is enough.
#[must_use]
pub fn needs_private<'a>(cache_control: impl Iterator<Item = &'a [u8]>) -> bool {
    let mut directives = cache_control.flat_map(|value| value.split(|&byte| byte == b','));
    !directives.any(|directive| {
        let directive = directive.trim_ascii();
        directive.eq_ignore_ascii_case(b"private") || directive.eq_ignore_ascii_case(b"no-store")
    })
}
