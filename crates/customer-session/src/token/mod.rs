//! Step 1: one bearer token out of a request.

mod bearer;
#[cfg(feature = "registry")]
mod digest;
mod extract;
mod key;
mod session_token;
mod source;

#[cfg(any(feature = "me", feature = "verify-call"))]
pub(crate) use self::bearer::is_tchar;
#[cfg(feature = "registry")]
pub(crate) use self::digest::hex;
#[cfg(feature = "registry")]
pub use self::digest::{DigestSecret, ParseDigestError, TokenDigest};
pub(crate) use self::{
    bearer::b64token,
    extract::{Malformed, extract, scrub_query, usual_place},
    key::{BuildPassThrough, LocalKey, LocalKeys},
    source::Sources,
};
pub use self::{extract::RequestHead, session_token::SessionToken, source::TokenSource};
