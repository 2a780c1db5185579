//! What an issuer says about a customer: plain data.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CustomerId, Details};

/// What an issuer says about a customer: plain data, and proof of nothing.
///
/// A provider returns it; only the engine turns it into a
/// [`Customer`](super::Customer).
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct CustomerRecord {
    /// The customer's id at the issuer.
    pub id: CustomerId,
    /// The id that the merchant gave to the customer.
    #[serde(default)]
    pub external_id: Option<String>,
    /// The customer's e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the issuer verified that the address is the customer's; `None` if it does not say.
    #[serde(default)]
    pub email_verified: Option<bool>,
    /// The customer's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The issuer's own JSON of the customer.
    #[serde(default)]
    pub details: Option<Details>,
}

impl CustomerRecord {
    /// A record that holds an id and nothing else.
    #[must_use]
    pub fn new(id: impl Into<CustomerId>) -> Self {
        Self {
            id: id.into(),
            external_id: None,
            email: None,
            email_verified: None,
            name: None,
            details: None,
        }
    }

    /// Sets the id that the merchant gave to the customer.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<Option<String>>) -> Self {
        self.external_id = external_id.into();
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn email(mut self, email: impl Into<Option<String>>) -> Self {
        self.email = email.into();
        self
    }

    /// Sets whether the issuer verified the address.
    #[must_use]
    pub fn email_verified(mut self, verified: impl Into<Option<bool>>) -> Self {
        self.email_verified = verified.into();
        self
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Option<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Keeps the issuer's own JSON for [`Customer::details`](super::Customer::details).
    #[must_use]
    pub fn details(mut self, details: impl Into<Details>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// About how many bytes the record takes in memory beside the struct itself.
    pub(crate) fn text_weight(&self) -> usize {
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        self.id.as_str().len()
            + text(&self.external_id)
            + text(&self.email)
            + text(&self.name)
            + self
                .details
                .as_ref()
                .map_or(0, |details| details.get().len())
    }
}

/// Shows the id only: the rest is personal data.
impl fmt::Debug for CustomerRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerRecord")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
