//! From a session that was verified to one that others verify by themselves.

use super::{ExchangeError, JwtIssuer, MintedSession, NewSession};
use crate::{VerifiedSession, cache::Now, revoke::Standing, session::Proven};

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
    /// Exchange a session in the request that it came with: later it may have to be asked about
    /// anew, which this does not do. (A session that is [not
    /// remembered](crate::provider::jwt::JwtProviderBuilder::remember) counts as of when it was
    /// verified, unless it was ended.)
    ///
    /// Only sessions of the provider that
    /// [`exchanges`](super::JwtIssuerBuilder::exchanges) names are exchanged, since `sub` and `sid`
    /// are its ids.
    ///
    /// # Security
    ///
    /// The other service must look at `member_id`, else a member of a team, whatever their role, is
    /// to it the customer in person. One that verifies with this crate needs
    /// [`customer_sessions`](crate::provider::jwt::JwtProviderBuilder::customer_sessions): a
    /// [`JwtProvider`](crate::provider::jwt::JwtProvider) without it reads no member. With another
    /// library, refuse what has the claim `member_id` wherever members are not told apart.
    ///
    /// Ending the given session does not end those that were signed for it: nobody is asked about
    /// them, and they are good until they expire. Keep the lifetime short, and exchange anew; an
    /// ended session is not exchanged. Where a service must know sooner, end the signed session there
    /// too, by its `sid` or [`jti`](MintedSession::jti).
    ///
    /// # Errors
    ///
    /// When the session is of [another provider](ExchangeError::OtherProvider), or none was named;
    /// when it has [expired](ExchangeError::Expired) or was [ended](ExchangeError::Ended),
    /// states [no expiry](ExchangeError::NoExpiry), or is [stale](ExchangeError::Stale); when the
    /// engine that verified it is [gone](ExchangeError::NoEngine); and when it cannot be
    /// [signed](ExchangeError::Mint).
    pub fn exchange(&self, session: &VerifiedSession) -> Result<MintedSession, ExchangeError> {
        let proven = session.proven();
        self.refuse_other_providers(proven)?;
        let facts = &proven.facts;
        let stated = facts.expires_at.ok_or(ExchangeError::NoExpiry)?;
        // Where it is served for shorter than it says, so is this one; never for longer.
        let end = facts.end().map_or(stated, |end| end.min(stated));
        if end <= self.0.clock.wall() {
            return Err(ExchangeError::Expired);
        }
        refuse_unvouched(proven)?;
        self.mint_within(describe(proven).not_after(end))?
            .ok_or(ExchangeError::Expired)
    }

    /// RFC 7519 §4.1.2: a `sub` is one customer within the issuer, and providers give out ids each
    /// for itself.
    fn refuse_other_providers(&self, proven: &Proven) -> Result<(), ExchangeError> {
        let provider = proven.customer.provider();
        match self.0.exchanges.as_deref() {
            Some(exchanged) if exchanged == provider => Ok(()),
            exchanged => Err(ExchangeError::OtherProvider {
                provider: provider.to_owned(),
                exchanged: exchanged.map(str::to_owned),
            }),
        }
    }
}

/// Refuses a session that would not be served at this moment without asking its issuer. One that no
/// engine ever verified is somebody's assertion, and nobody knows better.
fn refuse_unvouched(proven: &Proven) -> Result<(), ExchangeError> {
    let Some(home) = &proven.home else {
        return Ok(());
    };
    let engine = home.engine.upgrade().ok_or(ExchangeError::NoEngine)?;
    match engine.standing(proven) {
        Standing::Ended => return Err(ExchangeError::Ended),
        Standing::Recheck => return Err(ExchangeError::Stale),
        Standing::Good => {}
    }
    let now = Now::read(&*engine.clock);
    let remembered = proven.remembered.as_ref();
    if proven.stale || remembered.is_some_and(|kept| kept.is_too_old(now)) {
        return Err(ExchangeError::Stale);
    }
    Ok(())
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
