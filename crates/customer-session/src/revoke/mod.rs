//! Ends sessions before their time.
//!
//! An issuer such as Polar or Stripe cannot revoke a session: until it expires, the issuer says yes
//! to it. What is ended here is refused by this process all the same, from the next request on, and
//! also where an answer of the issuer's is on its way.
//!
//! ```
//! # use customer_session::{provider::*, token::SessionToken};
//! # #[derive(Debug)] struct Mine;
//! # impl SessionProvider for Mine {
//! #     fn name(&self) -> &str { "mine" }
//! #     fn shape(&self) -> Shape { Shape::Any }
//! #     async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> { Err(ProviderError::denied()) }
//! # }
//! use customer_session::{CustomerSessionConfig, revoke::Sessions};
//!
//! let config = CustomerSessionConfig::builder().provider(Mine).build()?;
//! let revocations = config.revocations();
//!
//! // Ada's account was taken over: everything she was signed in with ends now.
//! revocations.end(&Sessions::of_customer("mine", "ada"))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is refused
//!
//! Ending the sessions of somebody at a moment refuses those that were issued at or before it. A
//! session that begins later is good: a customer who signs in again is in. When a session was
//! issued is what its provider says; Polar's are one hour old at their expiry. Where the provider
//! does not say, every session is refused until the moment plus the
//! [longest life](crate::config::CustomerSessionConfigBuilder::longest_session) of a session, since
//! any of them may be an old one.
//!
//! # What it costs
//!
//! What was ended is kept until the last session that it could refuse has expired, and never
//! dropped before: where the bound is reached, [`Revocations::end`] fails and says so. It lives in
//! this process: a restart forgets it, and other replicas do not know of it.

mod error;
mod handle;
mod sessions;
mod tombstones;

pub use self::{
    error::{RevocationError, RevocationErrorKind},
    handle::Revocations,
    sessions::Sessions,
};
pub(crate) use self::{
    sessions::{Subject, Whose, WhoseRef},
    tombstones::{Life, Standing, Tombstones},
};
