//! A Polar outside of this process.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use customer_session_polar::{CustomerSession, Polar, PolarError};

/// Another Polar, and what the shop has learnt about the customers there.
pub(crate) struct Elsewhere {
    polar: Polar,
    webhook_secret: Option<String>,
    /// Polar's ids of the customers who signed in here, by the demo's names for them.
    ids: Mutex<HashMap<String, String>>,
}

impl Elsewhere {
    pub(super) fn new(polar: Polar, webhook_secret: Option<String>) -> Self {
        Self {
            polar,
            webhook_secret,
            ids: Mutex::default(),
        }
    }

    pub(super) fn polar(&self) -> Polar {
        self.polar.clone()
    }

    pub(super) fn webhook_secret(&self) -> Option<String> {
        self.webhook_secret.clone()
    }

    pub(super) async fn mint(&self, customer: &str) -> Result<CustomerSession, PolarError> {
        let session = super::mint(&self.polar, customer).await?;
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        ids.insert(customer.to_owned(), session.customer_id.clone());
        Ok(session)
    }

    pub(super) fn id_of(&self, customer: &str) -> Option<String> {
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        ids.get(customer).cloned()
    }
}
