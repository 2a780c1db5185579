//! What is kept about organizations, customers, members and tokens.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{StateRow, random_id};
use crate::polar::{
    new::{NewCustomer, NewMember, Role},
    rate::RateLimitGroup,
    time::Moment,
    webhook::SeatRow,
};

/// An organization.
#[derive(Debug)]
pub(crate) struct OrganizationRow {
    pub(crate) slug: String,
    pub(crate) member_model: bool,
    pub(crate) group: RateLimitGroup,
}

impl OrganizationRow {
    pub(super) const fn new(slug: String, member_model: bool) -> Self {
        Self {
            slug,
            member_model,
            group: RateLimitGroup::Default,
        }
    }
}

/// A customer.
#[derive(Debug)]
pub(crate) struct CustomerRow {
    /// The order in which rows were made.
    pub(crate) number: u64,
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) created_at: Moment,
    pub(crate) modified_at: Option<Moment>,
    pub(crate) deleted_at: Option<Moment>,
    pub(crate) kind: &'static str,
    pub(crate) email: Option<String>,
    pub(crate) email_verified: bool,
    pub(crate) name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) metadata: Map<String, Value>,
    pub(crate) billing_address: Value,
    pub(crate) tax_id: Value,
    pub(crate) locale: Option<String>,
    pub(crate) state: StateRow,
}

impl CustomerRow {
    pub(super) fn new(number: u64, organization_id: &str, new: NewCustomer, now: Moment) -> Self {
        Self {
            number,
            id: new.id.unwrap_or_else(random_id),
            organization_id: organization_id.to_owned(),
            created_at: now,
            modified_at: None,
            deleted_at: None,
            kind: new.kind,
            email: new.email,
            email_verified: new.email_verified,
            name: new.name,
            external_id: new.external_id,
            metadata: new.metadata,
            billing_address: new.billing_address,
            tax_id: new.tax_id,
            locale: new.locale,
            state: StateRow::default(),
        }
    }

    /// Whether the customer is a team.
    pub(crate) fn is_team(&self) -> bool {
        self.kind == "team"
    }

    /// Changes the e-mail address; a new one has yet to be verified.
    pub(crate) fn set_email(&mut self, email: Option<String>) {
        if self.email != email {
            self.email = email;
            self.email_verified = false;
        }
    }

    /// Deletes the customer; the external id, which another may have from now on, is kept among the
    /// metadata.
    pub(super) fn delete(&mut self, now: Moment) {
        self.deleted_at = Some(now);
        self.state = StateRow::default();
        if let Some(external_id) = self.external_id.clone() {
            let key = "__external_id".to_owned();
            self.metadata.insert(key, Value::from(external_id));
        }
    }
}

/// A member of a customer.
#[derive(Debug)]
pub(crate) struct MemberRow {
    /// The order in which rows were made.
    pub(crate) number: u64,
    pub(crate) id: String,
    pub(crate) customer_id: String,
    pub(crate) created_at: Moment,
    pub(crate) modified_at: Option<Moment>,
    pub(crate) deleted: bool,
    pub(crate) email: String,
    pub(crate) name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) role: Role,
    /// The seat, once anything was told of it.
    pub(crate) seat: Option<SeatRow>,
}

impl MemberRow {
    pub(super) fn new(number: u64, customer_id: &str, new: NewMember, now: Moment) -> Self {
        Self {
            number,
            id: new.id.unwrap_or_else(random_id),
            customer_id: customer_id.to_owned(),
            created_at: now,
            modified_at: None,
            deleted: false,
            email: new.email,
            name: new.name,
            external_id: new.external_id,
            role: new.role,
            seat: None,
        }
    }
}

/// What a token stands for.
#[derive(Clone, Debug)]
pub(crate) enum Grant {
    /// An organization's access token.
    Access {
        organization_id: String,
        scopes: BTreeSet<String>,
    },
    /// A customer or member session.
    Session(Session),
}

/// A session; the token itself is not kept.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) created_at: Moment,
    pub(crate) expires_at: Moment,
    pub(crate) return_url: Option<String>,
    pub(crate) customer_id: String,
    pub(crate) member_id: Option<String>,
}
