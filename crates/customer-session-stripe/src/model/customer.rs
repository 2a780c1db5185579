//! A customer as Stripe tells of it.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::time;

/// A customer, or what is left of one that was deleted.
///
/// It is the answer of `GET /v1/customers/{id}`, and stands in an expanded
/// [`CustomerSession`](crate::CustomerSession). What Stripe nests in objects of their own, such as
/// addresses and invoice settings, is kept in [`extra`](Self::extra).
///
/// # Example
///
/// ```
/// use customer_session_stripe::Customer;
///
/// let gone: Customer =
///     serde_json::from_str(r#"{ "id": "cus_1", "object": "customer", "deleted": true }"#)?;
/// assert!(gone.deleted);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Customer {
    /// The id, usually `cus_…`.
    pub id: String,
    /// `customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Whether the customer was deleted: then only `id` and `object` are there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
    /// What the customer owes (positive) or is owed (negative), in the smallest unit of the
    /// currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<i64>,
    /// The name of the business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_name: Option<String>,
    /// When the customer was created.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "time::optional"
    )]
    pub created: Option<SystemTime>,
    /// The currency of the balance, three letters in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The account that the customer belongs to; since 2025-12-15.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_account: Option<String>,
    /// Whether the newest invoice is past due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delinquent: Option<bool>,
    /// What you, the merchant, noted about the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The e-mail address. Stripe verifies it by no means, and several customers may have the same
    /// one: it identifies nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The name of the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub individual_name: Option<String>,
    /// What invoice numbers begin with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_prefix: Option<String>,
    /// `true` in live mode, `false` in test mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub livemode: Option<bool>,
    /// Your own keys and values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The number of the next invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_invoice_sequence: Option<i64>,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The languages that the customer prefers, the most preferred first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_locales: Option<Vec<String>>,
    /// Whether the customer pays taxes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_exempt: Option<TaxExempt>,
    /// All other fields, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows the id and the mode only: the rest is personal data.
impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("id", &self.id)
            .field("deleted", &self.deleted)
            .field("livemode", &self.livemode)
            .finish_non_exhaustive()
    }
}

customer_session::open_enum! {
    /// Whether a customer pays taxes.
    pub enum TaxExempt {
        /// It does not.
        Exempt = "exempt",
        /// It does.
        None = "none",
        /// It owes them itself.
        Reverse = "reverse",
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
