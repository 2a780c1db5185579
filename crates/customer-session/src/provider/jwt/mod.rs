//! Sessions that are signed tokens (JWT, RFC 7519): see [`JwtProvider`].

mod algorithm;
#[cfg(feature = "introspection")]
mod answers;
mod builder;
mod claims;
mod compact;
mod fetching;
mod header;
mod jwks;
mod keys;
mod logout;
mod mapping;
mod presets;
mod provider;
mod requirements;
mod signature;
mod source;
mod validate;
mod verifier;

pub use self::{
    algorithm::Algorithm, builder::JwtProviderBuilder, claims::Claims, keys::JwtKey,
    logout::LogoutIssuer, mapping::ClaimTarget, provider::JwtProvider,
};
pub(crate) use self::{
    compact::{issuer_of, looks_signed},
    keys::Dropped,
};
pub use super::claims::Mapped;
use super::claims::strict;
pub(crate) use super::claims::{Refusal, strict::MAX_DEPTH};
