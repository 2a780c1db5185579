//! From the claims of a token to a session and its customer.

use std::{error::Error, fmt, sync::Arc};

use serde_json::{Value, value::RawValue};

use super::{
    Refusal,
    claims::{Claims, Times, system_time},
};
use crate::{
    provider::SessionFacts,
    rejection::Reason,
    session::{CustomerRecord, Member},
};

/// Whose session a token is, as an application reads its claims: what a closure given to
/// [`map`](super::JwtProviderBuilder::map) returns.
///
/// When the session begins and ends, and by which ids it can be [ended](crate::revoke), stands in
/// the token and is not the closure's to say.
#[derive(Clone, Debug)]
pub struct Mapped {
    customer: CustomerRecord,
    member: Option<Member>,
    roles: Option<Vec<String>>,
    scopes: Option<Vec<String>>,
}

impl Mapped {
    /// A session of this customer. A record without details is given the claims as details.
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

type Closure =
    dyn Fn(&Claims) -> Result<Mapped, Box<dyn Error + Send + Sync>> + Send + Sync + 'static;

/// How the claims of an issuer are read.
#[derive(Clone)]
pub(super) struct Mapping {
    customer_id: Place,
    email: Place,
    email_verified: Place,
    external_id: Option<Place>,
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
        let more = self.external_id.iter().chain(&self.scopes);
        named
            .into_iter()
            .chain(more)
            .map(ToString::to_string)
            .collect()
    }

    pub(super) fn set_closure(&mut self, closure: Arc<Closure>) {
        self.closure = Some(closure);
    }

    pub(super) fn apply(&self, payload: Payload, times: Times) -> Result<SessionFacts, Refusal> {
        let Payload { claims, text } = payload;
        let mapped = match &self.closure {
            Some(closure) => closure(&claims).map_err(refused)?,
            None => Mapped::new(self.customer(&claims)?),
        };
        let mut record = mapped.customer;
        if record.id.as_str().is_empty() {
            return Err(refused("the customer's id is empty".into()));
        }
        if record.details.is_none() {
            record.details = RawValue::from_string(text).ok().map(Into::into);
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
        let external_id = match &self.external_id {
            Some(place) => identifier(claims, place)?,
            None => None,
        };
        Ok(CustomerRecord::new(id)
            .external_id(external_id)
            .email(owned(claims, &self.email)?)
            .email_verified(flag(claims, &self.email_verified))
            .name(owned(claims, &self.name)?))
    }

    fn scopes(&self, claims: &Claims) -> Result<Vec<String>, Refusal> {
        let stated = self.scopes.iter().find(|place| claims.at(place).is_some());
        let Some(place) = stated else {
            return Ok(Vec::new());
        };
        match claims.at(place) {
            Some(Value::String(words)) => {
                Ok(words.split_ascii_whitespace().map(str::to_owned).collect())
            }
            _ => list(claims, place),
        }
    }
}

/// A string, or none; `null` is none, as profile claims are written by some issuers.
fn owned(claims: &Claims, place: &str) -> Result<Option<String>, Refusal> {
    match claims.at(place) {
        Some(Value::Null) => Ok(None),
        _ => Ok(claims.text(place)?.map(str::to_owned)),
    }
}

/// An id: a string, or a whole number.
fn identifier(claims: &Claims, place: &str) -> Result<Option<String>, Refusal> {
    match claims.at(place) {
        Some(Value::Number(number)) if number.is_u64() => Ok(Some(number.to_string())),
        _ => owned(claims, place),
    }
}

/// A boolean; some issuers write it as a string.
fn flag(claims: &Claims, place: &str) -> Option<bool> {
    match claims.at(place)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// An array of strings, or one string.
fn list(claims: &Claims, place: &str) -> Result<Vec<String>, Refusal> {
    let malformed = || {
        let what = "is neither a string nor an array of strings";
        Refusal::over(Reason::ClaimsMalformed, place, what)
    };
    match claims.at(place) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        Some(Value::Array(several)) => several
            .iter()
            .map(|one| one.as_str().map(str::to_owned).ok_or_else(malformed))
            .collect(),
        Some(_) => Err(malformed()),
    }
}

fn refused(why: Box<dyn Error + Send + Sync>) -> Refusal {
    Refusal::new(Reason::ClaimsRefused, why)
}

impl fmt::Debug for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mapping")
            .field("customer_id", &self.customer_id)
            .field("closure", &self.closure.is_some())
            .finish_non_exhaustive()
    }
}
