//! A member of a customer.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::time;

/// A person who acts for a customer, as the merchant's API and `member.*` webhooks tell of it.
///
/// It does not say which organization it belongs to: ask for the customer. Serializing gives
/// Polar's own JSON back, absent fields as `null`, times in UTC.
#[non_exhaustive]
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Member {
    /// The member's id, a UUID.
    #[serde(alias = "ID")]
    pub id: String,
    /// When the member was created, in UTC.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        with = "time::optional"
    )]
    pub created_at: Option<SystemTime>,
    /// When the member was last changed, in UTC; `None` if never.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        with = "time::optional"
    )]
    pub modified_at: Option<SystemTime>,
    /// The id of the customer for whom the member acts, a UUID; `None` in the lists that the
    /// customer portal gives.
    #[serde(alias = "customerId", alias = "CustomerID")]
    pub customer_id: Option<String>,
    /// The e-mail address.
    #[serde(alias = "Email")]
    pub email: Option<String>,
    /// The name; `None` if it is not known.
    #[serde(alias = "Name")]
    pub name: Option<String>,
    /// Your own id of the member; `None` if you gave none, and in the lists that the customer
    /// portal gives.
    #[serde(alias = "externalId", alias = "ExternalID")]
    pub external_id: Option<String>,
    /// What the member may do for the customer.
    #[serde(alias = "Role")]
    pub role: Option<MemberRole>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids and the role only: the rest is personal data.
impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member")
            .field("id", &self.id)
            .field("customer_id", &self.customer_id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

customer_session::open_enum! {
    /// What a member may do for the customer.
    pub enum MemberRole {
        /// Sees and pays the bills.
        BillingManager = "billing_manager",
        /// Uses what the customer bought.
        Member = "member",
        /// May do everything.
        Owner = "owner",
    }
}
