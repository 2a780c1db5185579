//! Builds what settings say, with what the program adds.

#[cfg(feature = "stripe")]
use std::collections::BTreeMap;
use std::fmt;

use customer_session::{CustomerSessionConfig, config::CustomerSessionConfigBuilder};

#[cfg(feature = "introspection")]
use super::introspection;
#[cfg(feature = "jwt")]
use super::jwt;
#[cfg(feature = "me")]
use super::me;
#[cfg(feature = "polar")]
use super::polar;
#[cfg(feature = "stripe")]
use super::stripe;
#[cfg(feature = "verify-call")]
use super::verify_call;
#[cfg(all(feature = "webhook", any(feature = "polar", feature = "stripe")))]
use super::webhook;
use super::{core, names, sessions::CustomerSessions};
use crate::{Settings, SettingsError};

impl Settings {
    /// Builds the configuration, and what goes with it. Secrets and files are read now; nothing is
    /// sent.
    ///
    /// # Errors
    ///
    /// When a secret or a file cannot be read, the program was compiled without a section's
    /// feature, two settings contradict each other, or a value is out of its range or has the wrong
    /// form. The error names the place.
    ///
    /// # Example
    ///
    /// ```
    /// use customer_session_settings::{Environment, Settings};
    ///
    /// let settings = Settings::loader()
    ///     .toml(
    ///         r#"
    ///         [providers.polar]
    ///         access_token = { env = "POLAR_ACCESS_TOKEN" }
    ///         organization_id = "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01"
    ///         "#,
    ///     )
    /// #   .environment(Environment::given([("POLAR_ACCESS_TOKEN", "polar_oat_x")]))
    ///     .load()?;
    /// # if cfg!(feature = "polar") {
    /// let sessions = settings.build()?;
    /// let config = sessions.config();
    /// # }
    /// # Ok::<(), customer_session_settings::SettingsError>(())
    /// ```
    pub fn build(&self) -> Result<CustomerSessions, SettingsError> {
        self.assembly().build()
    }

    /// Begins to build, with what cannot be written down.
    pub fn assembly(&self) -> Assembly<'_> {
        Assembly {
            settings: self,
            configure: None,
            #[cfg(feature = "stripe")]
            stores: BTreeMap::new(),
        }
    }
}

/// Builds what settings say, with what cannot be written down: providers of the program's own, its
/// runtime, its store.
///
/// # Example
///
/// ```
/// # use customer_session::{provider::*, session::CustomerRecord, token::SessionToken};
/// # #[derive(Debug)] struct Development;
/// # impl SessionProvider for Development {
/// #     fn name(&self) -> &str { "development" }
/// #     fn shape(&self) -> Shape { Shape::prefixes(["dev_"]) }
/// #     async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> { Err(ProviderError::denied()) }
/// # }
/// use customer_session_settings::Settings;
///
/// let sessions = Settings::from_toml("[cache]\nsession_lifetime = \"30s\"")?
///     .assembly()
///     .configure(|config| config.provider(Development))
///     .build()?;
/// assert_eq!(sessions.config().staleness().session.as_secs(), 30);
/// # Ok::<(), customer_session_settings::SettingsError>(())
/// ```
#[must_use = "nothing is built until `build` is called"]
pub struct Assembly<'a> {
    settings: &'a Settings,
    configure: Option<Box<Configure<'a>>>,
    #[cfg(feature = "stripe")]
    stores: BTreeMap<String, stripe::Storing>,
}

type Configure<'a> = dyn FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder + 'a;

impl<'a> Assembly<'a> {
    /// Changes the configuration after the settings were applied: it outweighs them.
    pub fn configure(
        mut self,
        configure: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder + 'a,
    ) -> Self {
        self.configure = Some(match self.configure.take() {
            None => Box::new(configure),
            Some(before) => Box::new(move |builder| configure(before(builder))),
        });
        self
    }

    /// Brings the store of an account of Stripe, by the account's name in the settings: it
    /// outweighs their `store`.
    #[cfg(feature = "stripe")]
    pub fn store(
        mut self,
        name: impl Into<String>,
        store: impl customer_session::provider::registry::SessionStore,
    ) -> Self {
        self.stores.insert(name.into(), stripe::storing(store));
        self
    }

    /// Builds the configuration, and what goes with it.
    ///
    /// # Errors
    ///
    /// See [`Settings::build`]; and when a store is brought for an account that there is not.
    pub fn build(self) -> Result<CustomerSessions, SettingsError> {
        let Settings {
            providers,
            surroundings,
            ..
        } = self.settings;
        names::judge(providers)?;
        let mut builder = core::apply(CustomerSessionConfig::builder(), self.settings)?;
        #[cfg(feature = "polar")]
        let polar = polar::build(providers.polar.as_ref(), surroundings)?;
        #[cfg(feature = "polar")]
        if let Some(polar) = &polar {
            builder = builder.provider(polar.clone());
        }
        #[cfg(feature = "stripe")]
        let stripe = stripe::build_all(&providers.stripe, self.stores, surroundings)?;
        #[cfg(feature = "stripe")]
        for stripe in stripe.values() {
            builder = builder.provider(stripe.clone());
        }
        #[cfg(feature = "jwt")]
        for (name, jwt) in &providers.jwt {
            builder = builder.provider(jwt::build(name, jwt, surroundings)?);
        }
        #[cfg(feature = "introspection")]
        for (name, introspection) in &providers.introspection {
            builder = builder.provider(introspection::build(name, introspection, surroundings)?);
        }
        #[cfg(feature = "me")]
        for (name, me) in &providers.me {
            builder = builder.provider(me::build(name, me, surroundings)?);
        }
        #[cfg(feature = "verify-call")]
        for (name, verify_call) in &providers.verify_call {
            builder = builder.provider(verify_call::build(name, verify_call, surroundings)?);
        }
        if let Some(configure) = self.configure {
            builder = configure(builder);
        }
        let config = builder
            .build()
            .map_err(|error| core::refuse(error, providers))?;
        Ok(CustomerSessions {
            #[cfg(all(feature = "polar", feature = "webhook"))]
            polar_webhook: webhook::polar(providers.polar.as_ref(), &config, surroundings)?,
            #[cfg(all(feature = "stripe", feature = "webhook"))]
            stripe_webhooks: webhook::stripe(&providers.stripe, &config, surroundings)?,
            config,
            #[cfg(feature = "polar")]
            polar,
            #[cfg(feature = "stripe")]
            stripe,
        })
    }
}

impl fmt::Debug for Assembly<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assembly")
            .field("settings", self.settings)
            .finish_non_exhaustive()
    }
}
