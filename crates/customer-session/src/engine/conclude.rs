//! The end of the road: an answer, or what is wrong with the request, becomes a verdict.

use std::sync::Arc;

use super::{Decision, Mode, Verdict, ask::SessionAnswer, authenticate::Waiting};
use crate::{
    config::CustomerSessionConfig,
    rejection::{Reason, Rejection},
    session::Anonymous,
};

impl CustomerSessionConfig {
    /// Turns what a flight landed with into a verdict.
    pub(super) fn conclude(&self, answer: SessionAnswer, waiting: Waiting) -> Verdict {
        let engine = &self.shared.engine;
        match answer.or_else(|error| engine.stale_or(error, waiting.old)) {
            Ok(session) if engine.was_ended(&session) => {
                self.refuse_with(self.rejection(Reason::SessionEnded), waiting.mode)
            }
            Ok(session) => {
                engine.counters.accepted_after_asking();
                Verdict::Verified(session)
            }
            Err(error) => {
                let rejection = Rejection::by_provider(&error, &self.shared.engine.challenges);
                self.refuse_with(rejection, waiting.mode)
            }
        }
    }

    pub(super) fn refuse(&self, reason: Reason, mode: Mode) -> Decision {
        Decision::Decided(self.refuse_with(self.rejection(reason), mode))
    }

    pub(super) fn refuse_with(&self, rejection: Rejection, mode: Mode) -> Verdict {
        if mode == Mode::Lenient && !rejection.reason().is_fault() {
            return self.anonymous(rejection);
        }
        self.rejected(rejection)
    }

    pub(super) fn anonymous(&self, held_back: Rejection) -> Verdict {
        let engine = Arc::downgrade(&self.shared.engine);
        Verdict::Anonymous(Anonymous::new(held_back, engine))
    }

    pub(super) fn rejected(&self, rejection: Rejection) -> Verdict {
        let engine = &self.shared.engine;
        crate::observe::rejected(&rejection, &engine.counters, &*engine.clock);
        Verdict::Rejected(rejection)
    }

    pub(super) fn rejection(&self, reason: Reason) -> Rejection {
        Rejection::new(reason, &self.shared.engine.challenges)
    }
}
