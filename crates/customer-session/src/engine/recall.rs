//! Step 2, as the engine sees it: what is remembered, judged by the clock and by what was ended.

use std::sync::Arc;

use super::{
    Engine,
    ask::{About, SessionAnswer},
    issuer::Leave,
};
use crate::{
    cache::{Now, Recall},
    observe,
    provider::{ProviderError, Route},
    rejection::Reason,
    session::{Proven, VerifiedSession},
    token::LocalKey,
};

/// What there is in place of asking.
#[derive(Debug)]
pub(super) enum Instead {
    /// The answer, which arrived meanwhile.
    Answer(SessionAnswer),
    /// No leave to ask.
    Refusal(ProviderError),
}

impl Instead {
    fn denial(reason: Reason) -> Self {
        Self::Answer(Err(ProviderError::remembered(reason)))
    }
}

impl Engine {
    /// Looks for a session that was presented a moment ago.
    pub(super) fn recall_at_once(&self, key: LocalKey) -> Option<VerifiedSession> {
        self.cache
            .recall_at_once(key, Now::read(&*self.clock), &self.tombstones)
    }

    /// Looks a token up.
    pub(super) fn recall(&self, key: LocalKey) -> Recall {
        self.cache
            .recall(key, Now::read(&*self.clock), &self.tombstones)
    }

    /// Whether a token may be asked about, now that nobody else is asking; or what there is in
    /// place of that.
    pub(super) fn clear(
        &self,
        key: LocalKey,
        route: &Route,
        about: &About,
    ) -> Result<Leave, Instead> {
        match self.recall(key) {
            Recall::Hit(session) | Recall::Due(session, _) => Err(Instead::Answer(Ok(session))),
            Recall::Denied(reason) => Err(Instead::denial(reason)),
            Recall::Ended => Err(Instead::denial(Reason::SessionEnded)),
            Recall::SessionOnly(_) | Recall::Nothing(_) => self
                .issuer(route)
                .admit(about, Now::read(&*self.clock))
                .map_err(Instead::Refusal),
        }
    }

    /// What may be served in place of an answer that the issuer could not give: what is remembered,
    /// if the configuration allows it and it is not too old. Else the error.
    pub(super) fn stale_or(&self, error: ProviderError, old: Option<Arc<Proven>>) -> SessionAnswer {
        // A customer's own rate limit is no outage: others are served.
        if !error.reason().is_fault() || error.reason() == Reason::RateLimited {
            return Err(error);
        }
        // What must be verified anew, as of a moment ago, is not served unverified.
        let stale = old.filter(|old| self.still_counts(old)).and_then(|old| {
            let key = old.home.as_ref()?.key;
            self.cache.recall_stale(key, &old, Now::read(&*self.clock))
        });
        match stale {
            Some(stale) => {
                observe::stale(error.reason(), &self.counters, &*self.clock);
                Ok(VerifiedSession::new(Arc::new(stale)))
            }
            None => Err(error),
        }
    }
}
