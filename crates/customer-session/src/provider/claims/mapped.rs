//! Whose session it is, by an application's own rule.

use std::error::Error;

use super::Claims;
use crate::session::{CustomerRecord, Member};

/// Whose session a token is, as an application reads its claims: what a closure given to
/// the `map` of its provider returns.
///
/// When the session begins and ends, and by which ids it can be [ended](crate::revoke), is the
/// issuer's to say and not the closure's.
#[derive(Clone, Debug)]
pub struct Mapped {
    pub(in crate::provider) customer: CustomerRecord,
    pub(in crate::provider) member: Option<Member>,
    pub(in crate::provider) roles: Option<Vec<String>>,
    pub(in crate::provider) scopes: Option<Vec<String>>,
}

impl Mapped {
    /// A session of this customer. Where the claims are those of a signed token, a record without
    /// details is given them as details.
    #[must_use]
    pub const fn new(customer: CustomerRecord) -> Self {
        Self {
            customer,
            member: None,
            roles: None,
            scopes: None,
        }
    }

    /// Sets the member who acts in the session.
    #[must_use]
    pub fn member(mut self, member: impl Into<Option<Member>>) -> Self {
        self.member = member.into();
        self
    }

    /// Sets in which roles the session acts. Default: those of the claim `roles`.
    #[must_use]
    pub fn roles(mut self, roles: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.roles = Some(roles.into_iter().map(Into::into).collect());
        self
    }

    /// Sets what the session may be used for. Default: what the claim `scope` says, else `scp`.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }
}

/// An application's own rule.
pub(in crate::provider) type Closure =
    dyn Fn(&Claims) -> Result<Mapped, Box<dyn Error + Send + Sync>> + Send + Sync + 'static;
