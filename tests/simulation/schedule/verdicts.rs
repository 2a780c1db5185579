//! What came of it: every verdict is held against the oracle.

use std::task::{Context, Poll, Waker};

use customer_session::{Reason, engine::Verdict};

use super::Schedule;
use crate::{
    issuer::Mood,
    oracle::{Moment, Oracle, Presented},
};

impl Schedule {
    /// Lets everything happen that waits for nothing but its turn, and judges what came of it.
    pub(super) async fn settle(&mut self) {
        let now = self.now();
        self.history.moments.push(now);
        for _ in 0..24 {
            tokio::task::yield_now().await;
        }
        let mut waiting = Vec::new();
        for mut one in std::mem::take(&mut self.pending) {
            let mut context = Context::from_waker(Waker::noop());
            match one.verification.as_mut().poll(&mut context) {
                Poll::Pending => waiting.push(one),
                Poll::Ready(verdict) => {
                    self.say(format_args!("{} is answered: {verdict:?}", one.token));
                    self.judge(&one.token, one.at, &verdict);
                }
            }
        }
        self.pending = waiting;
    }

    /// The issuer is well again and everything is answered: then every request is counted once.
    pub(super) async fn come_to_rest(&mut self) {
        self.note_trouble();
        self.issuer.desk().mood = Mood::Well;
        self.issuer.desk().held.clear();
        self.settle().await;
        self.clock.advance(self.limits.timeout * 2);
        self.settle().await;
        self.clock.advance(self.limits.timeout * 2);
        self.settle().await;
        assert!(self.pending.is_empty(), "somebody waits for ever");
        let stats = self.config.stats();
        let counted = stats.hits + stats.negative_hits + stats.misses + stats.coalesced;
        assert_eq!(counted, self.presented, "{stats:?}");
    }

    pub(super) fn judge(&mut self, token: &str, at: Moment, verdict: &Verdict) {
        self.note_trouble();
        let now = self.now();
        self.history.moments.push(now);
        let desk = self.issuer.desk();
        let oracle = Oracle {
            limits: self.limits,
            truth: &desk.truth,
            history: &self.history,
        };
        let presented = Presented {
            token,
            at,
            answered: now,
        };
        oracle.judge(&presented, verdict);
        let is_over = desk.truth.death(token) <= now.monotonic;
        drop(desk);
        match verdict {
            Verdict::Verified(_) => {
                let first = self.history.accepted.entry(token.to_owned());
                first.or_insert(now.monotonic);
            }
            Verdict::Rejected(rejection)
                if is_over && rejection.reason() == Reason::TokenDenied =>
            {
                self.history.denied.insert(token.to_owned());
            }
            _ => {}
        }
    }
}
