//! The description of a webhook that a test adds.

use std::collections::BTreeSet;

use super::secret::Secret;
use crate::polar::version;

/// A webhook to add to an organization: where its events go, and how they are signed.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    pub(super) url: String,
    pub(super) secret: Secret,
    pub(super) events: Option<BTreeSet<String>>,
    pub(super) api_version: Option<String>,
}

impl NewWebhook {
    /// A webhook that sends all events to this URL, such as `http://127.0.0.1:3000/webhooks`.
    ///
    /// It signs with a new [standard](Secret::standard) secret, as webhooks do that are made today.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            secret: Secret::standard(),
            events: None,
            api_version: Some(version::CURRENT.to_owned()),
        }
    }

    /// Sets the secret; a new [standard](Secret::standard) one by default.
    #[must_use]
    pub fn secret(mut self, secret: Secret) -> Self {
        self.secret = secret;
        self
    }

    /// Sends events of these types only, such as `customer.deleted`; all by default.
    #[must_use]
    pub fn events<E: Into<String>>(mut self, events: impl IntoIterator<Item = E>) -> Self {
        self.events = Some(events.into_iter().map(Into::into).collect());
        self
    }

    /// Sets what `api_version` says beside the data; `2026-10` by default, which is Polar's current
    /// one.
    ///
    /// Customers and members have the same fields in all versions there are.
    #[must_use]
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = Some(version.into());
        self
    }

    /// Leaves `api_version` out, as servers did before 2026-09.
    #[must_use]
    pub fn without_api_version(mut self) -> Self {
        self.api_version = None;
        self
    }
}
