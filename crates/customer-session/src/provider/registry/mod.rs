//! Sessions that this backend issued itself, kept in a store: for issuers that create sessions and
//! offer no way to look one up.
//!
//! Some issuers, such as Stripe, create a session and never say again whose it is. What can be
//! known then is which sessions *we* created, and for whom: the backend that creates one
//! [registers](Registry::register) a digest of its token, and a token that is presented is looked
//! for there. Nothing is asked of the issuer, so that nothing undocumented is needed.
//!
//! - [`SessionStore`] is where sessions are kept: [`MemoryStore`] for one process; implement the
//!   trait for a database that several share.
//! - [`Registry`] writes to it and reads from it for one provider.
//! - [`RegistryProvider`] verifies sessions by it, and has a [`CustomerLookup`] say who the
//!   customer is.
//! - [`IssuedToken`] reads the answer of an issuer that created a session, such as Paddle's.
//!
//! # What passes
//!
//! 1. The token's [digest](crate::token::TokenDigest) is in the store, under this provider's
//!    identity. A token that is not there is denied, and so is every session that another backend
//!    created, or that was forgotten by a restart.
//! 2. The session's time is not over, by the store's clock and by the engine's.
//! 3. The look-up says that the customer exists.
//!
//! A store that cannot be read is a fault (503), never a denial. While the issuer limits calls, or is
//! out of order, look-ups of customers wait, and nothing else does: a session passes if its customer
//! is remembered.
//!
//! # Example
//!
//! Paddle creates a token for a customer and looks none up:
//!
//! ```
//! use customer_session::{
//!     CustomerId, CustomerSessionConfig,
//!     provider::{
//!         ProviderError, Shape,
//!         registry::{IssuedToken, MemoryStore, Registry, RegistryProvider},
//!     },
//!     session::CustomerRecord,
//!     token::DigestSecret,
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let secret = "0123456789abcdef0123456789abcdef";
//! // The identity says whose sessions these are: issuer, mode, account.
//! let registry = Registry::new("paddle live", DigestSecret::new(secret)?, MemoryStore::new());
//!
//! // Where a customer who is signed in begins a session: the answer to
//! // `POST /customers/ctm_1/auth-token`.
//! let answer = br#"{"data": {
//!     "customer_auth_token": "pca_made_up",
//!     "expires_at": "2099-10-12T07:20:50.52Z"
//! }}"#;
//! let issued = IssuedToken::paddle(answer)?;
//! let record = registry.record(issued.token().expose(), "ctm_1", issued.expires_at());
//! registry.register(issued.token().expose(), &record).await?;
//!
//! // Where sessions are verified.
//! let look_up = async |id: CustomerId| Ok::<_, ProviderError>(CustomerRecord::new(id));
//! let paddle = RegistryProvider::new("paddle", Shape::prefixes(["pca_"]), registry, look_up);
//! let config = CustomerSessionConfig::builder().provider(paddle).build()?;
//!
//! assert!(config.verify("pca_made_up").await.is_ok());
//! assert!(config.verify("pca_guessed").await.is_err());
//! # Ok(())
//! # }
//! ```
//!
//! # Security
//!
//! - The store holds digests under a secret that it does not know, and no token: see
//!   [`DigestSecret`](crate::token::DigestSecret).
//! - Ending a session here ends it *here*. What the issuer's token can do at the issuer, it can do
//!   until it expires there.
//! - The engine remembers a verified session for up to 60 s. To end one at once, end it in the
//!   store **and** by [`revocations`](crate::CustomerSessionConfig::revocations).

mod issued;
mod lookup;
mod memory;
mod mint;
mod provider;
mod record;
mod registrar;
mod store;

pub use self::{
    issued::{IssuedToken, IssuedTokenError},
    lookup::CustomerLookup,
    memory::MemoryStore,
    mint::{is_opaque_token, opaque_token},
    provider::RegistryProvider,
    record::SessionRecord,
    registrar::Registry,
    store::{SessionStore, StoreError, StoreErrorKind},
};
pub use super::time_format::TimeFormat;
