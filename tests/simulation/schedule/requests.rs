//! What callers do: present tokens, and hang up.

use customer_session::{Access, engine::Decision};
use customer_session_tests::Head;

use super::{Pending, Schedule};

impl Schedule {
    pub(super) fn present(&mut self) {
        let token = self.rng.choice(&self.tokens).unwrap().clone();
        let line = format!("Bearer {token}");
        let head = Head(Some(&line));
        self.presented += 1;
        let at = self.now();
        match self.config.authenticate(&head, Access::default()).decision {
            Decision::Decided(verdict) => {
                self.say(format_args!("present {token}: {verdict:?}"));
                self.judge(&token, at, &verdict);
            }
            Decision::Asking(verification) => {
                self.say(format_args!("present {token}: asking"));
                self.pending.push(Pending {
                    token,
                    at,
                    verification: Box::pin(verification),
                });
            }
        }
    }

    pub(super) fn hang_up(&mut self) {
        if !self.pending.is_empty() {
            let one = self.rng.usize(..self.pending.len());
            let gone = self.pending.swap_remove(one);
            self.say(format_args!("hang up {}", gone.token));
        }
    }
}
