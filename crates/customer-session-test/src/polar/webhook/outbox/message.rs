//! An event on its way to one webhook.

use std::fmt;

use super::WebhookRow;
use crate::polar::{webhook::envelope::Occurrence, world::random_id};

/// What of an event never changes.
pub(in crate::polar::webhook) struct Message {
    /// What `webhook-id` says.
    pub(in crate::polar::webhook) id: String,
    pub(in crate::polar::webhook) webhook_id: String,
    pub(in crate::polar::webhook) kind: String,
    pub(in crate::polar::webhook) body: Vec<u8>,
}

impl Message {
    /// Addresses what happened to a webhook.
    pub(super) fn new(webhook: &WebhookRow, occurrence: &Occurrence<'_>) -> Self {
        Self {
            id: random_id(),
            webhook_id: webhook.id.clone(),
            kind: occurrence.kind.to_owned(),
            body: occurrence.body(webhook.api_version.as_deref()),
        }
    }
}

impl fmt::Debug for Message {
    /// The body is about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
