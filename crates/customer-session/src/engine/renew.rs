//! Asks again before an answer's time is over, so that no request waits for it.

use std::sync::Arc;

use super::{
    Engine,
    ask::{About, Question},
    enrich::PAUSE,
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
        let now = Now::read(&*self.clock);
        if !session.claim_renewal(now, PAUSE) {
            return;
        }
        let Ok(token) = str::from_utf8(token) else {
            return;
        };
        let Ok(route) = self.routes.find(token) else {
            return;
        };
        let about = About::Renewal(renewal, session.clone());
        let clear = || self.issuer(route).admit(&about, now);
        if let Boarding::Leading(pilot, _, leave) = self.sessions.board(key, clear) {
            let question = Question {
                key,
                token: SessionToken::new(token),
                route: route.clone(),
                about,
            };
            self.depart(question, leave, pilot);
        }
    }
}
