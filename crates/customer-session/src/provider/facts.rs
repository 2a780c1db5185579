//! What an issuer says about a session.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::session::{CustomerId, CustomerRecord, Member};

/// What an issuer says about a session: plain data, and proof of nothing.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct SessionFacts {
    /// Whose session it is.
    pub customer_id: CustomerId,
    /// The member of a team who acts in the session.
    #[serde(default)]
    pub member: Option<Member>,
    /// When the session began.
    #[serde(default)]
    pub issued_at: Option<SystemTime>,
    /// When the session ends: it is not served at or past this moment.
    #[serde(default)]
    pub expires_at: Option<SystemTime>,
    /// The issuer's own id of the session, by which it can be
    /// [ended](crate::revoke::Sessions::of_session).
    #[serde(default)]
    pub session_id: Option<String>,
    /// What the session may be used for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The customer, if the issuer's answer carried it. Without it the engine asks
    /// [`SessionProvider::customer`](super::SessionProvider::customer).
    #[serde(default)]
    pub customer: Option<CustomerRecord>,
}

impl SessionFacts {
    /// A session of this customer, of which nothing else is known.
    #[must_use]
    pub fn new(customer_id: impl Into<CustomerId>) -> Self {
        Self {
            customer_id: customer_id.into(),
            member: None,
            issued_at: None,
            expires_at: None,
            session_id: None,
            scopes: Vec::new(),
            customer: None,
        }
    }

    /// Sets the member who acts in the session.
    #[must_use]
    pub fn member(mut self, member: impl Into<Option<Member>>) -> Self {
        self.member = member.into();
        self
    }

    /// Sets when the session began.
    #[must_use]
    pub fn issued_at(mut self, issued_at: impl Into<Option<SystemTime>>) -> Self {
        self.issued_at = issued_at.into();
        self
    }

    /// Sets when the session ends.
    #[must_use]
    pub fn expires_at(mut self, expires_at: impl Into<Option<SystemTime>>) -> Self {
        self.expires_at = expires_at.into();
        self
    }

    /// Sets the issuer's own id of the session.
    #[must_use]
    pub fn session_id(mut self, id: impl Into<Option<String>>) -> Self {
        self.session_id = id.into();
        self
    }

    /// Sets what the session may be used for.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Carries the customer along, so that no second call is needed.
    #[must_use]
    pub fn customer(mut self, customer: CustomerRecord) -> Self {
        self.customer = Some(customer);
        self
    }

    /// About how many bytes the facts take in memory beside the struct itself.
    pub(crate) fn text_weight(&self) -> usize {
        self.customer_id.as_str().len()
            + self.member.as_ref().map_or(0, Member::text_weight)
            + self.session_id.as_ref().map_or(0, String::len)
            + self
                .scopes
                .iter()
                .map(|scope| size_of::<String>() + scope.len())
                .sum::<usize>()
            + self
                .customer
                .as_ref()
                .map_or(0, CustomerRecord::text_weight)
    }
}
