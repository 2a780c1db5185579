//! What authentication needs of Polar's answers, and nothing else of them.
//!
//! A field that is not read cannot keep a customer out when it is of another type one day. What is
//! read here is read as the public models read it, under each of its names.

use std::time::SystemTime;

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::{Map, Value, value::RawValue};

use super::{Customer, CustomerState, MemberRole, time};

/// Of a [`Customer`]: who it is, whose it is, and whether it exists.
#[derive(Deserialize)]
pub(crate) struct Identity {
    #[serde(alias = "ID")]
    pub(crate) id: String,
    #[serde(alias = "externalId", alias = "ExternalID")]
    pub(crate) external_id: Option<String>,
    #[serde(alias = "Email")]
    pub(crate) email: Option<String>,
    #[serde(alias = "emailVerified", alias = "EmailVerified")]
    pub(crate) email_verified: Option<bool>,
    #[serde(alias = "Name")]
    pub(crate) name: Option<String>,
    #[serde(alias = "organizationId", alias = "OrganizationID")]
    pub(crate) organization_id: Option<String>,
    #[serde(
        alias = "deletedAt",
        alias = "DeletedAt",
        default,
        deserialize_with = "time::optional::deserialize"
    )]
    pub(crate) deleted_at: Option<SystemTime>,
}

/// Of an [`Introspection`](super::Introspection): when the session ends.
#[derive(Deserialize)]
pub(crate) struct SessionEnd {
    #[serde(
        alias = "expiresAt",
        alias = "ExpiresAt",
        deserialize_with = "time::required"
    )]
    pub(crate) expires_at: SystemTime,
}

/// Of a [`PortalUser`](super::PortalUser): whose session it is, and which member acts.
#[derive(Deserialize)]
pub(crate) struct PortalActor {
    #[serde(alias = "customerId", alias = "CustomerID")]
    pub(crate) customer_id: String,
    #[serde(alias = "memberId", alias = "MemberID")]
    pub(crate) member_id: Option<String>,
    #[serde(alias = "Role")]
    pub(crate) role: Option<MemberRole>,
    #[serde(alias = "Name")]
    pub(crate) name: Option<String>,
    #[serde(alias = "Email")]
    pub(crate) email: Option<String>,
}

/// Of a [`PortalCustomer`](super::PortalCustomer): who it is.
#[derive(Deserialize)]
pub(crate) struct PortalIdentity {
    #[serde(alias = "ID")]
    pub(crate) id: String,
}

/// A [`CustomerState`] whose customer has what could be read of it. The lists are read as ever: what
/// a customer may use is not guessed.
pub(crate) struct ReadableState(pub(crate) CustomerState);

impl<'de> Deserialize<'de> for ReadableState {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(from)?;
        let state = serde_json::from_str(json.get()).or_else(|_| readable(json.get()));
        state.map(Self).map_err(D::Error::custom)
    }
}

/// The state without those fields for which a [`Customer`] has another type.
fn readable(json: &str) -> serde_json::Result<CustomerState> {
    let mut fields: Map<String, Value> = serde_json::from_str(json)?;
    fields.retain(|name, value| {
        let is_id = matches!(&**name, "id" | "ID");
        is_id || serde_json::from_value::<Customer>(alone(name, value)).is_ok()
    });
    serde_json::from_value(fields.into())
}

/// A customer of which this field is known, and the id without which it is none.
fn alone(name: &str, value: &Value) -> Value {
    let id = ("id".to_owned(), Value::from(""));
    Value::from_iter([id, (name.to_owned(), value.clone())])
}
