//! What an issuer says about a session.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::session::{CustomerId, CustomerRecord, Member};

/// What an issuer says about a session: plain data, and proof of nothing.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
#[repr(C)] // The customer's id comes first: a hit reads it, and little else.
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
    /// Until when the session is served, if that is later than `expires_at` by the leeway that
    /// clocks are given, or earlier; `None`: until `expires_at`.
    #[serde(default)]
    pub valid_until: Option<SystemTime>,
    /// The issuer's name of who acts in the session (`sub`), by which sessions can be
    /// [ended](crate::revoke::Sessions::of_subject), where it need not be the customer's id.
    #[serde(default)]
    pub subject: Option<String>,
    /// The issuer's own id of the token (`jti`), by which it can be
    /// [ended](crate::revoke::Sessions::of_token_id).
    #[serde(default)]
    pub token_id: Option<String>,
    /// In which roles the session acts, beside that of its member.
    #[serde(default)]
    pub roles: Vec<String>,
    /// What the session may be used for.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Whether all of it stands in the token itself, customer included: nothing is gained by
    /// asking anew before its time is over, and the customer's record is this session's alone.
    ///
    /// Such a session ends, at the latest, the
    /// [longest session](crate::provider::SessionProvider::longest_session) after `issued_at`: no
    /// longer is it remembered that it was ended. Without `issued_at` its end must be stated, and lie
    /// no further ahead than that.
    #[serde(default)]
    pub self_contained: bool,
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
            valid_until: None,
            subject: None,
            token_id: None,
            roles: Vec::new(),
            scopes: Vec::new(),
            self_contained: false,
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

    /// Sets until when the session is served, if not until it expires.
    #[must_use]
    pub fn valid_until(mut self, valid_until: impl Into<Option<SystemTime>>) -> Self {
        self.valid_until = valid_until.into();
        self
    }

    /// Sets the issuer's name of who acts in the session.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<Option<String>>) -> Self {
        self.subject = subject.into();
        self
    }

    /// Sets the issuer's own id of the token.
    #[must_use]
    pub fn token_id(mut self, id: impl Into<Option<String>>) -> Self {
        self.token_id = id.into();
        self
    }

    /// Sets in which roles the session acts.
    #[must_use]
    pub fn roles(mut self, roles: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.roles = roles.into_iter().map(Into::into).collect();
        self
    }

    /// Sets what the session may be used for.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Says that all of it stands in the token itself.
    #[must_use]
    pub const fn self_contained(mut self) -> Self {
        self.self_contained = true;
        self
    }

    /// Carries the customer along, so that no second call is needed.
    #[must_use]
    pub fn customer(mut self, customer: CustomerRecord) -> Self {
        self.customer = Some(customer);
        self
    }

    /// From when on the session is not served.
    pub(crate) fn end(&self) -> Option<SystemTime> {
        self.valid_until.or(self.expires_at)
    }

    /// About how many bytes the facts take in memory beside the struct itself.
    pub(crate) fn text_weight(&self) -> usize {
        self.customer_id.as_str().len()
            + self.member.as_ref().map_or(0, Member::text_weight)
            + [&self.session_id, &self.subject, &self.token_id]
                .into_iter()
                .flatten()
                .map(String::len)
                .sum::<usize>()
            + self
                .scopes
                .iter()
                .chain(&self.roles)
                .map(|scope| size_of::<String>() + scope.len())
                .sum::<usize>()
            + self
                .customer
                .as_ref()
                .map_or(0, CustomerRecord::text_weight)
    }
}
