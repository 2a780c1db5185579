//! Ends sessions, and has answers asked for again.

use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use super::Engine;
use crate::{
    cache::{CustomerKey, Now},
    observe,
    provider::Route,
    revoke::{End, Life, RevocationError, RevocationErrorKind, Sessions, Standing, Subject, Whose},
    session::{CustomerId, Proven, VerifiedSession},
    token::LocalKey,
};

impl Engine {
    /// Ends sessions, for the next request and for answers on their way.
    pub(crate) fn end(&self, sessions: &Sessions) -> Result<(), RevocationError> {
        let now = Now::read(&*self.clock);
        for whose in self.resolve(&sessions.subject)? {
            let (end, longest) = (
                self.end_of(&whose, sessions.before),
                self.longest_life(&whose),
            );
            let ended = self.tombstones.end(whose, end, longest, now);
            note_full(&ended);
            ended?;
        }
        observe::sessions_ended(sessions.subject.kind());
        self.counters.revoked();
        self.bell.send_replace(());
        Ok(())
    }

    /// Until when sessions are over that are ended at this moment.
    fn end_of(&self, whose: &Whose, stated: Option<SystemTime>) -> End {
        match (whose, stated) {
            // One session, whenever it began, by whichever clock.
            (Whose::Session(..) | Whose::Token(_) | Whose::TokenId(..), _) => End::All,
            (_, Some(moment)) => End::Before(moment),
            // Our clock may be behind the issuer's, by which sessions begin.
            (_, None) => End::Now(self.clock.precise_wall().max(self.newest.get())),
        }
    }

    /// Has answers about sessions, or about a customer, asked for again.
    pub(crate) fn recheck(&self, sessions: &Sessions) -> Result<(), RevocationError> {
        let now = Now::read(&*self.clock);
        for whose in self.resolve(&sessions.subject)? {
            if let Whose::Customer(provider, id) = whose {
                let change = self.tombstones.next();
                for key in self.slots_of(CustomerKey::new(provider, CustomerId::new(id))) {
                    self.cache.expire_customer(key, change, now);
                }
                continue;
            }
            if let Whose::Issuer(place) = whose {
                self.tombstones.recheck_issuer(place);
                continue;
            }
            let kept = self.cache.longest_session_answer();
            let noted = self.tombstones.recheck(whose, kept, now);
            note_full(&noted);
            noted?;
        }
        observe::rechecked(sessions.subject.kind());
        Ok(())
    }

    /// Has every answer about sessions of one provider, by its place in the routing table, asked
    /// for again.
    pub(crate) fn recheck_issuer(&self, place: usize) {
        self.tombstones.recheck_issuer(place);
        observe::rechecked("issuer");
    }

    pub(crate) fn forget_denial(
        &self,
        provider: &str,
        customer_id: &str,
    ) -> Result<(), RevocationError> {
        for provider in self.places(provider)? {
            let key = CustomerKey::new(provider, CustomerId::from(customer_id));
            for key in self.slots_of(key) {
                self.cache.forget_customer_denial(&key);
            }
        }
        observe::denial_forgotten(provider);
        Ok(())
    }

    /// Whether nothing became of a session that was remembered: it was not ended, nor need it be
    /// verified anew.
    pub(super) fn still_counts(&self, session: &Proven) -> bool {
        self.standing(session) == Standing::Good
    }

    /// Whether a session that was just verified was ended meanwhile.
    pub(crate) fn was_ended(&self, session: &VerifiedSession) -> bool {
        self.is_over(session.proven())
    }

    pub(crate) fn is_over(&self, session: &Proven) -> bool {
        self.standing(session) == Standing::Ended
    }

    /// What became of a session since it was verified.
    pub(crate) fn standing(&self, session: &Proven) -> Standing {
        let Some((whose, life)) = session.whose() else {
            return Standing::Good;
        };
        let now = Now::read(&*self.clock);
        let (standing, number) = self.tombstones.judge(whose.each(), life, now);
        if standing == Standing::Good {
            session.at_hand.seen_good(number);
        }
        standing
    }

    /// Whether a token was ended by itself, so that nobody need be asked about it.
    pub(super) fn token_was_ended(&self, key: LocalKey, token: &str, route: &Route) -> bool {
        if self.tombstones.number() == 0 {
            return false;
        }
        let life = Life {
            issued_at: None,
            asked: u64::MAX,
        };
        let whose = [Whose::Token(self.identity(key, token, route))].into_iter();
        let (standing, _) = self.tombstones.judge(whose, life, Now::read(&*self.clock));
        standing == Standing::Ended
    }

    /// The key of the part of a token by which its session is ended, given that of the whole.
    pub(super) fn identity(&self, key: LocalKey, token: &str, route: &Route) -> LocalKey {
        let identity = route.provider.identity(token);
        if identity == token {
            key
        } else {
            self.keys.of(identity.as_bytes())
        }
    }

    /// The same of a token that nobody presented.
    fn identity_of(&self, token: &str) -> LocalKey {
        let key = self.keys.of(token.as_bytes());
        let route = self.routes.find(token);
        route.map_or(key, |route| self.identity(key, token, route))
    }

    /// Rings when sessions were ended.
    pub(crate) fn bell(&self) -> watch::Receiver<()> {
        self.bell.subscribe()
    }

    fn resolve(&self, subject: &Subject) -> Result<Vec<Whose>, RevocationError> {
        let (provider, whose): (_, &dyn Fn(usize) -> Whose) = match subject {
            Subject::All => return Ok(vec![Whose::All]),
            Subject::Token(token) => {
                return Ok(vec![Whose::Token(self.identity_of(token.expose()))]);
            }
            Subject::Known(key) => return Ok(vec![Whose::Token(*key)]),
            Subject::Customer(provider, id) => {
                (provider, &|place| Whose::Customer(place, id.clone()))
            }
            Subject::Issuer(provider) => (provider, &Whose::Issuer),
            Subject::Member(provider, id) => (provider, &|place| Whose::Member(place, id.clone())),
            Subject::Session(provider, id) => {
                (provider, &|place| Whose::Session(place, id.clone()))
            }
            Subject::Named(provider, id) => (provider, &|place| Whose::Subject(place, id.clone())),
            Subject::SignedOut {
                provider,
                session,
                subject,
            } => {
                let places = self.places(provider)?.into_iter();
                let both = |place| {
                    [
                        Whose::Session(place, session.clone()),
                        Whose::Nameless(place, subject.clone()),
                    ]
                };
                return Ok(places.flat_map(both).collect());
            }
            Subject::TokenId(provider, id) => {
                (provider, &|place| Whose::TokenId(place, id.clone()))
            }
        };
        Ok(self.places(provider)?.into_iter().map(whose).collect())
    }

    /// The places of all providers of this name in the routing table.
    fn places(&self, name: &str) -> Result<Vec<usize>, RevocationError> {
        let routes = self.routes.all();
        let places: Vec<_> = routes
            .iter()
            .filter(|route| &*route.name == name)
            .map(|route| route.index)
            .collect();
        if places.is_empty() {
            let known: Vec<_> = routes.iter().map(|route| &*route.name).collect();
            return Err(RevocationError::unknown_provider(name, &known));
        }
        Ok(places)
    }

    /// For how long a session may live that was issued at the latest moment that counts.
    fn longest_life(&self, whose: &Whose) -> Duration {
        let of = |place: usize| {
            let route = self.routes.all().get(place);
            route.map_or(self.longest_session, |route| self.longest_session_of(route))
        };
        match whose {
            Whose::Customer(place, _)
            | Whose::Issuer(place)
            | Whose::Member(place, _)
            | Whose::Nameless(place, _)
            | Whose::Subject(place, _) => of(*place),
            Whose::Session(place, _) | Whose::TokenId(place, _) => of(*place).saturating_add(AHEAD),
            Whose::All => self.longest_of_all(),
            Whose::Token(_) => self.longest_of_all().saturating_add(AHEAD),
        }
    }

    fn longest_of_all(&self) -> Duration {
        let routes = self.routes.all().iter();
        routes
            .map(|route| self.longest_session_of(route))
            .max()
            .unwrap_or(self.longest_session)
    }

    /// How long a session of a provider can last.
    pub(super) fn longest_session_of(&self, route: &Route) -> Duration {
        let stated = route.provider.longest_session();
        stated.unwrap_or(self.longest_session)
    }
}

fn note_full(outcome: &Result<(), RevocationError>) {
    if let Err(error) = outcome
        && error.kind() == RevocationErrorKind::Full
    {
        observe::revocations_full(error);
    }
}

/// A token or a session that is ended by itself may be dated later than now by so much, where clocks differ, and
/// last for so much longer; more leeway is given nowhere.
const AHEAD: Duration = Duration::from_secs(300);
