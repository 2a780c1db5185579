//! What the suite is told about a provider and its issuer.

use std::fmt;

use super::{Reply, Rule};

/// A provider to be tried, and what its issuer says.
#[must_use = "a bench does nothing until `conformance` is called with it"]
pub struct Bench<P> {
    pub(super) new: Box<dyn Fn(&str) -> P + Send + Sync>,
    pub(super) secrets: Vec<String>,
    pub(super) private: Vec<String>,
    pub(super) good: Vec<(String, Session)>,
    pub(super) denied: Vec<Refusal>,
    pub(super) waived: Vec<(Rule, String)>,
}

/// What the issuer answers to the calls that are made about one token.
#[derive(Clone)]
#[must_use]
pub struct Session {
    pub(super) token: String,
    pub(super) answers: Vec<Route>,
}

/// What is answered at one address.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) place: Place,
    pub(super) reply: Reply,
}

/// Where a call goes.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Place {
    pub(super) method: String,
    pub(super) path: String,
}

/// A session that the issuer refuses.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) what: String,
    pub(super) kind: No,
    pub(super) session: Session,
}

/// How a session is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum No {
    Denied,
    Expired,
    NotOurs,
}

impl<P> Bench<P> {
    /// A provider that `new` makes, to ask the server at the address that it is given, such as
    /// `http://127.0.0.1:40123`.
    ///
    /// It is called many times, once for each trial, so that no trial sees what another left
    /// behind.
    pub fn new(new: impl Fn(&str) -> P + Send + Sync + 'static) -> Self {
        Self {
            new: Box::new(new),
            secrets: Vec::new(),
            private: Vec::new(),
            good: Vec::new(),
            denied: Vec::new(),
            waived: Vec::new(),
        }
    }

    /// Adds a credential of yours that the provider calls its issuer with, as it was given to it:
    /// by it the suite tells calls with your credentials from those with the customer's token, and
    /// holds that no text shows it.
    ///
    /// A key that only goes along with the customer's own token, such as that of a sales channel, is
    /// no such credential: a limit that is met with both is the customer's. Name it by
    /// [`private`](Self::private), so that no text shows it either.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Adds something personal that the answers hold, such as a name, which no text may repeat.
    /// E-mail addresses are found without being named.
    pub fn private(mut self, text: impl Into<String>) -> Self {
        self.private.push(text.into());
        self
    }

    /// Adds a good session, and the id of the customer whose it is. One is needed; with a second
    /// one, of another customer, the suite tries more.
    ///
    /// Its end, if the answer states one, must lie in the future: on the system's clock, unless your
    /// provider was given another.
    pub fn good(mut self, customer: impl Into<String>, session: Session) -> Self {
        self.good.push((customer.into(), session));
        self
    }

    /// Adds a session that the issuer refuses, such as one that it does not know, or that was
    /// revoked; `what` names it in the report. Add one for each form of the issuer's "no": what is
    /// not added here counts as none, so that a denial on it breaks a rule.
    pub fn denied(self, what: impl Into<String>, session: Session) -> Self {
        self.refused(what.into(), No::Denied, session)
    }

    /// Adds a session whose time is over: refused by the issuer, or described by it with an end that
    /// has come.
    pub fn expired(self, session: Session) -> Self {
        self.refused(
            "a session whose time is over".to_owned(),
            No::Expired,
            session,
        )
    }

    /// Adds a good session whose customer is not this merchant's, or is deleted.
    pub fn not_ours(self, session: Session) -> Self {
        self.refused(
            "a session of somebody else's customer".to_owned(),
            No::NotOurs,
            session,
        )
    }

    /// Does not hold the provider to a rule, for a reason that the report repeats.
    pub fn waive(mut self, rule: Rule, reason: impl Into<String>) -> Self {
        self.waived.push((rule, reason.into()));
        self
    }

    fn refused(mut self, what: String, kind: No, session: Session) -> Self {
        self.denied.push(Refusal {
            what,
            kind,
            session,
        });
        self
    }

    /// What the issuer says at this address when it says no.
    pub(super) fn denials_at(&self, place: &Place) -> impl Iterator<Item = &Reply> {
        self.denied
            .iter()
            .filter_map(|refusal| refusal.session.at(place))
    }
}

impl Session {
    /// A session with this token, about which nobody has been asked yet. Invent the token, in the
    /// form of real ones.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            answers: Vec::new(),
        }
    }

    /// Adds what the issuer answers to a call: its method, its path without the query, and the
    /// reply. Calls to any other path are answered 404.
    pub fn answer(
        mut self,
        method: impl Into<String>,
        path: impl Into<String>,
        reply: Reply,
    ) -> Self {
        let place = Place {
            method: method.into(),
            path: path.into(),
        };
        self.answers.push(Route { place, reply });
        self
    }

    pub(super) fn at(&self, place: &Place) -> Option<&Reply> {
        let route = self.answers.iter().find(|route| route.place == *place);
        route.map(|route| &route.reply)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// Shows neither credentials nor answers.
impl<P> fmt::Debug for Bench<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bench")
            .field("good", &self.good.len())
            .field("denied", &self.denied.len())
            .field("waived", &self.waived)
            .finish_non_exhaustive()
    }
}

/// Shows no token.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("answers", &self.answers)
            .finish_non_exhaustive()
    }
}
