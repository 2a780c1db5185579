//! The claims of a signed session (RFC 9068 §2.2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::{MintError, NewSession};
use crate::{provider::jwt::MAX_DEPTH, rights::is_scope_token};

/// What is the same in every session of one issuer.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) issuer: String,
    pub(super) audience: Vec<String>,
    pub(super) client_id: String,
    pub(super) lifetime: Duration,
}

/// From when to when, in whole seconds since 1970.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Term {
    pub(super) issued_at: u64,
    pub(super) expires_at: u64,
}

impl Frame {
    /// When a session ends that begins now: after its lifetime, and never later than it may. `None`
    /// if that is no time at all.
    pub(super) fn term(&self, session: &NewSession, now: SystemTime) -> Option<Term> {
        let wanted = session.lifetime.unwrap_or(self.lifetime);
        let end = now.checked_add(wanted.min(self.lifetime))?;
        let end = session.not_after.map_or(end, |last| last.min(end));
        let term = Term {
            issued_at: seconds(now),
            // Rounded down: it may end a moment too soon, and not too late.
            expires_at: seconds(end),
        };
        (term.expires_at > seconds(now)).then_some(term)
    }

    /// The payload of a token.
    pub(super) fn claims(
        &self,
        session: &NewSession,
        term: Term,
        jti: &str,
    ) -> Result<String, MintError> {
        self.judge(session)?;
        let mut claims = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            value.map(|value| claims.insert(name.to_owned(), value))
        };
        set("iss", Some(json!(self.issuer)));
        set("sub", Some(json!(session.customer_id)));
        set("aud", Some(audience(&self.audience)));
        set("client_id", Some(json!(self.client_id)));
        set("iat", Some(json!(term.issued_at)));
        set("exp", Some(json!(term.expires_at)));
        set("jti", Some(json!(jti)));
        set("sid", session.session_id.as_ref().map(|id| json!(id)));
        set("email", session.email.as_ref().map(|email| json!(email)));
        set("email_verified", session.email_verified.map(Value::Bool));
        set("name", session.name.as_ref().map(|name| json!(name)));
        set(
            "external_id",
            session.external_id.as_ref().map(|id| json!(id)),
        );
        set(
            "provider",
            session.provider.as_ref().map(|name| json!(name)),
        );
        if let Some(member) = &session.member {
            set("member_id", Some(json!(member.id)));
            set("member_role", member.role.as_ref().map(|role| json!(role)));
        }
        let scopes = &session.scopes;
        set(
            "scope",
            (!scopes.is_empty()).then(|| json!(scopes.join(" "))),
        );
        let roles = &session.roles;
        set("roles", (!roles.is_empty()).then(|| json!(roles)));
        for (name, value) in &session.claims {
            if RESERVED.contains(&name.as_str()) || claims.contains_key(name) {
                return Err(MintError::ClaimTaken(name.clone()));
            }
            // The claims are a level of their own.
            if !fits_within(value, MAX_DEPTH - 1) {
                return Err(MintError::ClaimTooDeep(name.clone()));
            }
            claims.insert(name.clone(), value.clone());
        }
        Ok(Value::Object(claims).to_string())
    }

    /// Refuses what a verifier would read as something else than was meant.
    fn judge(&self, session: &NewSession) -> Result<(), MintError> {
        let unfit = |claim, mend| Err(MintError::ClaimUnfit { claim, mend });
        let subject = session.customer_id.as_str();
        if subject.is_empty() {
            return unfit("sub", "give the customer's id");
        }
        // RFC 9068 §5: who acts for a customer must not be taken for the client itself.
        if subject == self.client_id {
            return unfit("sub", "a customer cannot have the id of the client");
        }
        if session.session_id.as_ref().is_some_and(String::is_empty) {
            return unfit("sid", "give the session's id, or none");
        }
        if session
            .member
            .as_ref()
            .is_some_and(|member| member.id.is_empty())
        {
            return unfit("member_id", "give the member's id, or no member");
        }
        if session.roles.iter().any(String::is_empty) {
            return unfit("roles", "give names, not empty ones");
        }
        if !session.scopes.iter().all(|scope| is_scope_token(scope)) {
            return unfit(
                "scope",
                "use visible ASCII without space, `\"` and `\\` (RFC 6749 §3.3); a space would make two of one",
            );
        }
        Ok(())
    }
}

/// Whether a value has no more objects and arrays in each other than this.
fn fits_within(value: &Value, levels: usize) -> bool {
    let deeper = |value: &Value| levels > 0 && fits_within(value, levels - 1);
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(deeper),
        Value::Object(members) => levels > 0 && members.values().all(deeper),
        _ => true,
    }
}

/// One as text, several as a list: readers of both are more than readers of lists of one.
fn audience(audience: &[String]) -> Value {
    match audience {
        [one] => json!(one),
        several => json!(several),
    }
}

fn seconds(moment: SystemTime) -> u64 {
    moment
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The claims that are the issuer's own, and those from which a verifier reads rights, times or
/// another kind of token.
const RESERVED: &[&str] = &[
    "act",
    "aud",
    "azp",
    "client_id",
    "cnf",
    "email",
    "email_verified",
    "events",
    "exp",
    "external_id",
    "iat",
    "iss",
    "jti",
    "member_id",
    "member_role",
    "name",
    "nbf",
    "nonce",
    "provider",
    "roles",
    "scope",
    "scp",
    "sid",
    "sub",
];

#[cfg(test)]
mod tests;
