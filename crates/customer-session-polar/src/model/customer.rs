//! A customer as the merchant's API tells of it.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Address, TaxId, lenient, tax_id, time};

/// A customer of your organization, in full.
///
/// It is nested in a [`CustomerSession`](crate::CustomerSession), is the answer of `GET
/// /v1/customers/{id}`, and is the data of `customer.*` webhooks. It is flat, although Polar's
/// newer SDKs have one type per [`CustomerType`]: records from before 2026 have no type, and must
/// be read too.
///
/// Serializing gives Polar's own JSON back, absent fields as `null`, times in UTC.
///
/// # Example
///
/// ```
/// use customer_session_polar::{Customer, CustomerType};
///
/// let customer: Customer = serde_json::from_str(
///     r#"{ "id": "c1", "type": "team", "email": null, "metadata": { "plan": "pro" } }"#,
/// )?;
/// assert_eq!(customer.customer_type, Some(CustomerType::Team));
/// assert_eq!(customer.metadata["plan"], "pro");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Customer {
    /// The customer's id, a UUID. It never changes.
    #[serde(alias = "ID")]
    pub id: String,
    /// When the customer was created, in UTC. Every version has it.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        with = "time::optional"
    )]
    pub created_at: Option<SystemTime>,
    /// When the customer was last changed, in UTC; `None` if never.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        with = "time::optional"
    )]
    pub modified_at: Option<SystemTime>,
    /// What you, the merchant, noted about the customer; empty if nothing. Polar stores strings,
    /// numbers and booleans; any JSON is read.
    #[serde(alias = "Metadata", default, deserialize_with = "lenient::map")]
    pub metadata: Map<String, Value>,
    /// Your own id of the customer, unique within the organization and fixed once set; `None` if
    /// you gave none. Since 2025-02-27. After deletion the old one is still shown.
    #[serde(alias = "externalId", alias = "ExternalID")]
    pub external_id: Option<String>,
    /// The e-mail address; `None` for some teams since 2026-03-26. It identifies nobody: every
    /// other organization may have a customer with the same one.
    #[serde(alias = "Email")]
    pub email: Option<String>,
    /// Whether the customer proved to own the address, by a one-time code or by confirming a
    /// change. Every version has it.
    #[serde(alias = "emailVerified", alias = "EmailVerified")]
    pub email_verified: Option<bool>,
    /// Whether the customer is one person or a team. Since 2026-01-27, and always there since
    /// 2026-03-26.
    #[serde(rename = "type", alias = "Type")]
    pub customer_type: Option<CustomerType>,
    /// The name; `None` if it is not known.
    #[serde(alias = "Name")]
    pub name: Option<String>,
    /// The name on invoices, which is [`name`](Self::name) unless another was given. Since
    /// 2026-06-08.
    #[serde(alias = "billingName", alias = "BillingName")]
    pub billing_name: Option<String>,
    /// The address on invoices; `None` if it is not known.
    #[serde(alias = "billingAddress", alias = "BillingAddress")]
    pub billing_address: Option<Address>,
    /// The tax id on invoices; `None` if there is none.
    #[serde(
        alias = "taxId",
        alias = "TaxID",
        default,
        deserialize_with = "tax_id::optional"
    )]
    pub tax_id: Option<TaxId>,
    /// The language and region that the customer prefers, such as `fr-FR`; `None` if unknown. Since
    /// 2026-02-10.
    #[serde(alias = "Locale")]
    pub locale: Option<String>,
    /// The id of the organization whose customer it is, a UUID. Compare it with your own. Every
    /// version has it.
    #[serde(alias = "organizationId", alias = "OrganizationID")]
    pub organization_id: Option<String>,
    /// The id of the payment method that is charged; `None` if there is none. Since 2026-06-04.
    #[serde(alias = "defaultPaymentMethodId", alias = "DefaultPaymentMethodID")]
    pub default_payment_method_id: Option<String>,
    /// When the customer was deleted, in UTC; `None` while it exists. Since 2025-03-12.
    #[serde(
        alias = "deletedAt",
        alias = "DeletedAt",
        default,
        with = "time::optional"
    )]
    pub deleted_at: Option<SystemTime>,
    /// When the first usage event of the customer came in, in UTC; `None` if none did. Since
    /// 2026-08-10.
    #[serde(
        alias = "firstUserEventAt",
        alias = "FirstUserEventAt",
        default,
        with = "time::optional"
    )]
    pub first_user_event_at: Option<SystemTime>,
    /// The address of a picture; `None` for some customers since 2026-06-18.
    #[serde(alias = "avatarUrl", alias = "AvatarURL")]
    pub avatar_url: Option<String>,
    /// Fields that this version of the crate does not know, by the name under which they came: also
    /// the `members` of 2025-11-19 to 2026-02-26, and the `active_subscriptions` of a customer's
    /// state.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids only: the rest is personal data.
impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("id", &self.id)
            .field("organization_id", &self.organization_id)
            .finish_non_exhaustive()
    }
}

customer_session::open_enum! {
    /// Whether a customer is one person or a team.
    pub enum CustomerType {
        /// One person.
        Individual = "individual",
        /// A team, whose members act for it.
        Team = "team",
    }
}
