//! Looks up what is remembered, and says what may be done with it.

use std::sync::Arc;

use super::{Cache, CustomerKey, FoundCustomer, Now, Renewal};
use crate::{
    rejection::Reason,
    revoke::{Standing, Tombstones},
    session::{Proven, VerifiedSession},
    token::LocalKey,
};

/// What is remembered of a token.
#[derive(Debug)]
pub(crate) enum Recall {
    /// Nothing that may be served without asking; perhaps something that may be served if the
    /// issuer cannot be asked.
    Nothing(Option<Arc<Proven>>),
    /// The session is good, but its customer must be asked for.
    SessionOnly(Arc<Proven>),
    /// The issuer said no.
    Denied(Reason),
    /// The session was ended here.
    Ended,
    /// All of it, and some of it is worth renewing.
    Due(VerifiedSession, Renewal),
    /// All of it.
    Hit(VerifiedSession),
}

impl Cache {
    /// Looks for a session that was presented a moment ago and may be served without a thought.
    pub(crate) fn recall_at_once(
        &self,
        key: LocalKey,
        now: Now,
        tombstones: &Tombstones,
    ) -> Option<VerifiedSession> {
        let number = tombstones.number();
        self.front
            .get(key, |session| self.is_hit(session, now, number))
            .map(VerifiedSession::new)
    }

    /// Looks a token up.
    pub(crate) fn recall(&self, key: LocalKey, now: Now, tombstones: &Tombstones) -> Recall {
        match self.sessions.get(&key) {
            Some(session) if self.is_hit(&session, now, tombstones.number()) => {
                self.present(key, session.clone());
                Recall::Hit(VerifiedSession::new(session))
            }
            session => self.recall_in_part(key, session, now, tombstones),
        }
    }

    /// Whether a session may be served without a thought.
    fn is_hit(&self, session: &Proven, now: Now, number: u64) -> bool {
        session.is_fresh(now, &self.replaced) && session.at_hand.is_seen(number)
    }

    /// Looks for what is left of an entry that cannot be served without a thought.
    #[cold]
    fn recall_in_part(
        &self,
        key: LocalKey,
        session: Option<Arc<Proven>>,
        now: Now,
        tombstones: &Tombstones,
    ) -> Recall {
        let session = match session
            .as_ref()
            .map(|session| judge(session, now, tombstones))
        {
            Some(Standing::Ended) => return Recall::Ended,
            Some(Standing::Recheck) | None => None,
            Some(Standing::Good) => session,
        };
        if let Some(reason) = self.denial(key, now) {
            return Recall::Denied(reason);
        }
        match session {
            Some(session) => self.recall_session(key, session, now),
            None => Recall::Nothing(None),
        }
    }

    fn recall_session(&self, key: LocalKey, session: Arc<Proven>, now: Now) -> Recall {
        let Some(remembered) = &session.remembered else {
            return Recall::Nothing(None);
        };
        if remembered.session().end.passed(now) {
            let may_serve = !remembered.session().stale.passed(now);
            return Recall::Nothing(may_serve.then_some(session));
        }
        let Some(answer) = remembered.slot().live(now) else {
            return if remembered.is_carried() {
                Recall::Nothing(Some(session))
            } else {
                Recall::SessionOnly(session)
            };
        };
        let due = remembered.due(answer.terms, now);
        let current = if answer.edition == remembered.edition() {
            session
        } else {
            let slot = remembered.slot().clone();
            self.update(&session, FoundCustomer { slot, answer }, now)
        };
        if let Some(renewal) = due {
            return Recall::Due(VerifiedSession::new(current), renewal);
        }
        self.present(key, current.clone());
        Recall::Hit(VerifiedSession::new(current))
    }

    /// The issuer's "no" to a token, if it still counts.
    pub(crate) fn denial(&self, key: LocalKey, now: Now) -> Option<Reason> {
        let denial = self.denials.get(&key)?;
        (!denial.deadline.passed(now)).then_some(denial.reason)
    }

    /// Looks a customer up: the slot with a live customer, or the issuer's "no".
    pub(crate) fn recall_customer(
        &self,
        key: &CustomerKey,
        now: Now,
    ) -> Option<Result<FoundCustomer, Reason>> {
        if let Some(slot) = self.customers.get(key)
            && let Some(answer) = slot.live(now)
        {
            return Some(Ok(FoundCustomer { slot, answer }));
        }
        self.customer_denial(key, now).map(Err)
    }

    /// The issuer's "no" to a customer, if it still counts.
    fn customer_denial(&self, key: &CustomerKey, now: Now) -> Option<Reason> {
        let denial = self.customer_denials.get(key)?;
        (!denial.deadline.passed(now)).then_some(denial.reason)
    }

    /// What may be served of a session although its issuer cannot be asked: nothing past its
    /// expiry, and nothing over a "no".
    pub(crate) fn recall_stale(&self, key: LocalKey, session: &Proven, now: Now) -> Option<Proven> {
        let remembered = session.remembered.as_ref()?;
        if remembered.session().stale.passed(now) || self.denial(key, now).is_some() {
            return None;
        }
        // Whoever empties the slot, by a denial of the customer, takes this away too.
        let customer = session.customer_by(&remembered.slot().stale(now)?);
        let mut stale = Proven::new(session.facts.clone(), customer, session.home.clone());
        stale.stale = true;
        Some(stale)
    }
}

/// What became of a remembered session since it was last looked at.
fn judge(session: &Proven, now: Now, tombstones: &Tombstones) -> Standing {
    let Some((whose, life)) = session.whose() else {
        return Standing::Good;
    };
    let (standing, number) = tombstones.judge(whose.each(), life, now);
    if standing == Standing::Good {
        session.at_hand.seen_good(number);
    }
    standing
}
