//! The session that a handler is given.

use std::{fmt, sync::Arc, time::SystemTime};

use super::{Customer, Member};
use crate::{cache::Remembered, provider::SessionFacts};

/// A session that its issuer vouched for, with its [`Customer`].
///
/// Cheap to clone.
#[derive(Clone)]
pub struct VerifiedSession(Arc<Proven>);

/// A session that its issuer vouched for, and what the cache notes about it.
///
/// What a hit reads comes first, so that it lies in one cache line with the reference count: with
/// thousands of sessions every line that a hit touches is a miss of the processor's cache.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Proven {
    /// Absent if it was never in a cache.
    pub(crate) remembered: Option<Remembered>,
    pub(crate) customer: Customer,
    pub(crate) facts: SessionFacts,
}

impl VerifiedSession {
    pub(crate) const fn new(proven: Arc<Proven>) -> Self {
        Self(proven)
    }

    /// Claims a session without any verification: see [`Customer::assertion`].
    ///
    /// # Security
    ///
    /// For tests. Every call is a place where identity is claimed.
    #[must_use]
    pub fn assertion(facts: SessionFacts, customer: Customer) -> Self {
        Self::new(Arc::new(Proven {
            facts,
            customer,
            remembered: None,
        }))
    }

    /// The session of a customer who stands in a request's extensions; `None` for a customer from
    /// elsewhere.
    #[must_use]
    pub fn of(customer: &Customer) -> Option<Self> {
        customer.session().cloned().map(Self)
    }

    /// The customer as adapters put it into a request's extensions, from where [`of`](Self::of)
    /// finds the session again.
    #[must_use]
    pub fn into_customer(self) -> Customer {
        Customer::in_session(self.0)
    }

    /// Whose session it is.
    #[must_use]
    pub fn customer(&self) -> &Customer {
        &self.0.customer
    }

    /// The member of a team who acts in this session; `None` if the customer acts in person.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        self.0.facts.member.as_ref()
    }

    /// When the session ends, if the issuer says so.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.0.facts.expires_at
    }

    /// When the session began, if it is known.
    #[must_use]
    pub fn issued_at(&self) -> Option<SystemTime> {
        self.0.facts.issued_at
    }

    /// What the session may be used for, in the issuer's words; empty if the issuer does not say.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.0.facts.scopes
    }
}

/// Shows ids and times only: the rest is personal data.
impl fmt::Debug for VerifiedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedSession")
            .field("customer", self.customer())
            .field("member", &self.member())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
