//! The session that a handler is given.

use std::{fmt, sync::Arc, time::SystemTime};

use super::{Customer, Member};
use crate::provider::SessionFacts;

/// A session that its issuer vouched for, with its [`Customer`].
///
/// Cheap to clone.
#[derive(Clone)]
pub struct VerifiedSession {
    facts: Arc<SessionFacts>,
    customer: Customer,
}

impl VerifiedSession {
    pub(crate) fn new(facts: Arc<SessionFacts>, customer: Customer) -> Self {
        Self { facts, customer }
    }

    /// Claims a session without any verification: see [`Customer::assertion`].
    ///
    /// # Security
    ///
    /// For tests. Every call is a place where identity is claimed.
    #[must_use]
    pub fn assertion(facts: SessionFacts, customer: Customer) -> Self {
        Self::new(Arc::new(facts), customer)
    }

    /// Whose session it is.
    #[must_use]
    pub fn customer(&self) -> &Customer {
        &self.customer
    }

    /// The member of a team who acts in this session; `None` if the customer acts in person.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        self.facts.member.as_ref()
    }

    /// When the session ends, if the issuer says so.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.facts.expires_at
    }

    /// When the session began, if it is known.
    #[must_use]
    pub fn issued_at(&self) -> Option<SystemTime> {
        self.facts.issued_at
    }

    /// What the session may be used for, in the issuer's words; empty if the issuer does not say.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.facts.scopes
    }
}

/// Shows ids and times only: the rest is personal data.
impl fmt::Debug for VerifiedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedSession")
            .field("customer", &self.customer)
            .field("member", &self.member())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
