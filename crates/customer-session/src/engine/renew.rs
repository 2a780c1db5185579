//! Asks again before an answer's time is over, so that no request waits for it.

use std::sync::Arc;

use super::{
    Engine,
    ask::{About, Question},
    flights::Boarding,
};
use crate::{
    cache::{Now, Renewal},
    session::Proven,
    token::{LocalKey, SessionToken},
};

impl Engine {
    /// Renews what is remembered of a session, in the background, unless somebody is at it or tried
    /// a moment ago. The session is served meanwhile, and also if the issuer cannot be asked.
    #[cold]
    pub(super) fn renew(
        self: &Arc<Self>,
        key: LocalKey,
        token: &[u8],
        session: &Arc<Proven>,
        renewal: Renewal,
    ) {
        if !session.claim_renewal(Now::read(&*self.clock), PAUSE) {
            return;
        }
        let Ok(token) = str::from_utf8(token) else {
            return;
        };
        let Ok(route) = self.routes.find(token) else {
            return;
        };
        let nothing_new = || None::<()>;
        if let Boarding::Leading(pilot, _) = self.sessions.board(key, nothing_new) {
            let question = Question {
                key,
                token: SessionToken::new(token),
                route: route.clone(),
                about: About::Renewal(renewal, session.clone()),
            };
            self.depart(question, pilot);
        }
    }
}

/// For so many nanoseconds a session that could not be renewed is left alone: an issuer in trouble
/// is not asked at every request.
const PAUSE: u64 = 2_000_000_000;
