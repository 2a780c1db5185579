//! Endpoints for the issuers' webhooks.

#[cfg(feature = "stripe")]
use std::collections::BTreeMap;

use customer_session::{
    CustomerSessionConfig,
    endpoint::webhook::{Webhook, WebhookBuilder, WebhookSender},
};
use secrecy::ExposeSecret as _;

use super::{
    core::{count, set},
    setters,
    translate::translate,
};
use crate::{SettingsError, environment::Surroundings, provider, value::Period};

#[cfg(feature = "polar")]
pub(super) fn polar(
    settings: Option<&provider::Polar>,
    config: &CustomerSessionConfig,
    surroundings: &Surroundings,
) -> Result<Option<Webhook<customer_session_polar::PolarWebhook>>, SettingsError> {
    let Some(settings) = settings.and_then(|polar| polar.webhook.as_ref()) else {
        return Ok(None);
    };
    let builder = customer_session_polar::PolarWebhook::builder(config.revocations());
    build(builder, settings, "providers.polar.webhook", surroundings).map(Some)
}

#[cfg(feature = "stripe")]
pub(super) fn stripe(
    accounts: &BTreeMap<String, provider::Stripe>,
    config: &CustomerSessionConfig,
    surroundings: &Surroundings,
) -> Result<BTreeMap<String, Webhook<customer_session_stripe::StripeWebhook>>, SettingsError> {
    let mut webhooks = BTreeMap::new();
    for (name, account) in accounts {
        let at = format!("providers.stripe.{name}");
        let Some(settings) = &account.webhook else {
            if account.webhook_account.is_some() {
                let mend = "`webhook_account` says whose events it takes";
                return Err(SettingsError::missing(format!("{at}.webhook"), mend));
            }
            continue;
        };
        let sender = customer_session_stripe::StripeWebhook::new().provider(&**name);
        let sender = set!(sender, account.webhook_account.as_deref() => account);
        let builder = Webhook::builder(sender, config.revocations());
        let webhook = build(builder, settings, &format!("{at}.webhook"), surroundings)?;
        webhooks.insert(name.clone(), webhook);
    }
    Ok(webhooks)
}

fn build<S: WebhookSender>(
    mut builder: WebhookBuilder<S>,
    settings: &crate::Webhook,
    at: &str,
    surroundings: &Surroundings,
) -> Result<Webhook<S>, SettingsError> {
    for (index, secret) in settings.secrets.iter().enumerate() {
        let secret = surroundings.secret(secret, &format!("{at}.secrets[{index}]"))?;
        builder = builder.secret(secret.expose_secret());
    }
    let builder = set!(builder,
        settings.tolerance.map(Period::get) => tolerance,
        settings.max_body_bytes.map(|size| count(size.bytes())) => max_body_bytes,
        settings.event_lifetime.map(Period::get) => event_lifetime,
        settings.max_events.map(count) => max_events,
    );
    builder
        .build()
        .map_err(|error| translate(error, at, setters::WEBHOOK))
}
