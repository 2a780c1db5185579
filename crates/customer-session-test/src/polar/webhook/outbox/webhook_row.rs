//! What is kept about a webhook.

use std::collections::BTreeSet;

use crate::polar::{
    webhook::{error::WebhookError, http::Target, new::NewWebhook, secret::Secret},
    world::random_id,
};

/// A webhook of an organization.
#[derive(Debug)]
pub(in crate::polar::webhook) struct WebhookRow {
    pub(in crate::polar::webhook) id: String,
    pub(super) organization_id: String,
    pub(in crate::polar::webhook) target: Target,
    /// The newest first; there is always one.
    pub(in crate::polar::webhook) secrets: Vec<Secret>,
    /// The types of event to send; all if there is no filter.
    filter: Option<BTreeSet<String>>,
    pub(super) api_version: Option<String>,
    pub(in crate::polar::webhook) enabled: bool,
    failed_in_a_row: u32,
}

impl WebhookRow {
    /// An enabled webhook, if it could ever work.
    pub(super) fn new(organization_id: &str, new: NewWebhook) -> Result<Self, WebhookError> {
        Ok(Self {
            id: random_id(),
            organization_id: organization_id.to_owned(),
            target: Target::parse(&new.url)?,
            secrets: vec![new.secret],
            filter: new.events,
            api_version: new.api_version,
            enabled: true,
            failed_in_a_row: 0,
        })
    }

    /// Whether an event of this organization and type is sent here.
    pub(super) fn wants(&self, organization_id: &str, kind: &str) -> bool {
        let filtered_out = self
            .filter
            .as_ref()
            .is_some_and(|filter| !filter.contains(kind));
        self.enabled && self.organization_id == organization_id && !filtered_out
    }

    /// Notes that an event arrived, or failed for good, and returns whether that was one failure
    /// too many.
    pub(super) fn note_finished(&mut self, delivered: bool) -> bool {
        self.failed_in_a_row = if delivered {
            0
        } else {
            self.failed_in_a_row + 1
        };
        self.failed_in_a_row >= MOST_FAILED_IN_A_ROW
    }

    /// Enables or disables; failures are counted anew.
    pub(in crate::polar::webhook) fn set_enabled(&mut self, enabled: bool) {
        self.enabled = enabled;
        self.failed_in_a_row = 0;
    }
}

/// After so many events in a row that failed for good, a webhook is disabled.
const MOST_FAILED_IN_A_ROW: u32 = 10;
