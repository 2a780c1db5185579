//! How sessions are ended before their time, and entries leave the cache.

use customer_session::{revoke::Sessions, token::SessionToken};

use super::Schedule;
use crate::oracle::{Revocation, Whose};

impl Schedule {
    pub(super) fn end(&mut self) {
        let whose = match self.rng.u8(..10) {
            0 => Whose::All,
            1..4 => Whose::Customer(self.rng.usize(..self.issuer.desk().truth.customers.len())),
            4..6 => Whose::Member(format!("m{}", self.rng.u8(..2))),
            _ => Whose::Token(self.rng.choice(&self.tokens).unwrap().clone()),
        };
        self.end_sessions(whose);
    }

    pub(super) fn end_sessions(&mut self, whose: Whose) {
        self.say(format_args!("end {whose:?}"));
        let sessions = match &whose {
            Whose::All => Sessions::all(),
            Whose::Customer(customer) => Sessions::of_customer("issuer", format!("c{customer}")),
            Whose::Member(member) => Sessions::of_member("issuer", member.clone()),
            Whose::Token(token) => Sessions::of_token(SessionToken::new(token.clone())),
        };
        let at = self.now();
        self.config.revocations().end(&sessions).unwrap();
        self.history.revocations.push(Revocation { whose, at });
    }

    pub(super) fn evict(&mut self) {
        let usage = self.config.cache_usage();
        self.say(format_args!("evict: {usage:?}"));
    }
}
