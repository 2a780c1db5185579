//! Step 2, as the engine sees it: what is remembered, judged by the clock and by what was ended.

use std::sync::Arc;

use super::{Engine, ask::SessionAnswer};
use crate::{
    cache::{Now, Recall},
    observe,
    provider::ProviderError,
    rejection::Reason,
    session::{Proven, VerifiedSession},
    token::LocalKey,
};

impl Engine {
    /// Looks a token up.
    pub(super) fn recall(&self, key: LocalKey) -> Recall {
        self.cache
            .recall(key, Now::read(&*self.clock), &self.tombstones)
    }

    /// What a flight for a token would land with, if it is remembered.
    pub(super) fn recall_answer(&self, key: LocalKey) -> Option<SessionAnswer> {
        match self.recall(key) {
            Recall::Hit(session) | Recall::Due(session, _) => Some(Ok(session)),
            Recall::Denied(reason) => Some(Err(ProviderError::remembered(reason))),
            Recall::Ended => Some(Err(ProviderError::remembered(Reason::SessionEnded))),
            Recall::SessionOnly(_) | Recall::Nothing(_) => None,
        }
    }

    /// What may be served in place of an answer that the issuer could not give: what is remembered,
    /// if the configuration allows it and it is not too old. Else the error.
    pub(super) fn stale_or(&self, error: ProviderError, old: Option<Arc<Proven>>) -> SessionAnswer {
        // A customer's own rate limit is no outage: others are served.
        if !error.reason().is_fault() || error.reason() == Reason::RateLimited {
            return Err(error);
        }
        let stale = old.and_then(|old| {
            let key = old.home.as_ref()?.key;
            self.cache.recall_stale(key, &old, Now::read(&*self.clock))
        });
        match stale {
            Some(stale) => {
                self.counters.stale_hit();
                observe::stale(error.reason());
                Ok(VerifiedSession::new(Arc::new(stale)))
            }
            None => Err(error),
        }
    }
}
