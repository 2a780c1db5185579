//! What Polar tells the holder of a session about the session.
//!
//! None of these answers says which organization the session belongs to: a session of any
//! organization at Polar gets them. They are not proof that the customer is yours.

use std::{fmt, time::SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Address, CustomerType, MemberRole, TaxId, lenient, tax_id, time};

/// How long a session lasts: the answer of `GET /v1/customer-portal/customer-session/introspect`,
/// since 2025-10-15.
#[non_exhaustive]
#[derive(Clone, Deserialize, Eq, PartialEq)]
pub struct Introspection {
    /// When the session ends, in UTC.
    #[serde(
        alias = "expiresAt",
        alias = "ExpiresAt",
        deserialize_with = "time::required"
    )]
    pub expires_at: SystemTime,
    /// Where the portal's "back" link leads; `None` if the session was created without.
    #[serde(
        alias = "returnUrl",
        alias = "ReturnURL",
        default,
        deserialize_with = "lenient::return_url"
    )]
    pub return_url: Option<String>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows the expiry only.
impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Who acts in a session: the answer of `GET /v1/customer-portal/customer-session/user`, since
/// 2026-01-20.
#[non_exhaustive]
#[derive(Clone, Deserialize, Eq, PartialEq)]
pub struct PortalUser {
    /// The id of the customer whose session it is, a UUID; for a member, the customer for whom it
    /// acts.
    #[serde(alias = "customerId", alias = "CustomerID")]
    pub customer_id: String,
    /// The id of the member who acts, a UUID; `None` if the customer acts in person. Since
    /// 2026-01-29.
    #[serde(alias = "memberId", alias = "MemberID")]
    pub member_id: Option<String>,
    /// Whether a customer or a member acts.
    #[serde(rename = "type", alias = "Type")]
    pub user_type: Option<PortalUserType>,
    /// The member's role; `None` if the customer acts in person.
    #[serde(alias = "Role")]
    pub role: Option<MemberRole>,
    /// The name of who acts; `None` if it is not known.
    #[serde(alias = "Name")]
    pub name: Option<String>,
    /// The e-mail address of who acts. Nothing here says whether it was verified, and it identifies
    /// nobody.
    #[serde(alias = "Email")]
    pub email: Option<String>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids and the role only: the rest is personal data.
impl fmt::Debug for PortalUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortalUser")
            .field("customer_id", &self.customer_id)
            .field("member_id", &self.member_id)
            .field("user_type", &self.user_type)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

customer_session::open_enum! {
    /// Whether a customer or a member acts in a session.
    pub enum PortalUserType {
        /// The customer acts in person.
        Customer = "customer",
        /// A member of the customer acts.
        Member = "member",
    }
}

/// The customer as it sees itself: the answer of `GET /v1/customer-portal/customers/me`, since
/// 2024-12.
///
/// In a member's session it is the customer who pays. Unlike [`Customer`](crate::Customer) it has
/// no organization, no external id and no metadata.
#[non_exhaustive]
#[derive(Clone, Deserialize, Eq, PartialEq)]
pub struct PortalCustomer {
    /// The customer's id, a UUID.
    #[serde(alias = "ID")]
    pub id: String,
    /// When the customer was created, in UTC.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        deserialize_with = "time::optional::deserialize"
    )]
    pub created_at: Option<SystemTime>,
    /// When the customer was last changed, in UTC; `None` if never.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        deserialize_with = "time::optional::deserialize"
    )]
    pub modified_at: Option<SystemTime>,
    /// The e-mail address; `None` for some teams. It identifies nobody.
    #[serde(alias = "Email")]
    pub email: Option<String>,
    /// Whether the customer proved to own the address.
    #[serde(alias = "emailVerified", alias = "EmailVerified")]
    pub email_verified: Option<bool>,
    /// The name; `None` if it is not known.
    #[serde(alias = "Name")]
    pub name: Option<String>,
    /// The name on invoices. Since 2026-06-08.
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
    /// Accounts elsewhere that the customer linked, by `platform:id`, such as `github:4411`; empty
    /// if none.
    #[serde(
        alias = "oauthAccounts",
        alias = "OauthAccounts",
        default,
        deserialize_with = "lenient::map"
    )]
    pub oauth_accounts: Map<String, Value>,
    /// The id of the payment method that is charged; `None` if there is none. Since 2025-06-23.
    #[serde(alias = "defaultPaymentMethodId", alias = "DefaultPaymentMethodID")]
    pub default_payment_method_id: Option<String>,
    /// Whether the customer is one person or a team. Since 2026-01-29.
    #[serde(rename = "type", alias = "Type")]
    pub customer_type: Option<CustomerType>,
    /// The language and region that the customer prefers, such as `fr-FR`; `None` if unknown.
    #[serde(alias = "Locale")]
    pub locale: Option<String>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows the id only: the rest is personal data.
impl fmt::Debug for PortalCustomer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortalCustomer")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
