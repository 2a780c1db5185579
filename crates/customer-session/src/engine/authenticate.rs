//! The road, in the order a request travels it.

use std::sync::Arc;

use super::{
    Access, Authentication, Decision, Mode, Preflight, Verdict, Verification,
    ask::{About, Question},
    flights::Boarding,
    recall::Instead,
    self_contained::Here,
};
use crate::{
    cache::Recall,
    config::{CustomerSessionConfig, Shared},
    provider::ProviderError,
    rejection::Reason,
    session::{Proven, VerifiedSession},
    token::{LocalKey, RequestHead, SessionToken, extract, scrub_query, usual_place},
};

/// What stands where a token usually stands.
#[derive(Clone, Copy)]
pub(super) struct Usual<'a> {
    text: &'a [u8],
    key: LocalKey,
}

/// A request that waits for an answer.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) mode: Mode,
    /// What is remembered of its session, though too old to be served without asking.
    pub(super) old: Option<Arc<Proven>>,
}

impl CustomerSessionConfig {
    /// Decides about a request. For adapters: they show the request's head and carry the decision
    /// out.
    ///
    /// Synchronous and without I/O: a remembered session is decided at once, and otherwise the
    /// returned [`Verification`] waits for the issuer. An adapter must remove any
    /// [`Customer`](crate::session::Customer) and [`Anonymous`](crate::session::Anonymous) that an
    /// outer middleware left in the extensions before it inserts the verdict's.
    pub fn authenticate(&self, head: &impl RequestHead, access: Access) -> Authentication {
        let usual = self.usual(head);
        if let Some(usual) = usual
            && let Some(session) = self.know_at_once(usual.key)
        {
            return plainly(verified(session));
        }
        self.authenticate_at_length(head, access, usual)
    }

    /// What a request needs that is no plain hit: kept apart, so that a plain hit need not fetch
    /// it.
    #[cold]
    #[inline(never)]
    fn authenticate_at_length(
        &self,
        head: &impl RequestHead,
        access: Access,
        usual: Option<Usual<'_>>,
    ) -> Authentication {
        #[cfg(feature = "test-util")]
        if let Some(session) = &self.shared.signed_in {
            return plainly(self.sign_everybody_in(session, access.mode));
        }
        let query = scrub_query(head, &self.shared.sources);
        if access.preflight == Preflight::Pass && is_preflight(head) {
            let anonymous = self.anonymous(self.rejection(Reason::TokenMissing));
            return Authentication {
                query,
                ..plainly(Decision::Decided(anonymous))
            };
        }
        let (decision, private) =
            match extract(head, &self.shared.sources, self.shared.max_token_bytes) {
                Ok(Some(found)) => {
                    let key = self.key_of(&found.token, usual);
                    (self.look_up(&found.token, key, access.mode), found.private)
                }
                Ok(None) => (Decision::Decided(self.without_token(access.mode)), false),
                Err(malformed) => (self.refuse(malformed.into(), access.mode), false),
            };
        Authentication {
            decision,
            private,
            query,
        }
    }

    #[cfg(feature = "test-util")]
    fn sign_everybody_in(&self, session: &VerifiedSession, mode: Mode) -> Decision {
        if self.shared.engine.was_ended(session) {
            self.refuse(Reason::SessionEnded, mode)
        } else {
            verified(session.clone())
        }
    }

    fn without_token(&self, mode: Mode) -> Verdict {
        match mode {
            Mode::Required => self.rejected(self.rejection(Reason::TokenMissing)),
            Mode::Optional | Mode::Lenient => self.anonymous(self.rejection(Reason::TokenMissing)),
        }
    }

    /// What stands where a token usually stands, and the key of it; nothing in what may be a
    /// preflight.
    fn usual<'a>(&self, head: &'a impl RequestHead) -> Option<Usual<'a>> {
        if head.is_options() {
            return None;
        }
        let Shared {
            engine,
            sources,
            max_token_bytes,
            ..
        } = &*self.shared;
        let text = usual_place(head, sources, *max_token_bytes)?;
        Some(Usual {
            text,
            key: engine.keys.of(text),
        })
    }

    /// Steps 1 and 2 for almost every request: the token stands in the usual place, and its session
    /// was presented a moment ago. A token that is known is well-formed, so that finding it takes
    /// the place of checking its grammar.
    fn know_at_once(&self, key: LocalKey) -> Option<VerifiedSession> {
        let engine = &self.shared.engine;
        let session = engine.recall_at_once(key)?;
        if engine.counters.hit().is_multiple_of(NOTED_USES) {
            engine.cache.note_use(key);
        }
        Some(session)
    }

    /// The key of a token, which mostly stands in the usual place and was hashed there.
    pub(super) fn key_of(&self, token: &[u8], usual: Option<Usual<'_>>) -> LocalKey {
        match usual {
            Some(usual) if std::ptr::eq(usual.text, token) => usual.key,
            _ => self.shared.engine.keys.of(token),
        }
    }

    /// Step 2: is it remembered?
    #[inline(never)]
    pub(super) fn look_up(&self, token: &[u8], key: LocalKey, mode: Mode) -> Decision {
        let engine = &self.shared.engine;
        match engine.recall(key) {
            Recall::Hit(session) => {
                engine.counters.hit();
                verified(session)
            }
            Recall::Due(session, renewal) => {
                engine.counters.hit();
                engine.renew(key, token, session.proven(), renewal);
                verified(session)
            }
            Recall::Denied(reason) => {
                engine.counters.negative_hit();
                self.refuse(reason, mode)
            }
            Recall::Ended => {
                engine.counters.negative_hit();
                self.refuse(Reason::SessionEnded, mode)
            }
            Recall::SessionOnly(session) => {
                let old = Some(session.clone());
                self.ask(key, token, About::Customer(session), Waiting { mode, old })
            }
            Recall::Nothing(old) => self.ask(key, token, About::Session, Waiting { mode, old }),
        }
    }

    /// Steps 3 and 4: whose is it, and what does the issuer say?
    fn ask(&self, key: LocalKey, token: &[u8], about: About, waiting: Waiting) -> Decision {
        let engine = &self.shared.engine;
        let mode = waiting.mode;
        // A token is ASCII by its grammar, so that this cannot fail.
        let Ok(token) = str::from_utf8(token) else {
            return self.refuse(Reason::CredentialsMalformed, mode);
        };
        let route = match engine.routes.find(token) {
            Ok(route) => route,
            Err(reason) => return self.refuse(reason, mode),
        };
        if engine.token_was_ended(key, token, route) {
            engine.counters.negative_hit();
            return self.refuse(Reason::SessionEnded, mode);
        }
        let about = match engine.judge_here(key, token, route) {
            None => about,
            Some(Here::Judged(judged)) => About::Judged(judged),
            Some(Here::Answer(answer)) => {
                engine.counters.miss();
                return Decision::Decided(self.conclude(answer, waiting));
            }
        };
        let clear = || engine.clear(key, route, &about);
        let ticket = match engine.sessions.board(key, clear) {
            Boarding::Grounded(Instead::Answer(answer)) => {
                engine.counters.coalesced();
                return Decision::Decided(self.conclude(answer, waiting));
            }
            Boarding::Grounded(Instead::Refusal(error)) => {
                engine.counters.miss();
                return Decision::Decided(self.conclude(Err(error), waiting));
            }
            Boarding::Joined(ticket) => {
                engine.counters.coalesced();
                ticket
            }
            Boarding::Leading(pilot, ticket, leave) => {
                engine.counters.miss();
                let question = Question {
                    key,
                    token: SessionToken::new(token),
                    route: route.clone(),
                    about,
                };
                engine.depart(question, leave, pilot);
                ticket
            }
            Boarding::Full => {
                engine.counters.miss();
                let full = Err(ProviderError::overloaded());
                return Decision::Decided(self.conclude(full, waiting));
            }
        };
        Decision::Asking(Verification::new(self.clone(), ticket, waiting))
    }
}

/// A decision that changes nothing of the request's address and of the response's headers.
fn plainly(decision: Decision) -> Authentication {
    Authentication {
        decision,
        private: false,
        query: None,
    }
}

fn verified(session: VerifiedSession) -> Decision {
    Decision::Decided(Verdict::Verified(session))
}

/// A CORS preflight, by the Fetch standard's definition.
fn is_preflight(head: &impl RequestHead) -> bool {
    head.is_options()
        && head.header("origin").next().is_some()
        && head
            .header("access-control-request-method")
            .next()
            .is_some()
}

/// One hit in so many is told to moka: often enough that what is used a lot is kept, seldom enough
/// to cost nothing, for to be told costs moka several times as much as the hit.
const NOTED_USES: u64 = 128;
