//! From the server's answer to a session and its customer.

use std::{fmt, sync::Arc};

use super::rules::Times;
use crate::{
    provider::{
        SessionFacts,
        claims::{
            Claims, Closure, Mapped, Refusal, flag, identifier, list, owned, system_time, words,
        },
    },
    rejection::Reason,
    session::CustomerRecord,
};

/// How answers are read.
#[derive(Clone, Default)]
pub(super) enum Mapping {
    /// By an application's own rule.
    Closure(Arc<Closure>),
    /// The customer's id is a word of `scope`, behind this prefix.
    Scope(&'static str),
    /// `sub`, else `username`.
    #[default]
    Subject,
}

impl Mapping {
    pub(super) fn apply(&self, claims: &Claims, times: Times) -> Result<SessionFacts, Refusal> {
        let mapped = match self {
            Self::Closure(closure) => closure(claims).map_err(Refusal::by_closure)?,
            Self::Scope(prefix) => Mapped::new(CustomerRecord::new(in_scope(claims, prefix)?)),
            Self::Subject => Mapped::new(by_subject(claims)?),
        };
        let record = mapped.customer;
        if record.id.as_str().is_empty() {
            return Err(Refusal::by_closure("the customer's id is empty".into()));
        }
        let roles = mapped.roles.map_or_else(|| list(claims, "roles"), Ok)?;
        let scopes = mapped.scopes.map_or_else(|| words(claims, "scope"), Ok)?;
        Ok(SessionFacts::new(record.id.clone())
            .member(mapped.member)
            .issued_at(times.issued.and_then(system_time))
            .expires_at(times.expires.and_then(system_time))
            .session_id(owned(claims, "sid")?)
            .subject(identifier(claims, "sub")?)
            .token_id(owned(claims, "jti")?)
            .roles(roles)
            .scopes(scopes)
            .customer(record))
    }
}

fn by_subject(claims: &Claims) -> Result<CustomerRecord, Refusal> {
    let id = match identifier(claims, "sub")? {
        Some(id) => Some(id),
        None => identifier(claims, "username")?,
    };
    let nobody = || {
        let detail = "neither `sub` nor `username` says whose it is";
        Refusal::new(Reason::ClaimsMissing, detail)
    };
    let id = id.filter(|id| !id.is_empty()).ok_or_else(nobody)?;
    Ok(CustomerRecord::new(id)
        .email(owned(claims, "email")?)
        .email_verified(flag(claims, "email_verified"))
        .name(owned(claims, "name")?))
}

/// The one id that a word of `scope` holds. Of two nobody knows which it is.
fn in_scope(claims: &Claims, prefix: &str) -> Result<String, Refusal> {
    let words = words(claims, "scope")?;
    let mut ids = words.iter().filter_map(|word| word.strip_prefix(prefix));
    match (ids.next(), ids.next()) {
        (Some(id), None) if !id.is_empty() => Ok(id.to_owned()),
        (None | Some(_), None) => Err(Refusal::new(
            Reason::ClaimsMissing,
            "`scope` names no customer",
        )),
        _ => Err(Refusal::new(
            Reason::ClaimsMalformed,
            "`scope` names two customers",
        )),
    }
}

impl fmt::Debug for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closure(_) => "Closure(..)",
            Self::Scope(_) => "Scope",
            Self::Subject => "Subject",
        })
    }
}
