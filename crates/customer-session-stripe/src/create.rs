//! What a new session is for, and whether an answer is to that.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    CustomerSession, CustomerSheetFeatures, MobilePaymentElementFeatures, Mode,
    PaymentElementFeatures, StripeError, StripeErrorKind, client::is_plain, form::encode,
};

/// What a new session is for: one customer, and at least one component.
///
/// # Example
///
/// ```no_run
/// # async fn create(stripe: customer_session_stripe::Stripe) -> Result<(), customer_session_stripe::StripeError> {
/// use customer_session_stripe::{NewCustomerSession, PaymentElementFeatures, Switch};
///
/// let mut features = PaymentElementFeatures::default();
/// features.payment_method_redisplay = Some(Switch::Enabled);
/// let new = NewCustomerSession::for_customer("cus_Example0001")
///     .pricing_table()
///     .payment_element(features)
///     .idempotency_key("checkout 4411, page 1");
/// let issued = stripe.create_customer_session(new).await?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct NewCustomerSession {
    components: Map<String, Value>,
    customer: Whose,
    pub(crate) idempotency_key: Option<String>,
    unwritable: bool,
}

#[derive(Clone)]
enum Whose {
    Account(String),
    Customer(String),
}

impl NewCustomerSession {
    /// A session of the customer with this id (`cus_…`).
    pub fn for_customer(id: impl Into<String>) -> Self {
        Self::of(Whose::Customer(id.into()))
    }

    /// A session of the customer who belongs to this account (`acct_…`): Stripe's
    /// `customer_account`, since 2025-12-15.
    pub fn for_customer_account(id: impl Into<String>) -> Self {
        Self::of(Whose::Account(id.into()))
    }

    fn of(customer: Whose) -> Self {
        Self {
            components: Map::new(),
            customer,
            idempotency_key: None,
            unwritable: false,
        }
    }

    /// Lets the client ask which entitlements are active.
    pub fn active_entitlements(self) -> Self {
        self.component("active_entitlements", ())
    }

    /// For the buy button.
    pub fn buy_button(self) -> Self {
        self.component("buy_button", ())
    }

    /// Lets the client open the customer portal.
    pub fn customer_portal(self) -> Self {
        self.component("customer_portal", ())
    }

    /// For the customer sheet.
    pub fn customer_sheet(self, features: CustomerSheetFeatures) -> Self {
        self.component("customer_sheet", features)
    }

    /// For the payment element of the mobile SDKs.
    pub fn mobile_payment_element(self, features: MobilePaymentElementFeatures) -> Self {
        self.component("mobile_payment_element", features)
    }

    /// For the payment element.
    pub fn payment_element(self, features: PaymentElementFeatures) -> Self {
        self.component("payment_element", features)
    }

    /// For the pricing table.
    pub fn pricing_table(self) -> Self {
        self.component("pricing_table", ())
    }

    /// Enables a component by its name, with these features, or `()` for none: for components that
    /// are newer than this crate.
    pub fn component(mut self, name: impl Into<String>, features: impl Serialize) -> Self {
        match serde_json::to_value(features) {
            Ok(features) => {
                let component = json!({ "enabled": true, "features": features });
                self.components.insert(name.into(), component);
            }
            Err(_) => self.unwritable = true,
        }
        self
    }

    /// Sets the key by which Stripe recognizes the request when it is repeated: it answers with the
    /// same session then, for at least 24 hours, though the session lasts for less: one that is over
    /// is [`SessionOver`](StripeErrorKind::SessionOver). So make keys that change before a session
    /// ends, such as one for each page. At most 255 characters, and nothing personal. Default: a
    /// random one, so that nothing is repeated.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    pub(crate) fn validate(&self) -> Result<(), StripeError> {
        let (Whose::Account(id) | Whose::Customer(id)) = &self.customer;
        let key = self.idempotency_key.as_deref().unwrap_or("-");
        let mend = if !is_plain(id) {
            "the customer's id is none: it is letters, digits and underscores"
        } else if self.unwritable {
            "the features of a component cannot be written as JSON"
        } else if self.components.is_empty() {
            "a session needs at least one component, such as `.pricing_table()`"
        } else if !is_header(key) {
            "the idempotency key must have 1 to 255 characters, all of them visible ASCII or blanks"
        } else {
            return Ok(());
        };
        Err(StripeError::new(StripeErrorKind::InvalidRequest, mend))
    }

    pub(crate) fn form(&self) -> String {
        let customer = match &self.customer {
            Whose::Account(id) => ("customer_account", json!(id)),
            Whose::Customer(id) => ("customer", json!(id)),
        };
        let components = Value::Object(self.components.clone());
        encode([
            customer,
            ("components", components),
            ("expand", json!(["customer"])),
        ])
    }

    /// Whether the answer is to this question.
    pub(crate) fn check(&self, session: &CustomerSession, mode: Mode) -> Result<(), StripeError> {
        let same = match &self.customer {
            Whose::Customer(id) => session.customer.id() == id,
            // Versions before 2025-12-15 name none, and know no such parameter.
            Whose::Account(id) => session.customer_account.as_ref() == Some(id),
        };
        if session.object != "customer_session" {
            return Err(StripeError::malformed(
                "Stripe's answer is no customer session",
            ));
        }
        if !same || !is_plain(session.customer.id()) {
            return Err(StripeError::malformed(
                "Stripe's answer is about another customer",
            ));
        }
        if session.livemode != mode.is_live() {
            return Err(StripeError::new(
                StripeErrorKind::Misconfigured,
                "Stripe's answer is not of the mode of the key: check the server's address",
            ));
        }
        Ok(())
    }
}

/// Shows the names of components. Whose session it is to be is not secret, but need not be shown.
impl fmt::Debug for NewCustomerSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.components.keys().collect();
        f.debug_struct("NewCustomerSession")
            .field("components", &names)
            .finish_non_exhaustive()
    }
}

fn is_header(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}
