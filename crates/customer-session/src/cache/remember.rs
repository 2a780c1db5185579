//! Puts answers where they are found again.

use std::{sync::Arc, time::SystemTime};

use super::{
    Cache, CustomerKey, CustomerSlot, Deadline, Denial, FoundCustomer, Home, Now, Source, Spread,
    slot::CustomerAnswer, terms::Terms,
};
use crate::{
    provider::SessionFacts,
    rejection::Reason,
    session::{Customer, CustomerRecord, Proven},
    token::LocalKey,
};

/// A question to an issuer, once it is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// When it was asked.
    pub(crate) at: Now,
    /// Its number; see `Tombstones`.
    pub(crate) number: u64,
}

impl Cache {
    /// Remembers a session with its customer.
    pub(crate) fn remember_session(
        &self,
        facts: SessionFacts,
        found: FoundCustomer,
        source: Source,
        home: Home,
        asked: Asked,
    ) -> Arc<Proven> {
        let lifetime = if facts.self_contained {
            self.lifetimes.session.of_what_stands_in_the_token()
        } else {
            self.lifetimes.session
        };
        let terms = Terms::new(asked.at, lifetime, home.key.spread(), facts.end());
        let customer = found.answer.customer.clone();
        let session = Proven::new(facts, customer, Some(home));
        self.keep(session.remembered(terms, found, source))
    }

    /// The customer whose record stands in the token itself, in a slot of that session's own: what
    /// another token says of the same customer is not what this one says.
    pub(crate) fn own_customer(
        &self,
        record: CustomerRecord,
        provider: &Arc<str>,
        end: Option<SystemTime>,
        asked: Asked,
    ) -> FoundCustomer {
        let slot = self.slot();
        let lifetime = self.lifetimes.session.of_what_stands_in_the_token();
        let terms = Terms::new(asked.at, lifetime, Spread(0), end);
        let answer = slot.put(Customer::assertion(record, provider.clone()), terms, asked);
        FoundCustomer { slot, answer }
    }

    /// A session that is not kept, but can be ended as any other.
    pub(crate) fn pass_session(
        facts: SessionFacts,
        found: FoundCustomer,
        home: Home,
    ) -> Arc<Proven> {
        Arc::new(Proven::new(facts, found.answer.customer, Some(home)))
    }

    /// Gives a session the newest answer about its customer.
    pub(crate) fn update(
        &self,
        session: &Arc<Proven>,
        found: FoundCustomer,
        now: Now,
    ) -> Arc<Proven> {
        // What was never remembered cannot be brought up to date, and stays as it is.
        let Some(remembered) = &session.remembered else {
            return session.clone();
        };
        let customer = session.customer_by(&found.answer);
        let updated = Proven::new(session.facts.clone(), customer, session.home.clone());
        let (terms, source) = (remembered.session(), remembered.source());
        let updated = self.keep(updated.remembered(terms, found, source));
        // What its issuer said no to since it was looked up does not come back.
        if let Some(home) = &updated.home
            && self.denial(home.key, now).is_some()
        {
            self.forget_session(home.key);
        }
        updated
    }

    fn forget_session(&self, key: LocalKey) {
        self.sessions.invalidate(&key);
        self.front.remove(key);
    }

    fn keep(&self, session: Proven) -> Arc<Proven> {
        let session = Arc::new(session);
        if let Some(home) = &session.home {
            self.sessions.insert(home.key, session.clone());
            self.present(home.key, session.clone());
        }
        session
    }

    /// Puts a session where the next hit looks first.
    pub(super) fn present(&self, key: LocalKey, session: Arc<Proven>) {
        self.front.put(key, session);
        // The cache may have let go of it since it was found there, and who takes it out of the
        // table then came too early.
        if !self.sessions.contains_key(&key) {
            self.front.remove(key);
        }
    }

    /// Puts a customer into its slot, where all of the customer's sessions see it; `with` an answer
    /// that a part of it is from, which it does not outlive.
    pub(crate) fn remember_customer(
        &self,
        key: CustomerKey,
        customer: Customer,
        spread: Spread,
        mut asked: Asked,
        with: Option<&CustomerAnswer>,
    ) -> FoundCustomer {
        let slot = self.customers.get_with(key.clone(), || self.slot());
        let mut terms = Terms::new(asked.at, self.lifetimes.customer, spread, None);
        if let Some(part) = with {
            terms = terms.earlier(part.terms);
            asked.number = asked.number.min(part.asked.number);
        }
        let answer = slot.put(customer, terms, asked);
        // Inserted anew even if it was there: its weight changed, and its time to live begins
        // again.
        self.customers.insert(key, slot.clone());
        FoundCustomer { slot, answer }
    }

    fn slot(&self) -> Arc<CustomerSlot> {
        Arc::new(CustomerSlot::new(self.replaced.clone()))
    }

    /// Has a customer asked for again; see `CustomerSlot::expire`.
    pub(crate) fn expire_customer(&self, key: CustomerKey, change: u64, now: Now) {
        // Made if it is not there: an answer may be on its way to it.
        self.customers
            .get_with(key, || self.slot())
            .expire(change, now);
    }

    /// Remembers the issuer's "no" to a token, in place of anything good that was remembered.
    pub(crate) fn remember_denial(&self, key: LocalKey, reason: Reason, asked: Now) {
        let deadline = Deadline::new(asked, self.lifetimes.denial, None);
        // The denial first: whoever puts the session back after it was forgotten finds it.
        self.denials.insert(key, Denial { reason, deadline });
        self.forget_session(key);
    }

    /// Remembers the issuer's "no" to a customer, for all sessions of that customer.
    pub(crate) fn remember_customer_denial(&self, key: CustomerKey, reason: Reason, asked: Now) {
        if let Some(slot) = self.customers.remove(&key) {
            slot.clear();
        }
        let deadline = Deadline::new(asked, self.lifetimes.customer_denial, None);
        self.customer_denials
            .insert(key, Denial { reason, deadline });
    }

    /// Forgets the issuer's "no" to a customer.
    pub(crate) fn forget_customer_denial(&self, key: &CustomerKey) {
        self.customer_denials.invalidate(key);
    }
}
