//! What users end sessions with.

use std::{
    fmt,
    sync::{Arc, Weak},
};

use super::{RevocationError, Sessions};
use crate::{config::CustomerSessionConfig, engine::Engine};

/// Ends sessions before their time, and has remembered answers asked for again.
///
/// It does not keep the engine alive: once the last clone of the configuration is dropped, every
/// call fails. Cheap to clone.
#[derive(Clone)]
pub struct Revocations(Weak<Engine>);

impl Revocations {
    /// Ends sessions: they are refused from the next request on, with
    /// [`Reason::SessionEnded`](crate::Reason::SessionEnded), in this process.
    ///
    /// # Errors
    ///
    /// When the bound on revocations is reached, no such provider is configured, or the
    /// configuration is gone. Nothing was ended then.
    pub fn end(&self, sessions: &Sessions) -> Result<(), RevocationError> {
        self.engine()?.end(sessions)
    }

    /// Has what is remembered asked for again; nobody is refused.
    ///
    /// For a customer it is the customer's record that is asked for; the customer's sessions stay.
    /// For all others it is the sessions: each is verified anew when it is presented next.
    ///
    /// # Errors
    ///
    /// As [`end`](Self::end).
    pub fn recheck(&self, sessions: &Sessions) -> Result<(), RevocationError> {
        self.engine()?.recheck(sessions)
    }

    /// Forgets that a customer was not yours, as when the issuer tells of a new customer.
    ///
    /// # Errors
    ///
    /// When no such provider is configured, or the configuration is gone.
    pub fn forget_denial(&self, provider: &str, customer_id: &str) -> Result<(), RevocationError> {
        self.engine()?.forget_denial(provider, customer_id)
    }

    /// The engine's clock, if it has a provider of this name. One without any provider signs
    /// everybody in, for tests, and has them all.
    #[cfg(any(feature = "jwt", feature = "webhook"))]
    pub(crate) fn clock_beside(
        &self,
        provider: &str,
    ) -> Result<Arc<dyn crate::clock::Clock>, RevocationError> {
        let engine = self.engine()?;
        let known: Vec<_> = engine
            .routes
            .all()
            .iter()
            .map(|route| &*route.name)
            .collect();
        if known.is_empty() || known.contains(&provider) {
            return Ok(engine.clock.clone());
        }
        Err(RevocationError::unknown_provider(provider, &known))
    }

    fn engine(&self) -> Result<Arc<Engine>, RevocationError> {
        self.0.upgrade().ok_or_else(RevocationError::no_engine)
    }
}

impl CustomerSessionConfig {
    /// What sessions are ended with before their time.
    #[must_use]
    pub fn revocations(&self) -> Revocations {
        Revocations(Arc::downgrade(&self.shared.engine))
    }
}

impl fmt::Debug for Revocations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revocations").finish_non_exhaustive()
    }
}
