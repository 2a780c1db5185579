//! What is built.

#[cfg(feature = "stripe")]
use std::collections::BTreeMap;

use customer_session::CustomerSessionConfig;
#[cfg(all(feature = "webhook", any(feature = "polar", feature = "stripe")))]
use customer_session::endpoint::webhook::Webhook;

/// A configuration, and what goes with it.
#[derive(Debug)]
pub struct CustomerSessions {
    pub(super) config: CustomerSessionConfig,
    #[cfg(feature = "polar")]
    pub(super) polar: Option<customer_session_polar::Polar>,
    #[cfg(all(feature = "polar", feature = "webhook"))]
    pub(super) polar_webhook: Option<Webhook<customer_session_polar::PolarWebhook>>,
    #[cfg(feature = "stripe")]
    pub(super) stripe: BTreeMap<String, customer_session_stripe::Stripe>,
    #[cfg(all(feature = "stripe", feature = "webhook"))]
    pub(super) stripe_webhooks: BTreeMap<String, Webhook<customer_session_stripe::StripeWebhook>>,
}

impl CustomerSessions {
    /// The configuration, for layers and middlewares. Cheap to clone.
    #[must_use]
    pub const fn config(&self) -> &CustomerSessionConfig {
        &self.config
    }

    /// Polar, which creates sessions and [checks](customer_session_polar::Polar::check) its own
    /// configuration; `None` without the section `providers.polar`.
    #[cfg(feature = "polar")]
    #[must_use]
    pub const fn polar(&self) -> Option<&customer_session_polar::Polar> {
        self.polar.as_ref()
    }

    /// The endpoint for Polar's webhooks; `None` without the section `providers.polar.webhook`.
    #[cfg(all(feature = "polar", feature = "webhook"))]
    #[must_use]
    pub const fn polar_webhook(&self) -> Option<&Webhook<customer_session_polar::PolarWebhook>> {
        self.polar_webhook.as_ref()
    }

    /// The account of Stripe of this name, which creates sessions; `None` without the section
    /// `providers.stripe.NAME`.
    #[cfg(feature = "stripe")]
    #[must_use]
    pub fn stripe(&self, name: &str) -> Option<&customer_session_stripe::Stripe> {
        self.stripe.get(name)
    }

    /// The endpoint for the webhooks of the account of Stripe of this name; `None` without the
    /// section `providers.stripe.NAME.webhook`.
    #[cfg(all(feature = "stripe", feature = "webhook"))]
    #[must_use]
    pub fn stripe_webhook(
        &self,
        name: &str,
    ) -> Option<&Webhook<customer_session_stripe::StripeWebhook>> {
        self.stripe_webhooks.get(name)
    }
}

impl From<CustomerSessions> for CustomerSessionConfig {
    fn from(sessions: CustomerSessions) -> Self {
        sessions.config
    }
}
