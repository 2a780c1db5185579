//! The marker of a request that passed without a session.

use std::sync::Weak;

use crate::{engine::Engine, observe, rejection::Rejection};

/// Stands in the extensions of a request that passed without a session, in `.optional()` and
/// `.lenient()` mode.
///
/// By it an extractor tells "the middleware ran and found nobody" from "no middleware ran", and
/// knows what to answer when the handler insists on a customer.
#[derive(Clone, Debug)]
pub struct Anonymous {
    rejection: Rejection,
    /// Who let it pass.
    engine: Weak<Engine>,
}

impl Anonymous {
    pub(crate) const fn new(rejection: Rejection, engine: Weak<Engine>) -> Self {
        Self { rejection, engine }
    }

    /// How to refuse the request if a handler insists on a customer.
    #[must_use]
    pub fn rejection(&self) -> &Rejection {
        &self.rejection
    }

    /// Refuses the request after all, which counts as if it had not passed.
    #[cold]
    pub(crate) fn refuse(&self) -> Rejection {
        if let Some(engine) = self.engine.upgrade() {
            observe::rejected(&self.rejection, &engine.counters, &*engine.clock);
        }
        self.rejection.clone()
    }
}
