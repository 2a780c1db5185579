//! Who a request comes from.

use std::collections::BTreeSet;

use hyper::{HeaderMap, header::AUTHORIZATION};

use super::{
    answer::{self, Answer},
    call::Call,
    rate::{Caller, Limited, RateLimitGroup},
    world::{Grant, Session, World},
};
use crate::hashed::TokenHash;

/// Who a request comes from.
#[derive(Debug)]
pub(super) enum Subject {
    /// No usable token was sent.
    Anonymous,
    /// An organization's access token was sent.
    Organization {
        id: String,
        scopes: BTreeSet<String>,
    },
    /// A customer's or a member's session token was sent.
    Session(Session),
}

impl World {
    /// Authenticates a request and counts it against the rate limit of who sent it.
    ///
    /// 1. A bearer that was not accepted in the last 300 seconds is counted for itself.
    /// 2. A bearer that is unknown, expired, or whose customer or member is gone is refused.
    /// 3. Everybody else is counted for themselves; without a usable bearer, that is their address.
    pub(super) fn admit(&mut self, call: &Call) -> Result<Subject, Answer> {
        let Some(token) = bearer(&call.headers) else {
            self.limiter
                .count(
                    Caller::Address(call.peer),
                    RateLimitGroup::Default,
                    call.monotonic,
                )
                .map_err(limited)?;
            return Ok(Subject::Anonymous);
        };
        let hash = self.hash_key.hash(token);
        let pending = !self.limiter.knows(&hash, call.monotonic);
        if pending {
            let caller = Caller::Pending(hash);
            self.limiter
                .count(caller, RateLimitGroup::Default, call.monotonic)
                .map_err(limited)?;
        }
        let subject = self.resolve(&hash, call);
        self.limiter.note(hash, subject.is_some(), call.monotonic);
        let subject = subject.ok_or_else(answer::invalid_token)?;
        if !pending {
            self.count(&subject, call).map_err(limited)?;
        }
        Ok(subject)
    }

    fn resolve(&self, hash: &TokenHash, call: &Call) -> Option<Subject> {
        match self.grants.get(hash)? {
            Grant::Access {
                organization_id,
                scopes,
            } => Some(Subject::Organization {
                id: organization_id.clone(),
                scopes: scopes.clone(),
            }),
            Grant::Session(session) => self
                .is_alive(session, call)
                .then(|| Subject::Session(session.clone())),
        }
    }

    fn is_alive(&self, session: &Session, call: &Call) -> bool {
        let member_lives = session
            .member_id
            .as_ref()
            .is_none_or(|id| self.members.get(id).is_some_and(|member| !member.deleted));
        session.expires_at > call.now
            && member_lives
            && self.live_customer(&session.customer_id).is_some()
    }

    fn count(&mut self, subject: &Subject, call: &Call) -> Result<(), Limited> {
        let (caller, group) = match subject {
            Subject::Anonymous => (Caller::Address(call.peer), RateLimitGroup::Default),
            Subject::Organization { id, .. } => {
                let group = self
                    .organizations
                    .get(id)
                    .map(|row| row.group)
                    .unwrap_or_default();
                (Caller::Organization(id.clone()), group)
            }
            Subject::Session(session) => (caller_of(session), RateLimitGroup::Default),
        };
        self.limiter.count(caller, group, call.monotonic)
    }
}

/// All tokens of one person share a window.
fn caller_of(session: &Session) -> Caller {
    match &session.member_id {
        Some(member) => Caller::Member(member.clone()),
        None => Caller::Customer(session.customer_id.clone()),
    }
}

fn limited(limited: Limited) -> Answer {
    answer::too_many_requests(Some(limited.window))
}

/// The bearer token of a request, if there is one that is worth looking up.
///
/// The scheme is case-insensitive and spaces around the token are dropped. A second word stays part
/// of the token, which makes it an unknown one. Text outside ASCII, and the tokens with which
/// OAuth2 clients register, count as no token at all.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    let usable = scheme.eq_ignore_ascii_case("bearer")
        && !token.is_empty()
        && !token.starts_with("polar_crt_");
    usable.then_some(token)
}
