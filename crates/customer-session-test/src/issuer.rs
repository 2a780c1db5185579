//! A fake of an OAuth authorization server on a loopback port: discovery, keys, and tokens that
//! they sign, or that it is asked about.
//!
//! [`FakeIssuer`] answers what a verifier of tokens asks for:
//!
//! 1. Its JWK Set (RFC 7517 §5) at [`jwks_url`](FakeIssuer::jwks_url), with an `ETag`; whoever has
//!    that version already is answered 304.
//! 2. Its metadata, in both places: `{issuer}/.well-known/openid-configuration` (OpenID Connect
//!    Discovery §4), and `/.well-known/oauth-authorization-server` between host and path (RFC 8414
//!    §3).
//! 3. What an opaque token is good for (RFC 7662), at
//!    [`introspection_url`](FakeIssuer::introspection_url), to clients that prove who they are
//!    (`client_secret_basic`, `client_secret_post`) and to bearers of a token with the scope
//!    `introspect`. All others are refused with 401 and a challenge. Of a token that is unknown,
//!    expired or revoked it says `"active": false`, and nothing else.
//! 4. The end of opaque tokens (RFC 7009), at [`revocation_url`](FakeIssuer::revocation_url).
//!
//! It signs with aws-lc-rs and writes headers and claims as plain JSON, so that what it signs is
//! what you say, sensible or not. It has no endpoint that gives tokens out. Opaque ones, and the
//! secrets of clients, are kept as hashes.
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
//!
//! Opaque tokens end when you say so:
//!
//! ```
//! use customer_session_test::issuer::FakeIssuer;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let issuer = FakeIssuer::start().await?;
//! let token = issuer.opaque("ada").scopes(["orders:read"]).issue();
//! // The provider under test asks at `issuer.introspection_url()`, as `issuer.client_id()` with
//! // `issuer.client_secret()`, and is told that the token is Ada's.
//! assert!(issuer.revoke(&token));
//! // From now on it is told that the token is not active.
//! # Ok(())
//! # }
//! ```

mod auth;
mod builder;
mod documents;
mod endpoint;
mod fault;
mod journal;
mod keys;
mod mint;
mod opaque;
mod problem;
mod serve;
mod server;
mod shared;
mod tokens;

pub use self::{
    builder::FakeIssuerBuilder, endpoint::Endpoint, fault::Fault, journal::RecordedRequest,
    keys::Algorithm, mint::NewToken, opaque::NewOpaqueToken, server::FakeIssuer,
};
