//! Stripe as the sender of webhooks.

mod event;
mod signature;

use std::sync::Arc;

use customer_session::{
    endpoint::{
        EndpointRequest,
        webhook::{
            Delivery, Event, MalformedEvent, SigningKey, Webhook, WebhookBuilder, WebhookSender,
        },
    },
    revoke::Revocations,
};

/// Stripe as the sender of webhooks. See the [crate page](crate) for what each event does.
#[derive(Clone, Debug)]
pub struct StripeWebhook {
    account: Option<Arc<str>>,
    provider: Arc<str>,
}

impl StripeWebhook {
    /// Webhooks about the account's own customers, whose sessions are those of the provider
    /// `stripe`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            account: None,
            provider: NAME.into(),
        }
    }

    /// Begins an endpoint with these settings, whose events reach the engine behind
    /// [`revocations`](customer_session::CustomerSessionConfig::revocations). At least one
    /// [`secret`](WebhookBuilder::secret) is required.
    pub fn builder(revocations: Revocations) -> WebhookBuilder<Self> {
        Webhook::builder(Self::new(), revocations)
    }

    /// Sets the [name](customer_session::provider::SessionProvider::name) of the provider whose
    /// sessions are meant. Default: `stripe`.
    #[must_use]
    pub fn provider(mut self, name: impl Into<Arc<str>>) -> Self {
        self.provider = name.into();
        self
    }

    /// Takes the events of this connected account (`acct_…`), and no others. Default: those of the
    /// account that the endpoint belongs to, and of no connected account.
    #[must_use]
    pub fn account(mut self, id: impl Into<Arc<str>>) -> Self {
        self.account = Some(id.into());
        self
    }
}

impl Default for StripeWebhook {
    fn default() -> Self {
        Self::new()
    }
}

impl WebhookSender for StripeWebhook {
    fn name(&self) -> &str {
        NAME
    }

    fn provider(&self) -> &str {
        &self.provider
    }

    fn keys(&self, secret: &str) -> Result<Vec<SigningKey>, &'static str> {
        signature::key(secret).map(|key| vec![key])
    }

    fn delivery<'a>(&self, request: &'a EndpointRequest) -> Option<Delivery<'a>> {
        signature::delivery(request)
    }

    fn event(&self, request: &EndpointRequest) -> Result<Event, MalformedEvent> {
        event::read(&request.body, self.account.as_deref())
    }
}

const NAME: &str = "stripe";
