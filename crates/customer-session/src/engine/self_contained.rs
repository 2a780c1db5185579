//! Sessions of which all stands in the token, customer included.

use std::sync::Arc;

use super::{Engine, ask::SessionAnswer, customers::check_id};
use crate::{
    cache::{Asked, Cache, FoundCustomer, Home, Now, Source},
    provider::{ProviderError, Route, SessionFacts},
    rejection::Reason,
    session::{Customer, CustomerRecord, VerifiedSession},
    token::LocalKey,
};

/// What came of judging a token without asking anybody.
pub(super) enum Here {
    Answer(SessionAnswer),
    /// The session is good, but something must be added to its customer first.
    Judged(Box<Judged>),
}

/// A session that was found good without asking anybody.
#[derive(Debug)]
pub(crate) struct Judged {
    facts: SessionFacts,
    record: CustomerRecord,
    asked: Asked,
}

impl Judged {
    pub(super) fn parts(&self) -> (SessionFacts, Option<CustomerRecord>, Asked) {
        (self.facts.clone(), Some(self.record.clone()), self.asked)
    }
}

impl Engine {
    /// Judges a token without asking anybody, where its provider can.
    pub(super) fn judge_here(
        self: &Arc<Self>,
        key: LocalKey,
        token: &str,
        route: &Route,
    ) -> Option<Here> {
        let asked = self.asking();
        let facts = match route.provider.verify_local(token, asked.at)? {
            Ok(facts) => facts,
            Err(error) => return Some(Here::Answer(Err(error))),
        };
        let mut facts = facts.self_contained();
        let record = facts.customer.take()?;
        self.newest.note(facts.issued_at);
        let good =
            check_id(&record, &facts.customer_id).and_then(|()| self.limit(&mut facts, route));
        if let Err(error) = good {
            return Some(Here::Answer(Err(error)));
        }
        let added = if route.enrichments.is_empty() {
            None
        } else {
            match self.added_before(&record, route) {
                Some(Ok(found)) => Some(found),
                Some(Err(error)) => return Some(Here::Answer(Err(error))),
                None => {
                    return Some(Here::Judged(Box::new(Judged {
                        facts,
                        record,
                        asked,
                    })));
                }
            }
        };
        let home = self.home(key, token, route, asked);
        let session = self.take_in(facts, record, added, route, home, asked);
        Some(Here::Answer(Ok(session)))
    }

    /// A session that is good by what stands in its token, with what was added to its customer.
    pub(super) fn take_in(
        &self,
        facts: SessionFacts,
        record: CustomerRecord,
        added: Option<FoundCustomer>,
        route: &Route,
        home: Home,
        asked: Asked,
    ) -> VerifiedSession {
        let (found, source) = match added {
            None => {
                let (name, end) = (&route.name, facts.end());
                let found = self.cache.own_customer(record, name, end, asked);
                (found, Source::Token)
            }
            Some(mut found) => {
                let extensions = found.answer.customer.extensions().clone();
                found.answer.customer = Customer::vouched(record, route.name.clone(), extensions);
                (found, Source::TokenExtended)
            }
        };
        VerifiedSession::new(if route.provider.remembers() {
            self.cache
                .remember_session(facts, found, source, home, asked)
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
