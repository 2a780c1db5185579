//! Sessions that are signed tokens (JWT).

mod algorithm;
mod compact;
mod keys;
mod strict;

pub use self::{algorithm::Algorithm, keys::JwtKey};
pub(crate) use self::{
    compact::{issuer_of, looks_signed},
    keys::{Dropped, JwksError, KeyRules, KeySet, Reading, VerifyingKey, read_jwks},
};
