//! The configuration: validated once, cheap to clone, shared by every layer built from it.

mod builder;
mod error;
mod lifetimes;
mod limits;
mod staleness;
mod validate;

use std::{collections::BTreeMap, sync::Arc};

#[cfg(any(feature = "jwt", feature = "upstream", feature = "webhook"))]
pub(crate) use self::validate::within;
pub use self::{builder::CustomerSessionConfigBuilder, error::ConfigError, staleness::Staleness};
use crate::{
    cache::CacheUsage, engine::Engine, observe::Stats, provider::Readiness, token::Sources,
};

/// A validated configuration and the engine that lives in it.
///
/// Clones share the engine, and with it the cache: build one configuration per application and
/// clone it into every layer and middleware. The engine ends with the last clone.
///
/// # Example
///
/// ```
/// # use customer_session::{provider::*, session::CustomerRecord, token::SessionToken};
/// # #[derive(Debug)] struct MyProvider;
/// # impl SessionProvider for MyProvider {
/// #     fn name(&self) -> &str { "mine" }
/// #     fn shape(&self) -> Shape { Shape::Any }
/// #     async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> { Err(ProviderError::denied()) }
/// # }
/// use std::time::Duration;
/// use customer_session::CustomerSessionConfig;
///
/// let config = CustomerSessionConfig::builder()
///     .provider(MyProvider)
///     .session_lifetime(Duration::from_secs(30))
///     .build()?;
/// assert_eq!(config.staleness().session, Duration::from_secs(30));
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CustomerSessionConfig {
    pub(crate) shared: Arc<Shared>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) engine: Arc<Engine>,
    pub(crate) max_token_bytes: usize,
    #[cfg(feature = "test-util")]
    pub(crate) signed_in: Option<crate::session::VerifiedSession>,
    pub(crate) sources: Sources,
    staleness: Staleness,
}

impl CustomerSessionConfig {
    /// Begins a configuration.
    pub fn builder() -> CustomerSessionConfigBuilder {
        CustomerSessionConfigBuilder::new()
    }

    /// How long a change at the issuer may go unseen.
    #[must_use]
    pub fn staleness(&self) -> Staleness {
        self.shared.staleness
    }

    /// How much is remembered at this moment. It does the cache's housekeeping first, which takes
    /// up to milliseconds: ask once in a while.
    #[must_use]
    pub fn cache_usage(&self) -> CacheUsage {
        self.shared.engine.cache.usage()
    }

    /// Whether each provider, by its name, can verify sessions at this moment: for a readiness
    /// probe. Of several that are called the same, the worst counts.
    ///
    /// It waits for nobody, and asks nobody about a session; a provider that fetches keys and has
    /// none yet may begin to.
    #[must_use]
    pub fn readiness(&self) -> BTreeMap<String, Readiness> {
        self.shared.engine.readiness()
    }

    /// What the engine did so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let engine = &self.shared.engine;
        engine
            .counters
            .snapshot(engine.routes.upstream_calls(), engine.breakers())
    }
}
