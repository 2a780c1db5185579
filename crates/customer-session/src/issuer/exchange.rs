//! From a session that was verified to one that others verify by themselves.

use super::{ExchangeError, JwtIssuer, MintedSession, NewSession};
use crate::{VerifiedSession, session::Proven};

impl JwtIssuer {
    /// Signs a session that was verified here, so that other services verify it without a call:
    /// the customer's id as `sub`, `email`, `email_verified`, `name`, `external_id`, the scopes, the
    /// roles, the member's id and role, the provider's name, and the id of the session, `sid`, if its
    /// issuer gave it one.
    ///
    /// It begins now, and ends after the issuer's [lifetime](super::JwtIssuerBuilder::lifetime), or
    /// when the given session ends if that is sooner: it does not outlive it. (A verifier whose
    /// leeway for clocks is 30 s serves it for 30 s longer than it says.)
    ///
    /// # Security
    ///
    /// Ending the given session does not end those that were signed for it: nobody is asked about
    /// them, and they are good until they expire. Keep the lifetime short, and exchange anew; an
    /// ended session is not exchanged. Where a service must know sooner, end the signed session there
    /// too, by its `sid` or [`jti`](MintedSession::jti).
    ///
    /// # Errors
    ///
    /// When the session has [expired](ExchangeError::Expired) or was [ended](ExchangeError::Ended),
    /// states [no expiry](ExchangeError::NoExpiry), or is [stale](ExchangeError::Stale); when the
    /// engine that verified it is [gone](ExchangeError::NoEngine); and when it cannot be
    /// [signed](ExchangeError::Mint).
    pub fn exchange(&self, session: &VerifiedSession) -> Result<MintedSession, ExchangeError> {
        let proven = session.proven();
        if proven.stale {
            return Err(ExchangeError::Stale);
        }
        if was_ended(session)? {
            return Err(ExchangeError::Ended);
        }
        let facts = &proven.facts;
        let stated = facts.expires_at.ok_or(ExchangeError::NoExpiry)?;
        // Where it is served for shorter than it says, so is this one; never for longer.
        let end = facts.end().map_or(stated, |end| end.min(stated));
        self.mint_within(describe(proven).not_after(end))?
            .ok_or(ExchangeError::Expired)
    }
}

/// Whether it was ended here. One that no engine ever verified is somebody's assertion, and cannot
/// have been.
fn was_ended(session: &VerifiedSession) -> Result<bool, ExchangeError> {
    let Some(home) = &session.proven().home else {
        return Ok(false);
    };
    let engine = home.engine.upgrade().ok_or(ExchangeError::NoEngine)?;
    Ok(engine.was_ended(session))
}

fn describe(proven: &Proven) -> NewSession {
    let (customer, facts) = (&proven.customer, &proven.facts);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    NewSession::for_customer(customer.id().clone())
        .email(owned(customer.email()))
        .email_verified(customer.email_verified())
        .name(owned(customer.name()))
        .external_id(owned(customer.external_id()))
        .member(facts.member.clone())
        .provider(customer.provider())
        .roles(facts.roles.iter().cloned())
        .scopes(facts.scopes.iter().cloned())
        .session_id(facts.session_id.clone())
}
