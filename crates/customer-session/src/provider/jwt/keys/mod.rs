//! The keys by which signed tokens are verified, each judged by itself before it is used (RFC 8725
//! §3.4, §3.5).

mod curve;
mod jwk;
mod jwt_key;
mod read;
mod rsa;
mod secret;
mod set;
mod spki;
mod verifying;

pub(super) use self::jwk::MAX_KEY_ID;
pub use self::jwt_key::JwtKey;
pub(crate) use self::{
    read::{Dropped, JwksError, KeyRules, Reading, read_jwks},
    set::KeySet,
    verifying::VerifyingKey,
};

/// What is wrong with a key, in words of ours that hold nothing of it.
type Flaw = &'static str;

#[cfg(test)]
mod tests;
