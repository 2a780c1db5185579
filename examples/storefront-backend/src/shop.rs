//! Which Polar the shop talks to, and by what it verifies sessions.

use std::{error::Error, fmt};

use customer_session::{ConfigError, CustomerSessionConfig, endpoint::webhook::Webhook};
use customer_session_polar::PolarWebhook;

use crate::{
    WEBHOOK_PATH,
    backend::{Backend, by_variable},
};

/// The shop: its Polar, and the configuration of its sessions.
pub struct Shop {
    pub(crate) backend: Backend,
    pub(crate) config: CustomerSessionConfig,
}

impl Shop {
    /// Opens the shop at this address, such as `127.0.0.1:3000`, with the Polar that the
    /// environment names, else with a fake in this process.
    ///
    /// # Errors
    ///
    /// When half of the environment is set, the Polar that it names cannot be used, or no port is
    /// free for the fake.
    pub async fn open(address: &str) -> Result<Self, Box<dyn Error>> {
        let webhook_url = format!("http://{address}{WEBHOOK_PATH}");
        let backend = Backend::from_environment(&webhook_url).await?;
        let config = CustomerSessionConfig::builder()
            .provider(backend.polar())
            .build()?;
        Ok(Self { backend, config })
    }

    /// By what sessions are verified.
    #[must_use]
    pub const fn config(&self) -> &CustomerSessionConfig {
        &self.config
    }

    /// The endpoint for Polar's events, if it sends any. It belongs outside of the middleware,
    /// since events carry no session.
    ///
    /// # Errors
    ///
    /// When its secret is none.
    pub fn webhook(&self) -> Result<Option<Webhook<PolarWebhook>>, ConfigError> {
        let Some(secret) = self.backend.webhook_secret() else {
            return Ok(None);
        };
        PolarWebhook::builder(self.config.revocations())
            .secret(secret)
            .build()
            .map(Some)
            .map_err(by_variable)
    }
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shop")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
