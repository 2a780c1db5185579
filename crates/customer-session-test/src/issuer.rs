//! A fake of an OAuth authorization server on a loopback port: discovery, keys, and tokens that
//! they sign.
//!
//! [`FakeIssuer`] publishes what a verifier of signed tokens asks for:
//!
//! 1. Its JWK Set (RFC 7517 §5) at [`jwks_url`](FakeIssuer::jwks_url), with an `ETag`; whoever has
//!    that version already is answered 304.
//! 2. Its metadata, in both places: `{issuer}/.well-known/openid-configuration` (OpenID Connect
//!    Discovery §4), and `/.well-known/oauth-authorization-server` between host and path (RFC 8414
//!    §3).
//!
//! It signs with aws-lc-rs and writes headers and claims as plain JSON, so that what it signs is
//! what you say, sensible or not. It checks no client and has no endpoint that gives tokens out.
//!
//! # Example
//!
//! Keys change as those of a real issuer do:
//!
//! ```
//! use customer_session_test::issuer::{Endpoint, FakeIssuer};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let issuer = FakeIssuer::start().await?;
//! // Point the provider under test at `issuer.url()`, and send it this token.
//! let token = issuer.mint_for("ada");
//! assert_eq!(token.split('.').count(), 3);
//!
//! // Tokens are signed by the new key from now on; the old one is still published.
//! let old = issuer.key_id();
//! let new = issuer.rotate();
//! assert_ne!(old, new);
//!
//! // Those of the old key must not be accepted any more, once it is noticed.
//! issuer.withdraw(&old);
//! assert_eq!(issuer.calls(Endpoint::Jwks), 0);
//! # Ok(())
//! # }
//! ```

mod builder;
mod documents;
mod endpoint;
mod fault;
mod keys;
mod mint;
mod serve;
mod server;
mod shared;

pub use self::{
    builder::FakeIssuerBuilder, endpoint::Endpoint, fault::Fault, keys::Algorithm, mint::NewToken,
    server::FakeIssuer,
};
