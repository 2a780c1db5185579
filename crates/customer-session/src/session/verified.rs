//! The session that a handler is given.

use std::{
    fmt,
    sync::{Arc, atomic::AtomicU64},
    time::SystemTime,
};

use super::{Anonymous, Customer, Member};
use crate::{
    cache::{AtHand, Home, Remembered},
    engine::Engine,
    provider::SessionFacts,
    rejection::Rejection,
    token::LocalKey,
};

/// A session that its issuer vouched for, with its [`Customer`].
///
/// Cheap to clone.
#[derive(Clone)]
pub struct VerifiedSession(Arc<Proven>);

/// A session that its issuer vouched for, and what the cache notes about it.
///
/// What a hit reads comes first.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Proven {
    pub(crate) at_hand: AtHand,
    /// Begins with the customer's id, which most handlers read.
    pub(crate) facts: SessionFacts,
    /// Absent if it was never in a cache.
    pub(crate) remembered: Option<Remembered>,
    pub(crate) customer: Customer,
    /// Absent if no engine verified it.
    pub(crate) home: Option<Home>,
    /// Before this, by the monotonic clock in nanoseconds, nobody tries to renew it.
    pub(crate) renewal: AtomicU64,
    /// Whether it is served although its answers are too old, since the issuer cannot be asked.
    pub(crate) stale: bool,
}

impl Proven {
    /// A session that nobody remembers.
    pub(crate) fn new(facts: SessionFacts, customer: Customer, home: Option<Home>) -> Self {
        let key = home.as_ref().map_or(LocalKey::NOBODY, |home| home.key);
        Self {
            at_hand: AtHand::new(key),
            remembered: None,
            customer,
            facts,
            home,
            renewal: AtomicU64::new(0),
            stale: false,
        }
    }
}

impl VerifiedSession {
    pub(crate) const fn new(proven: Arc<Proven>) -> Self {
        Self(proven)
    }

    pub(crate) const fn proven(&self) -> &Arc<Proven> {
        &self.0
    }

    /// Claims a session without any verification: see [`Customer::assertion`].
    ///
    /// # Security
    ///
    /// For tests. Every call is a place where identity is claimed.
    #[must_use]
    pub fn assertion(facts: SessionFacts, customer: Customer) -> Self {
        Self::new(Arc::new(Proven::new(facts, customer, None)))
    }

    /// The session of a customer who stands in a request's extensions; `None` for a customer from
    /// elsewhere.
    #[must_use]
    pub fn of(customer: &Customer) -> Option<Self> {
        customer.session().cloned()
    }

    /// The session that a layer or middleware put into a request's extensions, by its customer. For
    /// adapters: they look both values up there, the second only if they are asked to.
    ///
    /// # Errors
    ///
    /// As [`Customer::installed`]; also a 500 if the customer was put there by somebody else.
    pub fn installed<'a>(
        customer: Option<&'a Customer>,
        anonymous: impl FnOnce() -> Option<&'a Anonymous>,
    ) -> Result<&'a Self, Rejection> {
        let customer = Customer::installed(customer, anonymous)?;
        customer.session().ok_or_else(Rejection::layer_missing)
    }

    /// The engine that verified it, if one did that still lives.
    pub(crate) fn engine(&self) -> Option<Arc<Engine>> {
        self.0.home.as_ref()?.engine.upgrade()
    }

    /// The same session, as this engine's own.
    #[cfg(feature = "test-util")]
    pub(crate) fn at_home(&self, home: Home) -> Self {
        let Proven {
            facts, customer, ..
        } = &*self.0;
        Self::new(Arc::new(Proven::new(
            facts.clone(),
            customer.clone(),
            Some(home),
        )))
    }

    /// The customer as adapters put it into a request's extensions, from where [`of`](Self::of)
    /// finds the session again.
    #[must_use]
    pub fn into_customer(self) -> Customer {
        Customer::in_session(self)
    }

    /// Whose session it is.
    #[must_use]
    pub fn customer(&self) -> &Customer {
        &self.0.customer
    }

    /// The member of a team who acts in this session; `None` if the customer acts in person, as far
    /// as the provider reads: a `JwtProvider` reads a member only where it is told from which claim.
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

    /// Whether the session is served although it should have been asked about, since the issuer
    /// cannot be asked: only where
    /// [`stale_if_error`](crate::config::CustomerSessionConfigBuilder::stale_if_error) is set.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.0.stale
    }

    /// In which roles the session acts beside that of its [member](Self::member), in the issuer's
    /// words; empty if the issuer does not say.
    #[must_use]
    pub fn roles(&self) -> &[String] {
        &self.0.facts.roles
    }

    /// What the session may be used for, in the issuer's words; empty if the issuer does not say.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.0.facts.scopes
    }

    /// Whether somebody acts in this role: the member, or the session as such. Roles are compared
    /// as they are written.
    ///
    /// # Security
    ///
    /// A role is the word of the [provider](Customer::provider) that vouches for the session: where
    /// there are several, look at it too.
    #[must_use]
    pub fn has_role(&self, role: &str) -> bool {
        let member = self.member().and_then(|member| member.role.as_deref());
        member == Some(role) || self.roles().iter().any(|known| known == role)
    }

    /// Whether the session may be used for this. Scopes are compared as they are written, and one
    /// includes no other.
    ///
    /// # Security
    ///
    /// As [`has_role`](Self::has_role).
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes().iter().any(|known| known == scope)
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
