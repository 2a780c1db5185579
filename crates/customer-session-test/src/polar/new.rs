//! Descriptions of the organizations, customers and members that a test puts into the fake.

use std::fmt;

use serde_json::{Map, Value, json};

/// An organization to add.
///
/// A slug alone is enough: `polar.add_organization("globex")`.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    pub(super) slug: String,
    pub(super) id: Option<String>,
    pub(super) member_model: bool,
}

impl NewOrganization {
    /// An organization with this slug, without the member model.
    pub fn new(slug: impl Into<String>) -> Self {
        Self {
            slug: slug.into(),
            id: None,
            member_model: false,
        }
    }

    /// Fixes the id, which is random by default; Polar's are UUIDs of version 4.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Mints member sessions (`polar_mst_`), as organizations created since 2026 do; off by
    /// default.
    #[must_use]
    pub const fn member_model(mut self, on: bool) -> Self {
        self.member_model = on;
        self
    }
}

impl From<&str> for NewOrganization {
    fn from(slug: &str) -> Self {
        Self::new(slug)
    }
}

impl From<String> for NewOrganization {
    fn from(slug: String) -> Self {
        Self::new(slug)
    }
}

/// A customer to add.
#[derive(Clone, Debug)]
pub struct NewCustomer {
    pub(super) kind: &'static str,
    pub(super) id: Option<String>,
    pub(super) email: Option<String>,
    pub(super) email_verified: bool,
    pub(super) name: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) metadata: Map<String, Value>,
    pub(super) billing_address: Value,
    pub(super) tax_id: Value,
    pub(super) locale: Option<String>,
}

impl NewCustomer {
    /// A person, who always has an e-mail address.
    pub fn individual(email: impl Into<String>) -> Self {
        Self {
            email: Some(email.into()),
            ..Self::of_kind("individual")
        }
    }

    /// A team, which has members and no e-mail address unless [`email`](Self::email) gives it one.
    pub fn team(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::of_kind("team")
        }
    }

    /// Fixes the id, which is random by default; Polar's are UUIDs of version 4, and it looks up no
    /// others.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Marks the e-mail address as verified, which no merchant can do; unverified by default.
    #[must_use]
    pub const fn email_verified(mut self, verified: bool) -> Self {
        self.email_verified = verified;
        self
    }

    /// Sets the name; a person has none by default.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the merchant's own id of the customer; none by default.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }

    /// Adds an entry to the metadata, which is empty by default.
    #[must_use]
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    /// Sets the billing address, an object with at least `country`; null by default.
    #[must_use]
    pub fn billing_address(mut self, address: Value) -> Self {
        self.billing_address = address;
        self
    }

    /// Sets the tax id and its format, such as `eu_vat`; null by default.
    #[must_use]
    pub fn tax_id(mut self, value: &str, format: &str) -> Self {
        self.tax_id = json!([value, format]);
        self
    }

    /// Sets the locale, such as `fr-FR`; null by default.
    #[must_use]
    pub fn locale(mut self, locale: impl Into<String>) -> Self {
        self.locale = Some(locale.into());
        self
    }

    fn of_kind(kind: &'static str) -> Self {
        Self {
            kind,
            id: None,
            email: None,
            email_verified: false,
            name: None,
            external_id: None,
            metadata: Map::new(),
            billing_address: Value::Null,
            tax_id: Value::Null,
            locale: None,
        }
    }
}

/// A member to add to a customer.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub(super) id: Option<String>,
    pub(super) email: String,
    pub(super) name: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) role: Role,
}

impl NewMember {
    /// A plain member with this e-mail address.
    pub fn new(email: impl Into<String>) -> Self {
        Self {
            id: None,
            email: email.into(),
            name: None,
            external_id: None,
            role: Role::Member,
        }
    }

    /// Fixes the id, which is random by default; Polar's are UUIDs of version 4.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the name; null by default.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the merchant's own id of the member; none by default.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }

    /// Sets the role, which is [`Role::Member`] by default.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }
}

/// What a member may do.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Role {
    /// Sees billing as well.
    BillingManager,
    /// Uses what the team bought.
    Member,
    /// Owns the team.
    Owner,
}

impl Role {
    /// Whether the role opens billing and the list of members.
    pub(super) const fn sees_billing(self) -> bool {
        matches!(self, Self::BillingManager | Self::Owner)
    }

    /// The role as it is sent.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::BillingManager => "billing_manager",
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
