//! Sessions of which all stands in the token, customer included.

use std::sync::Arc;

use super::{
    Engine,
    ask::{SessionAnswer, check_id},
};
use crate::{
    cache::{Asked, Cache, Home, Now},
    provider::{ProviderError, Route, SessionFacts},
    rejection::Reason,
    session::{CustomerRecord, VerifiedSession},
    token::LocalKey,
};

impl Engine {
    /// Judges a token without asking anybody, where its provider can.
    pub(super) fn judge_here(
        self: &Arc<Self>,
        key: LocalKey,
        token: &str,
        route: &Route,
    ) -> Option<SessionAnswer> {
        let asked = self.asking();
        let facts = match route.provider.verify_local(token, asked.at)? {
            Ok(facts) => facts,
            Err(error) => return Some(Err(error)),
        };
        let mut facts = facts.self_contained();
        let record = facts.customer.take()?;
        self.newest.note(facts.issued_at);
        let answer = check_id(&record, &facts.customer_id)
            .and_then(|()| self.limit(&mut facts, route))
            .map(|()| {
                let home = self.home(key, token, route, asked);
                self.take_in(facts, record, route, home, asked)
            });
        Some(answer)
    }

    /// A session that is good by what stands in its token.
    pub(super) fn take_in(
        &self,
        facts: SessionFacts,
        record: CustomerRecord,
        route: &Route,
        home: Home,
        asked: Asked,
    ) -> VerifiedSession {
        let found = self
            .cache
            .own_customer(record, &route.name, facts.end(), asked);
        VerifiedSession::new(if route.provider.remembers() {
            self.cache.remember_session(facts, found, true, home, asked)
        } else {
            Cache::pass_session(facts, found, home)
        })
    }

    /// Ends a session no later than its revocation would be forgotten, or refuses it if it is over.
    ///
    /// No issuer is asked who could say no to it: what was ended is good again as soon as nobody
    /// remembers that it was.
    pub(super) fn limit(
        &self,
        facts: &mut SessionFacts,
        route: &Route,
    ) -> Result<(), ProviderError> {
        self.still_good(facts)?;
        let (now, longest) = (Now::read(&*self.clock), self.longest_session_of(route));
        let Some(begun) = facts.issued_at else {
            // It may have begun whenever; by its end it must have begun lately.
            let may_last = facts.end().is_some_and(|end| now.until(end) <= longest);
            return may_last.then_some(()).ok_or_else(too_old);
        };
        // Beyond all times nothing is forgotten either.
        let Some(last) = begun.checked_add(longest) else {
            return Ok(());
        };
        if now.is_at_or_past(last) {
            return Err(too_old());
        }
        facts.valid_until = Some(facts.end().map_or(last, |end| end.min(last)));
        Ok(())
    }
}

fn too_old() -> ProviderError {
    ProviderError::refused(
        Reason::ClaimsTooOld,
        "issued longer ago than a revocation is remembered, or at a moment that is not stated: raise `longest_session`",
    )
}
