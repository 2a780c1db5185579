//! Sessions that are signed tokens (JWT, RFC 7519): see [`JwtProvider`].

mod algorithm;
mod builder;
mod claims;
mod compact;
mod discovery;
mod fetching;
mod header;
mod jwks;
mod keys;
mod mapping;
mod presets;
mod provider;
mod refusal;
mod signature;
mod source;
mod strict;
mod validate;
mod verifier;

pub use self::{
    algorithm::Algorithm,
    builder::JwtProviderBuilder,
    claims::Claims,
    keys::JwtKey,
    mapping::{ClaimTarget, Mapped},
    provider::JwtProvider,
};
pub(crate) use self::{
    compact::{issuer_of, looks_signed},
    keys::Dropped,
    refusal::Refusal,
};
