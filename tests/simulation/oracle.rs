//! What may become of a token, given the issuer's truth and what was ended here.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, SystemTime},
};

use customer_session::{Reason, VerifiedSession, engine::Verdict};

use crate::truth::{Truth, stated};

/// The settings that bound how old an answer may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) session: Duration,
    pub(crate) customer: Duration,
    pub(crate) denial: Duration,
    pub(crate) customer_denial: Duration,
    pub(crate) stale: Duration,
    pub(crate) timeout: Duration,
    pub(crate) longest: Duration,
}

/// Sessions that were ended here.
#[derive(Debug)]
pub(crate) struct Revocation {
    pub(crate) whose: Whose,
    pub(crate) at: Moment,
}

/// Whose sessions were ended.
#[derive(Debug)]
pub(crate) enum Whose {
    All,
    Customer(usize),
    Member(String),
    Token(String),
}

/// One reading of our clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) monotonic: Duration,
    pub(crate) wall: SystemTime,
}

/// What happened here so far.
#[derive(Debug, Default)]
pub(crate) struct History {
    pub(crate) revocations: Vec<Revocation>,
    /// When the issuer was last seen to be at fault.
    pub(crate) trouble: Option<Duration>,
    /// Every reading of the clocks.
    pub(crate) moments: Vec<Moment>,
    /// Tokens that were denied after their session was over.
    pub(crate) denied: BTreeSet<String>,
    /// When each token was accepted first.
    pub(crate) accepted: BTreeMap<String, Duration>,
    /// Every customer that was said to have changed, to which name, and when.
    pub(crate) changes: Vec<(usize, usize, Duration)>,
}

/// A token that was presented, and its verdict.
#[derive(Debug)]
pub(crate) struct Presented<'a> {
    pub(crate) token: &'a str,
    pub(crate) at: Moment,
    pub(crate) answered: Moment,
}

/// Everything that a verdict is held against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Oracle<'a> {
    pub(crate) limits: Limits,
    pub(crate) truth: &'a Truth,
    pub(crate) history: &'a History,
}

impl Oracle<'_> {
    pub(crate) fn judge(self, presented: &Presented<'_>, verdict: &Verdict) {
        match verdict {
            Verdict::Verified(session) => self.may_accept(presented, session),
            Verdict::Rejected(rejection) => self.may_refuse(presented, rejection.reason()),
            Verdict::Anonymous(anonymous) => panic!("nobody passes as {anonymous:?}"),
        }
    }

    fn may_accept(self, presented: &Presented<'_>, session: &VerifiedSession) {
        let (token, now) = (presented.token, presented.answered);
        let Some(known) = self.truth.sessions.get(token) else {
            panic!("{token} is nobody's and was accepted")
        };
        let customer = &self.truth.customers[known.customer];
        assert_eq!(
            session.customer().id().as_str(),
            customer.id,
            "another's customer"
        );
        assert!(customer.ours, "a customer of somebody else's was accepted");
        assert_eq!(
            session.member().map(|member| &member.id),
            known.member.as_ref(),
            "another's member"
        );
        assert!(
            now.wall < stated(known.ends),
            "accepted at or past the stated expiry"
        );
        assert!(
            !self.history.denied.contains(token),
            "accepted after the issuer's no"
        );
        let bridge = if session.is_stale() {
            assert!(self.was_in_trouble(presented), "stale without an outage");
            self.limits.stale
        } else {
            Duration::ZERO
        };
        self.is_recent(
            self.truth.death(token),
            self.limits.session + bridge,
            now,
            "the session was over",
        );
        let name = session.customer().name().unwrap();
        let version = self.truth.version(known.customer, name);
        if let Some(renamed) = self.truth.renamed(known.customer, version) {
            self.is_recent(
                renamed,
                self.limits.customer + bridge,
                now,
                "the name was another",
            );
            self.no_news_before(presented, known.customer, version, session.is_stale());
        }
        for revocation in &self.history.revocations {
            assert!(
                !self.is_ended_by(token, revocation, now),
                "accepted although ended: {revocation:?}"
            );
        }
    }

    /// What changed at the issuer may go unseen for the lifetime of an answer, which counts from
    /// its question; whoever waits for an answer waits no longer than the timeout.
    fn is_recent(self, change: Duration, lifetime: Duration, now: Moment, what: &str) {
        let since = now.monotonic.saturating_sub(change);
        let longest = lifetime.max(self.limits.timeout * 2);
        assert!(
            now.monotonic < change || since < longest,
            "{what} for {since:?} and this may last {longest:?}"
        );
    }

    /// Once we were told that a customer changed, nobody who comes later sees an older state,
    /// except together with those who waited already, or in an outage.
    fn no_news_before(
        self,
        presented: &Presented<'_>,
        customer: usize,
        version: usize,
        stale: bool,
    ) {
        let told = self
            .history
            .changes
            .iter()
            .filter(|(whose, newest, _)| *whose == customer && *newest > version)
            .map(|(_, _, at)| *at)
            .min();
        if let Some(told) = told {
            let waited = presented.at.monotonic <= told + self.limits.timeout;
            assert!(
                stale || waited,
                "an old name long after the news of {told:?}"
            );
        }
    }

    fn may_refuse(self, presented: &Presented<'_>, reason: Reason) {
        let (token, now) = (presented.token, presented.answered);
        let remembered = match reason {
            Reason::NotOurCustomer => self.limits.customer_denial.max(self.limits.denial),
            _ => self.limits.denial,
        };
        let window = remembered + self.limits.timeout * 2;
        let from = presented.at.monotonic.saturating_sub(window);
        match reason {
            Reason::TokenDenied | Reason::TokenExpired | Reason::NotOurCustomer => assert!(
                self.truth.was_bad(token, from, now.monotonic)
                    || self.our_clock_was_past(token, from),
                "{reason}, and the session is good"
            ),
            Reason::SessionEnded => assert!(
                self.history
                    .revocations
                    .iter()
                    .any(|revocation| self.may_be_ended_by(token, revocation)),
                "nobody ended it"
            ),
            fault if fault.is_fault() => assert!(
                self.was_in_trouble(presented),
                "{fault}, and the issuer is well since {:?}",
                self.history.trouble
            ),
            other => panic!("no schedule brings about {other}"),
        }
    }

    /// An issuer in trouble is left alone for a minute and a fifth at most after a failure, and so
    /// is one that asked for it; what failed in the meantime may have been waited for.
    fn was_in_trouble(self, presented: &Presented<'_>) -> bool {
        let long_ago = presented
            .at
            .monotonic
            .saturating_sub(Duration::from_secs(72) + self.limits.timeout * 2);
        self.history.trouble.is_some_and(|last| last >= long_ago)
    }

    /// A wall clock that is past a session's expiry refuses it, whatever the issuer says: the
    /// manual documents it.
    fn our_clock_was_past(self, token: &str, from: Duration) -> bool {
        let Some(session) = self.truth.sessions.get(token) else {
            return true;
        };
        self.history
            .moments
            .iter()
            .rev()
            .take_while(|moment| moment.monotonic >= from)
            .any(|moment| moment.wall >= stated(session.ends))
    }

    fn is_ended_by(self, token: &str, revocation: &Revocation, now: Moment) -> bool {
        if !self.names(token, revocation) {
            return false;
        }
        let session = &self.truth.sessions[token];
        let within = |life: Duration| now.monotonic < revocation.at.monotonic + life;
        match &revocation.whose {
            Whose::Token(_) => within(self.limits.longest),
            _ if session.dated => {
                let was_known = self
                    .history
                    .accepted
                    .get(token)
                    .is_some_and(|first| *first < revocation.at.monotonic);
                (was_known || stated(session.begins) <= revocation.at.wall)
                    && within(self.limits.longest)
            }
            _ => within(self.limits.longest),
        }
    }

    /// As [`is_ended_by`](Self::is_ended_by), and longer: the end is forgotten only when it has run
    /// out on both clocks.
    fn may_be_ended_by(self, token: &str, revocation: &Revocation) -> bool {
        self.names(token, revocation)
            && self.truth.sessions.get(token).is_none_or(|session| {
                !session.dated
                    || matches!(revocation.whose, Whose::Token(_))
                    || session.begins <= revocation.at.monotonic
                    || stated(session.begins) <= revocation.at.wall
            })
    }

    fn names(self, token: &str, revocation: &Revocation) -> bool {
        if let Whose::Token(ended) = &revocation.whose {
            return ended == token;
        }
        let Some(session) = self.truth.sessions.get(token) else {
            return false;
        };
        match &revocation.whose {
            Whose::All => true,
            Whose::Customer(customer) => *customer == session.customer,
            Whose::Member(member) => session.member.as_ref() == Some(member),
            Whose::Token(_) => unreachable!("decided above"),
        }
    }
}
