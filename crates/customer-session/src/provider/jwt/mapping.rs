//! From the claims of a token to a session and its customer.

use std::{fmt, sync::Arc};

use super::{
    Refusal,
    claims::{Claims, Times},
};
use crate::{
    provider::{
        SessionFacts,
        claims::{Closure, Mapped, flag, identifier, list, owned, system_time, words},
    },
    rejection::Reason,
    session::{CustomerRecord, Details, Member},
};

/// What a claim is read as; see [`claim`](super::JwtProviderBuilder::claim).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ClaimTarget {
    /// The customer's id: a string, or a whole number. Default: `sub`.
    CustomerId,
    /// The customer's e-mail address. Default: `email`.
    Email,
    /// Whether that address is verified. Default: `email_verified`.
    EmailVerified,
    /// The id that the merchant gave to the customer. Default: nowhere.
    ExternalId,
    /// The id of the member of a team who acts in the session: a string, or a whole number. A token
    /// without it is the customer's in person. Default: nowhere.
    MemberId,
    /// That member's role. A token that states a role and no member is refused. Default: nowhere.
    MemberRole,
    /// The customer's name. Default: `name`.
    Name,
    /// In which roles the session acts: a string, or an array of strings. Default: `roles`.
    Roles,
    /// What the session may be used for: a string of words, or an array of strings. Default:
    /// `scope`, else `scp`.
    Scopes,
    /// The issuer's id of the session. Default: `sid`.
    SessionId,
    /// The issuer's name of who acts in the session. Default: `sub`.
    Subject,
}

/// A claim's name, or a JSON pointer.
pub(super) type Place = std::borrow::Cow<'static, str>;

/// How the claims of an issuer are read.
#[derive(Clone)]
pub(super) struct Mapping {
    customer_id: Place,
    email: Place,
    email_verified: Place,
    external_id: Option<Place>,
    member_id: Option<Place>,
    member_role: Option<Place>,
    name: Place,
    roles: Place,
    scopes: Vec<Place>,
    session_id: Place,
    subject: Place,
    closure: Option<Arc<Closure>>,
}

/// A payload that is the issuer's own and fulfils the rules.
pub(super) struct Payload {
    pub(super) claims: Claims,
    pub(super) text: String,
}

impl Mapping {
    pub(super) fn new() -> Self {
        Self {
            customer_id: "sub".into(),
            email: "email".into(),
            email_verified: "email_verified".into(),
            external_id: None,
            member_id: None,
            member_role: None,
            name: "name".into(),
            roles: "roles".into(),
            scopes: vec!["scope".into(), "scp".into()],
            session_id: "sid".into(),
            subject: "sub".into(),
            closure: None,
        }
    }

    pub(super) fn set(&mut self, target: ClaimTarget, place: Place) {
        match target {
            ClaimTarget::CustomerId => self.customer_id = place,
            ClaimTarget::Email => self.email = place,
            ClaimTarget::EmailVerified => self.email_verified = place,
            ClaimTarget::ExternalId => self.external_id = Some(place),
            ClaimTarget::MemberId => self.member_id = Some(place),
            ClaimTarget::MemberRole => self.member_role = Some(place),
            ClaimTarget::Name => self.name = place,
            ClaimTarget::Roles => self.roles = place,
            ClaimTarget::Scopes => self.scopes = vec![place],
            ClaimTarget::SessionId => self.session_id = place,
            ClaimTarget::Subject => self.subject = place,
        }
    }

    /// Every place that claims are read from.
    pub(super) fn places(&self) -> Vec<String> {
        let named = [
            &self.customer_id,
            &self.email,
            &self.email_verified,
            &self.name,
            &self.roles,
            &self.session_id,
            &self.subject,
        ];
        let optional = [&self.external_id, &self.member_id, &self.member_role];
        named
            .into_iter()
            .chain(optional.into_iter().flatten())
            .chain(&self.scopes)
            .map(ToString::to_string)
            .collect()
    }

    pub(super) fn set_closure(&mut self, closure: Arc<Closure>) {
        self.closure = Some(closure);
    }

    pub(super) fn apply(&self, payload: Payload, times: Times) -> Result<SessionFacts, Refusal> {
        let Payload { claims, text } = payload;
        let mapped = match &self.closure {
            Some(closure) => closure(&claims).map_err(Refusal::by_closure)?,
            None => Mapped::new(self.customer(&claims)?).member(self.member(&claims)?),
        };
        let mut record = mapped.customer;
        if record.id.as_str().is_empty() {
            return Err(Refusal::by_closure("the customer's id is empty".into()));
        }
        if record.details.is_none() {
            record.details = Some(Details::read(text));
        }
        let roles = mapped
            .roles
            .map_or_else(|| list(&claims, &self.roles), Ok)?;
        let scopes = mapped.scopes.map_or_else(|| self.scopes(&claims), Ok)?;
        Ok(SessionFacts::new(record.id.clone())
            .member(mapped.member)
            .issued_at(times.issued.and_then(system_time))
            .expires_at(system_time(times.expires))
            .valid_until(system_time(times.end))
            .session_id(owned(&claims, &self.session_id)?)
            .subject(identifier(&claims, &self.subject)?)
            .token_id(owned(&claims, "jti")?)
            .roles(roles)
            .scopes(scopes)
            .self_contained()
            .customer(record))
    }

    fn customer(&self, claims: &Claims) -> Result<CustomerRecord, Refusal> {
        let place = &*self.customer_id;
        let id = identifier(claims, place)?
            .ok_or_else(|| Refusal::over(Reason::ClaimsMissing, place, "is missing"))?;
        if id.is_empty() {
            return Err(Refusal::over(Reason::ClaimsMalformed, place, "is empty"));
        }
        let external_id = stated(claims, self.external_id.as_ref())?;
        Ok(CustomerRecord::new(id)
            .external_id(external_id)
            .email(owned(claims, &self.email)?)
            .email_verified(flag(claims, &self.email_verified))
            .name(owned(claims, &self.name)?))
    }

    /// Who acts for the customer. Whoever cannot be read must not become the customer in person.
    fn member(&self, claims: &Claims) -> Result<Option<Member>, Refusal> {
        let (id, role) = (self.member_id.as_ref(), self.member_role.as_ref());
        let role = stated(claims, role)?;
        match (stated(claims, id)?, role, id) {
            (Some(id), role, _) if !id.is_empty() => Ok(Some(Member::new(id).role(role))),
            (Some(_), _, Some(place)) => {
                Err(Refusal::over(Reason::ClaimsMalformed, place, "is empty"))
            }
            (None, Some(_), Some(place)) => {
                Err(Refusal::over(Reason::ClaimsMissing, place, "is missing"))
            }
            _ => Ok(None),
        }
    }

    fn scopes(&self, claims: &Claims) -> Result<Vec<String>, Refusal> {
        let stated = self.scopes.iter().find(|place| claims.at(place).is_some());
        stated.map_or_else(|| Ok(Vec::new()), |place| words(claims, place))
    }
}

/// An id at a place that need not be configured.
fn stated(claims: &Claims, place: Option<&Place>) -> Result<Option<String>, Refusal> {
    place.map_or(Ok(None), |place| identifier(claims, place))
}

impl fmt::Debug for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mapping")
            .field("customer_id", &self.customer_id)
            .field("closure", &self.closure.is_some())
            .finish_non_exhaustive()
    }
}
