//! Customers to be.

use serde_json::{Map, Value, json};

/// A customer to add to a fake.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct NewCustomer {
    pub(super) account: Option<String>,
    pub(super) fields: Map<String, Value>,
    pub(super) id: Option<String>,
    pub(super) live: bool,
}

impl NewCustomer {
    /// A customer of the fake's own account, in test mode, of whom nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the id. Default: one as Stripe makes them.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Puts the customer into this connected account, which begins to exist with it.
    pub fn account(mut self, id: impl Into<String>) -> Self {
        self.account = Some(id.into());
        self
    }

    /// Puts the customer into live mode.
    pub const fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// Sets the account that is this customer (`customer_account`).
    pub fn customer_account(self, id: &str) -> Self {
        self.field("customer_account", json!(id))
    }

    /// Sets the e-mail address.
    pub fn email(self, email: &str) -> Self {
        self.field("email", json!(email))
    }

    /// Sets the name.
    pub fn name(self, name: &str) -> Self {
        self.field("name", json!(name))
    }

    /// Sets a value of the metadata.
    pub fn metadata(mut self, key: &str, value: &str) -> Self {
        let metadata = self
            .fields
            .entry("metadata")
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(metadata) = metadata {
            metadata.insert(key.to_owned(), json!(value));
        }
        self
    }

    /// Sets any field of the customer.
    pub fn field(mut self, name: &str, value: Value) -> Self {
        self.fields.insert(name.to_owned(), value);
        self
    }
}
