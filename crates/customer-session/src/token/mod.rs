//! Step 1: one bearer token out of a request.

mod bearer;
mod extract;
mod key;
mod session_token;
mod source;

pub(crate) use self::{
    bearer::b64token,
    extract::{Malformed, extract, scrub_query, usual_place},
    key::{BuildPassThrough, LocalKey, LocalKeys},
    source::Sources,
};
pub use self::{extract::RequestHead, session_token::SessionToken, source::TokenSource};
