//! What is remembered of one session.

use std::sync::{Arc, Weak};

use super::{
    CustomerKey,
    deadline::Now,
    replaced::Replaced,
    slot::{CustomerAnswer, CustomerSlot, FoundCustomer, claim},
    terms::Terms,
};
use crate::{
    engine::Engine,
    revoke::{Life, WhoseRef},
    session::{Customer, CustomerRecord, Proven},
    token::LocalKey,
};

/// What the cache notes about a session.
#[derive(Clone, Debug)]
pub(crate) struct Remembered {
    /// Where the customer's record is from.
    source: Source,
    /// Where newer answers about the customer arrive.
    slot: Arc<CustomerSlot>,
    /// The edition of the slot that the session's own copy of the customer is from.
    edition: u64,
    /// The times of the session's own answer.
    session: Terms,
}

/// Where the record of a session's customer is from, and so what its slot holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// It came with the facts, so that only a new verification brings it anew.
    Facts,
    /// The issuer was asked for it.
    LookUp,
    /// It stands in the token, and is this session's own. So is the slot.
    Token,
    /// It stands in the token, and is this session's own. The slot holds what was added to the
    /// customer, which all sessions share.
    TokenExtended,
}

impl Source {
    /// Whether only a new verification brings what the slot holds.
    const fn is_carried(self) -> bool {
        matches!(self, Self::Facts | Self::Token)
    }
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
    pub(super) const fn source(&self) -> Source {
        self.source
    }

    pub(super) const fn slot(&self) -> &Arc<CustomerSlot> {
        &self.slot
    }

    pub(super) const fn session(&self) -> Terms {
        self.session
    }

    pub(super) const fn is_carried(&self) -> bool {
        self.source.is_carried()
    }

    /// Whether the record is the session's own, and only what was added to it is renewed.
    pub(crate) fn is_token_extended(&self) -> bool {
        self.source == Source::TokenExtended
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
        if self.session.is_due(now) || (self.is_carried() && customer.is_due(now)) {
            Some(Renewal::Session)
        } else if customer.is_due(now) {
            Some(Renewal::Customer)
        } else {
            None
        }
    }
}

impl Proven {
    /// The same session, to be remembered with these times and this answer about its customer.
    pub(super) fn remembered(mut self, terms: Terms, found: FoundCustomer, source: Source) -> Self {
        self.at_hand
            .keep_until(terms.due.earlier(found.answer.terms.due));
        self.remembered = Some(Remembered {
            source,
            slot: found.slot,
            edition: found.answer.edition,
            session: terms,
        });
        self
    }

    /// Whether the session may be served as it is, without a thought, unless it was ended: that is
    /// not looked at here.
    pub(super) fn is_fresh(&self, now: Now, replaced: &Replaced) -> bool {
        let look = || self.has_newest_customer();
        self.at_hand.is_fresh(now, replaced, look)
    }

    fn has_newest_customer(&self) -> bool {
        let kept = self.remembered.as_ref();
        kept.is_some_and(|kept| kept.slot.edition() == kept.edition)
    }

    /// Whether the session must be asked about, whatever is known of its customer.
    pub(crate) fn is_past(&self, now: Now) -> bool {
        let remembered = self.remembered.as_ref();
        remembered.is_some_and(|kept| kept.session.end.passed(now))
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
        claim(&self.renewal, now, pause)
    }

    /// The customer of the session by an answer from its slot.
    pub(super) fn customer_by(&self, answer: &CustomerAnswer) -> Customer {
        let kept = self.remembered.as_ref();
        if kept.is_some_and(Remembered::is_token_extended) {
            self.customer.extended(answer.customer.extensions().clone())
        } else {
            answer.customer.clone()
        }
    }

    /// The key of the slot that the session points to.
    pub(super) fn customer_key(&self) -> Option<CustomerKey> {
        let key = CustomerKey::new(self.home.as_ref()?.provider, self.facts.customer_id.clone());
        let kept = self.remembered.as_ref()?;
        Some(if kept.is_token_extended() {
            key.of_extensions()
        } else {
            key
        })
    }

    /// About how many bytes the session takes in memory. A customer whom other sessions share is
    /// weighed where it is shared; one who stands in the token is this session's alone, and nobody
    /// else weighs it.
    pub(super) fn weight(&self) -> usize {
        let own = self
            .remembered
            .as_ref()
            .map_or(0, |kept| match kept.source {
                Source::Facts | Source::LookUp => 0,
                Source::Token => kept.slot.weight(),
                Source::TokenExtended => {
                    size_of::<CustomerRecord>() + self.customer.record().text_weight()
                }
            });
        size_of::<Self>() + self.facts.text_weight() + own
    }
}
