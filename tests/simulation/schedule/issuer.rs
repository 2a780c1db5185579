//! What happens at the issuer: sessions begin, customers change, and its mood does.

use std::time::Duration;

use customer_session::{clock::Clock, revoke::Sessions};

use super::Schedule;
use crate::{issuer::Mood, oracle::Whose, truth::SessionTruth};

impl Schedule {
    pub(super) fn mint(&mut self) {
        let token = format!("t{}", self.tokens.len());
        let begins = self.clock.monotonic();
        let session = {
            let desk = self.issuer.desk();
            let customer = self.rng.usize(..desk.truth.customers.len());
            if desk.truth.customers[customer].deleted.is_some() {
                return;
            }
            SessionTruth {
                customer,
                member: self.rng.bool().then(|| format!("m{}", self.rng.u8(..2))),
                begins,
                ends: begins + Duration::from_secs(self.rng.u64(1..=3600)),
                deleted: None,
                dated: self.rng.u8(..4) > 0,
            }
        };
        self.say(format_args!("mint {token}: {session:?}"));
        let mut desk = self.issuer.desk();
        desk.truth.sessions.insert(token.clone(), session);
        drop(desk);
        self.tokens.push(token);
    }

    pub(super) fn change_mood(&mut self) {
        let mood = if self.rng.bool() {
            Mood::Well
        } else {
            *self.rng.choice(&Mood::ALL).unwrap()
        };
        self.say(format_args!("the issuer is {mood:?}"));
        self.note_trouble();
        let mut desk = self.issuer.desk();
        desk.mood = mood;
        desk.late_truth = self.rng.bool();
    }

    pub(super) fn let_one_go(&mut self) {
        self.note_trouble();
        let mut desk = self.issuer.desk();
        if desk.held.is_empty() {
            return;
        }
        let one = self.rng.usize(..desk.held.len());
        desk.held.swap_remove(one).send(()).ok();
        drop(desk);
        self.say(format_args!("let one go"));
    }

    pub(super) fn rename(&mut self) {
        let now = self.clock.monotonic();
        let mut desk = self.issuer.desk();
        let customer = self.rng.usize(..desk.truth.customers.len());
        let truth = &mut desk.truth.customers[customer];
        let (id, name) = (truth.id.clone(), format!("name-{}", truth.names.len()));
        truth.names.push((now, name.clone()));
        let version = truth.names.len() - 1;
        drop(desk);
        let told = self.rng.bool();
        self.say(format_args!("rename {id} to {name}, told: {told}"));
        if told {
            let changed = Sessions::of_customer("issuer", id);
            self.config.revocations().recheck(&changed).unwrap();
            self.history.changes.push((customer, version, now));
        }
    }

    /// Deletes a customer or a session at the issuer; a webhook may tell of the customer.
    pub(super) fn delete(&mut self) {
        let now = self.clock.monotonic();
        let mut desk = self.issuer.desk();
        if self.rng.bool() {
            let token = self.rng.choice(&self.tokens).unwrap().clone();
            if let Some(session) = desk.truth.sessions.get_mut(&token) {
                session.deleted.get_or_insert(now);
            }
            drop(desk);
            return self.say(format_args!("delete {token}"));
        }
        let customer = self.rng.usize(..desk.truth.customers.len());
        let truth = &mut desk.truth.customers[customer];
        truth.deleted.get_or_insert(now);
        drop(desk);
        let told = self.rng.bool();
        self.say(format_args!("delete c{customer}, told: {told}"));
        if told {
            self.end_sessions(Whose::Customer(customer));
        }
    }

    /// An issuer that is not well, or that has answers to give, is at fault until now.
    pub(super) fn note_trouble(&mut self) {
        let now = self.clock.monotonic();
        if self.issuer.desk().is_in_trouble() {
            self.history.trouble = Some(now);
        }
    }
}
