//! The handle of a webhook.

use std::sync::Arc;

use super::{delivery::Delivery, outbox::Outbox, secret::Secret};

/// A webhook of an organization; clones are handles of the same one.
///
/// Handles do not keep the fake running.
#[derive(Clone, Debug)]
pub struct Webhook {
    outbox: Arc<Outbox>,
    id: String,
}

impl Webhook {
    pub(in crate::polar) fn new(outbox: &Arc<Outbox>, id: String) -> Self {
        Self {
            outbox: Arc::clone(outbox),
            id,
        }
    }

    /// The id, a UUID of version 4.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The URL that events are sent to.
    #[must_use]
    pub fn url(&self) -> String {
        let state = self.outbox.state();
        let row = state.webhook(&self.id);
        row.map_or_else(String::new, |row| row.target.url().to_owned())
    }

    /// The newest secret.
    #[must_use]
    pub fn secret(&self) -> Secret {
        self.secrets().swap_remove(0)
    }

    /// Signs with a further secret from now on, beside those before it, as while a secret is
    /// being replaced. Queued events are signed so too.
    pub fn rotate(&self, secret: Secret) {
        self.change_secrets(|secrets| secrets.insert(0, secret));
    }

    /// Signs with the newest secret only, from now on.
    pub fn finish_rotation(&self) {
        self.change_secrets(|secrets| secrets.truncate(1));
    }

    /// Whether it is sent events: until ten in a row have failed for good.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        let state = self.outbox.state();
        state.webhook(&self.id).is_some_and(|row| row.enabled)
    }

    /// Sends events of later changes again.
    pub fn enable(&self) {
        self.outbox.change(|state| {
            if let Some(row) = state.webhook_mut(&self.id) {
                row.set_enabled(true);
            }
        });
    }

    /// Sends no events any more, not even those that are queued.
    pub fn disable(&self) {
        self.outbox.change(|state| state.disable(&self.id));
    }

    /// Signs anything at all, such as a body that Polar would never send.
    ///
    /// The time is in seconds since 1970.
    #[must_use]
    pub fn sign(&self, event_id: &str, unix_seconds: i64, body: impl Into<Vec<u8>>) -> Delivery {
        Delivery::signed(&self.secrets(), event_id, unix_seconds, body)
    }

    fn secrets(&self) -> Vec<Secret> {
        let state = self.outbox.state();
        let row = state.webhook(&self.id);
        row.map(|row| row.secrets.clone())
            .expect("webhooks are never taken away")
    }

    fn change_secrets(&self, change: impl FnOnce(&mut Vec<Secret>)) {
        self.outbox.change(|state| {
            if let Some(row) = state.webhook_mut(&self.id) {
                change(&mut row.secrets);
            }
        });
    }
}
