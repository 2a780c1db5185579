//! What is remembered of one session.

use std::sync::{Arc, Weak, atomic::Ordering::Relaxed};

use super::{
    deadline::{Deadline, Now},
    slot::{CustomerAnswer, CustomerSlot, FoundCustomer},
    terms::Terms,
};
use crate::{
    engine::Engine,
    revoke::{Life, WhoseRef},
    session::Proven,
    token::LocalKey,
};

/// What the cache notes about a session.
#[derive(Clone, Debug)]
#[repr(C)] // What a hit reads comes first; see `Proven`.
pub(crate) struct Remembered {
    /// Whether the customer came with the facts, so that only a new verification brings it anew.
    ///
    /// A hit reads it too: it is here that `Some` is told from `None`.
    carried: bool,
    /// Where newer answers about the customer arrive.
    slot: Arc<CustomerSlot>,
    /// The edition of the slot that the session's own copy of the customer is from.
    edition: u64,
    /// Until when both answers, the session's and the customer's, are served without a thought, as
    /// long as the edition is the slot's.
    fresh: Deadline,
    /// The times of the session's own answer.
    session: Terms,
}

/// Which engine verified a session, and by what that engine knows it.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) engine: Weak<Engine>,
    /// Of the whole token, under which the session is remembered.
    pub(crate) key: LocalKey,
    /// Of the part that tells the token from all others, under which it is ended.
    pub(crate) identity: LocalKey,
    /// The place of the provider in the routing table.
    pub(crate) provider: usize,
    /// The number of the question; see `Tombstones`.
    pub(crate) asked: u64,
}

/// Which answers about a session are worth renewing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Renewal {
    /// That about the customer.
    Customer,
    /// That about the session, and that about the customer if it is due too.
    Session,
}

impl Remembered {
    pub(super) fn new(session: Terms, found: FoundCustomer, carried: bool) -> Self {
        let CustomerAnswer { terms, edition, .. } = found.answer;
        Self {
            fresh: session.due.earlier(terms.due),
            edition,
            slot: found.slot,
            session,
            carried,
        }
    }

    /// The same session with a newer answer about its customer.
    pub(super) fn with_customer(&self, found: FoundCustomer) -> Self {
        Self::new(self.session, found, self.carried)
    }

    pub(super) const fn slot(&self) -> &Arc<CustomerSlot> {
        &self.slot
    }

    pub(super) const fn session(&self) -> Terms {
        self.session
    }

    pub(super) const fn is_carried(&self) -> bool {
        self.carried
    }

    pub(super) const fn edition(&self) -> u64 {
        self.edition
    }

    /// Whether nobody would be served this session without asking its issuer first: its own answer
    /// is too old, or that about the customer is, or was taken away.
    #[cfg(feature = "jwt")]
    pub(crate) fn is_too_old(&self, now: Now) -> bool {
        self.session.end.passed(now) || self.slot.live(now).is_none()
    }

    /// What is worth renewing, given the times of the customer's newest answer.
    pub(super) fn due(&self, customer: Terms, now: Now) -> Option<Renewal> {
        if self.session.is_due(now) || (self.carried && customer.is_due(now)) {
            Some(Renewal::Session)
        } else if customer.is_due(now) {
            Some(Renewal::Customer)
        } else {
            None
        }
    }
}

impl Proven {
    /// Whether the session may be served as it is, without a thought: nothing of it is worth
    /// renewing, no newer answer about the customer arrived, and nothing was ended since it was
    /// looked at.
    pub(super) fn is_fresh(&self, now: Now, number: u64) -> bool {
        self.remembered.as_ref().is_some_and(|kept| {
            !kept.fresh.passed(now)
                && self.seen.load(Relaxed) == number
                && kept.slot.edition() == kept.edition
        })
    }

    /// Notes up to which change the session was found good.
    pub(crate) fn seen_good(&self, number: u64) {
        self.seen.store(number, Relaxed);
    }

    /// Whose the session is, and when it began; `None` for one that no engine verified.
    pub(crate) fn whose(&self) -> Option<(WhoseRef<'_>, Life)> {
        let home = self.home.as_ref()?;
        let whose = WhoseRef {
            token: home.identity,
            provider: home.provider,
            customer: self.facts.customer_id.shared(),
            member: self.facts.member.as_ref().map(|member| &*member.id),
            session: self.facts.session_id.as_deref(),
            subject: self.facts.subject.as_deref(),
            token_id: self.facts.token_id.as_deref(),
        };
        let life = Life {
            issued_at: self.facts.issued_at,
            asked: home.asked,
        };
        Some((whose, life))
    }

    /// Whether nobody tried to renew the session within the last while: true for one caller only.
    pub(crate) fn claim_renewal(&self, now: Now, pause: u64) -> bool {
        let moment = now.monotonic().as_nanos() as u64;
        let next = self.renewal.load(Relaxed);
        moment >= next
            && self
                .renewal
                .compare_exchange(next, moment.saturating_add(pause), Relaxed, Relaxed)
                .is_ok()
    }

    /// About how many bytes the session takes in memory. A customer whom other sessions share is
    /// weighed where it is shared; one who stands in the token is this session's alone, and nobody
    /// else weighs it.
    pub(super) fn weight(&self) -> usize {
        let own = self
            .remembered
            .as_ref()
            .filter(|kept| kept.carried && self.facts.self_contained);
        size_of::<Self>() + self.facts.text_weight() + own.map_or(0, |kept| kept.slot.weight())
    }
}
