//! The client that users hold: provider and creation of sessions in one.

use std::sync::Arc;

use customer_session::{
    entropy::Entropy,
    provider::registry::{Registry, RegistryProvider},
};

use crate::{
    Bearer, Mode, StripeBuilder,
    client::{Client, LookUp},
};

/// Stripe, as one account in one mode sees it: creates customer sessions, and verifies those that
/// it created.
///
/// Cheap to clone.
///
/// # Example
///
/// ```no_run
/// use customer_session::{
///     CustomerSessionConfig, provider::registry::MemoryStore, token::DigestSecret,
/// };
/// use customer_session_stripe::Stripe;
///
/// # fn start(key: String, secret: String) -> Result<(), Box<dyn std::error::Error>> {
/// let stripe = Stripe::live()
///     .secret_key(key)
///     .store(MemoryStore::new(), DigestSecret::new(secret)?)
///     .build()?;
/// let config = CustomerSessionConfig::builder().provider(stripe).build()?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Stripe(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) bearer: Bearer,
    pub(crate) client: Arc<Client>,
    pub(crate) client_secret_prefix: String,
    pub(crate) entropy: Box<dyn Entropy>,
    pub(crate) own_token_prefix: String,
    pub(crate) sessions: RegistryProvider<LookUp>,
}

impl Stripe {
    /// Stripe's server, with a key of live mode.
    pub fn live() -> StripeBuilder {
        StripeBuilder::new("https://api.stripe.com", Some(Mode::Live))
    }

    /// Stripe's server, with a key of test mode or of a sandbox.
    pub fn test() -> StripeBuilder {
        StripeBuilder::new("https://api.stripe.com", Some(Mode::Test))
    }

    /// A server at another address, such as a fake of Stripe in tests: https, or http on this
    /// machine. The mode is that of the key.
    pub fn server(address: impl Into<String>) -> StripeBuilder {
        StripeBuilder::new(address, None)
    }

    /// The mode of the key.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.0.client.mode
    }

    /// Where the sessions are registered: to end them, and to free the room of those that are over.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        self.0.sessions.registry()
    }
}
