//! A customer by id, or in full.

use serde::{Deserialize, Serialize};

use super::Customer;

/// The customer of a session: its id, or the customer itself where the request asked Stripe to
/// expand it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(untagged)]
pub enum Expandable {
    /// The id, usually `cus_…`.
    Id(String),
    /// The customer in full.
    Expanded(Box<Customer>),
}

impl Expandable {
    /// The customer's id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Expanded(customer) => &customer.id,
        }
    }

    /// The customer in full, if it is there.
    #[must_use]
    pub fn expanded(&self) -> Option<&Customer> {
        match self {
            Self::Id(_) => None,
            Self::Expanded(customer) => Some(customer),
        }
    }
}
