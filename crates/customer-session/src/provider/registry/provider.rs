//! The provider of registered sessions.

use std::{borrow::Cow, fmt};

use super::{CustomerLookup, Registry, SessionRecord};
use crate::{
    provider::{ProviderError, SessionFacts, SessionProvider, Shape},
    session::{CustomerId, CustomerRecord},
    token::SessionToken,
    upstream::Rate,
};

/// Vouches for the sessions that were registered, and asks a look-up for their customers.
///
/// What passes, and an example, stand on the [module's page](super).
pub struct RegistryProvider<L> {
    customer_rate: Option<Rate>,
    look_up: L,
    name: Cow<'static, str>,
    registry: Registry,
    shape: Shape,
}

impl<L: CustomerLookup> RegistryProvider<L> {
    /// A provider of this name, for tokens of this shape.
    #[must_use]
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        shape: Shape,
        registry: Registry,
        look_up: L,
    ) -> Self {
        Self {
            customer_rate: None,
            look_up,
            name: name.into(),
            registry,
            shape,
        }
    }

    /// Sets how often customers may be looked up, for all of them together. Default: as often as
    /// needed.
    #[must_use]
    pub const fn look_up_rate(mut self, rate: Rate) -> Self {
        self.customer_rate = Some(rate);
        self
    }

    /// Where the sessions are registered.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// What the digest should have made impossible, and a store that mixes things up makes
    /// possible.
    fn check(&self, record: SessionRecord) -> Result<SessionRecord, ProviderError> {
        if record.provider == self.registry.identity() {
            return Ok(record);
        }
        Err(ProviderError::malformed_answer(
            "the store of sessions gave another provider's session",
        ))
    }
}

impl<L: CustomerLookup> SessionProvider for RegistryProvider<L> {
    fn name(&self) -> &str {
        &self.name
    }

    fn shape(&self) -> Shape {
        self.shape.clone()
    }

    /// The engine judges whether the session's time is over.
    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let found = self.registry.find(token.expose()).await;
        let record = found
            .map_err(ProviderError::unavailable)?
            .ok_or_else(ProviderError::denied)?;
        Ok(self.check(record)?.into_facts())
    }

    async fn customer(&self, id: &CustomerId) -> Result<CustomerRecord, ProviderError> {
        self.look_up.customer(id).await
    }

    fn customer_rate(&self) -> Option<Rate> {
        self.customer_rate
    }

    fn keeps_sessions(&self) -> bool {
        true
    }
}

impl<L> fmt::Debug for RegistryProvider<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistryProvider")
            .field("name", &self.name)
            .field("shape", &self.shape)
            .field("registry", &self.registry)
            .finish_non_exhaustive()
    }
}
