//! What is to be signed, and what comes of it.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use serde_json::Value;

use crate::{
    session::{CustomerId, Member},
    token::SessionToken,
};

/// A session that is to be signed: whose it is, and what a verifier is told.
///
/// Everything in it can be read by whoever holds the token: it is signed and not encrypted.
///
/// # Example
///
/// ```
/// use customer_session::issuer::NewSession;
///
/// let session = NewSession::for_customer("c1")
///     .email("ada@shop.example".to_owned())
///     .scopes(["orders:read"])
///     .claim("plan", "pro");
/// ```
#[derive(Clone)]
#[must_use]
pub struct NewSession {
    pub(super) customer_id: CustomerId,
    pub(super) email: Option<String>,
    pub(super) email_verified: Option<bool>,
    pub(super) name: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) member: Option<Member>,
    pub(super) provider: Option<String>,
    pub(super) roles: Vec<String>,
    pub(super) scopes: Vec<String>,
    pub(super) session_id: Option<String>,
    pub(super) lifetime: Option<Duration>,
    pub(super) not_after: Option<SystemTime>,
    pub(super) claims: Vec<(String, Value)>,
}

impl NewSession {
    /// A session of the customer with this id, the claim `sub`.
    pub fn for_customer(id: impl Into<CustomerId>) -> Self {
        Self {
            customer_id: id.into(),
            email: None,
            email_verified: None,
            name: None,
            external_id: None,
            member: None,
            provider: None,
            roles: Vec::new(),
            scopes: Vec::new(),
            session_id: None,
            lifetime: None,
            not_after: None,
            claims: Vec::new(),
        }
    }

    /// Sets the e-mail address, `email`.
    pub fn email(mut self, email: impl Into<Option<String>>) -> Self {
        self.email = email.into();
        self
    }

    /// Sets whether the address was verified, `email_verified`.
    pub fn email_verified(mut self, verified: impl Into<Option<bool>>) -> Self {
        self.email_verified = verified.into();
        self
    }

    /// Sets the customer's name, `name`.
    pub fn name(mut self, name: impl Into<Option<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the id that you, the merchant, gave to the customer, `external_id`.
    pub fn external_id(mut self, id: impl Into<Option<String>>) -> Self {
        self.external_id = id.into();
        self
    }

    /// Sets the member of a team who acts in the session, `member_id` and `member_role`. Their
    /// e-mail address and name stay out of the token.
    pub fn member(mut self, member: impl Into<Option<Member>>) -> Self {
        self.member = member.into();
        self
    }

    /// Sets in which roles the session acts, `roles` (RFC 9068 §2.2.3.1).
    pub fn roles(mut self, roles: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.roles = roles.into_iter().map(Into::into).collect();
        self
    }

    /// Sets what the session may be used for, `scope` (RFC 9068 §2.2.3).
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the id of the session, `sid`, by which verifiers can
    /// [end](crate::revoke::Sessions::of_session) all of its tokens.
    pub fn session_id(mut self, id: impl Into<Option<String>>) -> Self {
        self.session_id = id.into();
        self
    }

    /// Has the session end sooner than the issuer's
    /// [lifetime](super::JwtIssuerBuilder::lifetime) says; a longer one has no effect.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Adds a claim of your own. The names of the claims that the issuer sets, and of those that
    /// verifiers read rights or times from, are refused when the session is signed.
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.push((name.into(), value.into()));
        self
    }

    pub(super) fn provider(mut self, provider: &str) -> Self {
        self.provider = Some(provider.to_owned());
        self
    }

    pub(super) const fn not_after(mut self, end: SystemTime) -> Self {
        self.not_after = Some(end);
        self
    }
}

/// Shows ids and names of claims only: the rest is personal data.
impl fmt::Debug for NewSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims: Vec<_> = self.claims.iter().map(|(name, _)| name).collect();
        f.debug_struct("NewSession")
            .field("customer_id", &self.customer_id)
            .field("member", &self.member)
            .field("session_id", &self.session_id)
            .field("scopes", &self.scopes)
            .field("roles", &self.roles)
            .field("claims", &claims)
            .finish_non_exhaustive()
    }
}

/// A session that was signed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MintedSession {
    /// The token. Give it to the customer, and to nobody else.
    pub token: SessionToken,
    /// When it expires, in whole seconds, the claim `exp`.
    pub expires_at: SystemTime,
    /// The id of the token, the claim `jti`, by which verifiers can
    /// [end](crate::revoke::Sessions::of_token_id) it.
    pub jti: String,
}
