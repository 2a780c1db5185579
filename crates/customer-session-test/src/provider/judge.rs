//! What must come of a spoilt answer, and what came.

use customer_session::{Reason, provider::ProviderError, rejection::Fault};

use super::{
    Rule,
    bench::Place,
    outcome::{Outcome, Vouched, describe_error, is_stated_denial},
    server::Spoil,
};

/// One answer is spoilt, and one thing must come of it.
#[derive(Debug)]
pub(super) struct Trial {
    /// What is broken if something else comes that is no graver fault.
    pub(super) rule: Rule,
    pub(super) done: String,
    pub(super) place: Place,
    pub(super) spoil: Spoil,
    pub(super) wanted: Wanted,
    /// Whether the answer asked to wait for [`WAIT`].
    pub(super) waits: bool,
}

/// What must come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Wanted {
    /// Any fault but the customer's own limit.
    Fault,
    /// A limit, of the customer or of ours.
    Limit(With),
    /// A fault, or the same customer, with the same end where it was not left out.
    NoOther { same_end: bool },
    /// A fault, or another customer than was asked about, which the engine refuses.
    NotThem,
    /// A fault of ours.
    Ours,
    /// Anything but a session.
    Refusal,
    /// The session as it is without what was done.
    Same,
    /// A fault of the issuer's.
    Trouble,
}

/// With whose credentials a call is made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum With {
    Customers,
    Ours,
}

/// What came and must not have: the rule that it breaks.
pub(super) type Judgement = Result<(), (Rule, String)>;

impl Trial {
    /// 1. A panic is one, whatever was wanted.
    /// 2. Silence breaks the trial's own rule.
    /// 3. A session is only what the issuer's unspoilt answer says.
    /// 4. A denial is never right.
    /// 5. The fault is the one that was wanted.
    /// 6. The issuer's wish to be left alone is passed on.
    pub(super) fn judge(&self, outcome: &Outcome, good: &Vouched) -> Judgement {
        let rule = match outcome {
            Outcome::Panicked(_) => Rule::NeverPanics,
            Outcome::Silent => self.rule,
            Outcome::Vouched(vouched) => match self.flaw(vouched, good) {
                None => return Ok(()),
                Some(rule) => rule,
            },
            Outcome::Refused(error) => return self.judge_error(error),
        };
        Err((rule, outcome.describe()))
    }

    fn flaw(&self, vouched: &Vouched, good: &Vouched) -> Option<Rule> {
        let them = vouched.is_of(good);
        match self.wanted {
            Wanted::Same => (!vouched.is_same_as(good)).then_some(self.rule),
            Wanted::NoOther { same_end } => {
                let ends = !same_end || vouched.ends_as(good);
                (!them || !ends).then_some(Rule::OnlyAnswersVouch)
            }
            Wanted::NotThem => them.then_some(self.rule),
            Wanted::Fault | Wanted::Limit(_) | Wanted::Ours | Wanted::Refusal | Wanted::Trouble => {
                Some(Rule::OnlyAnswersVouch)
            }
        }
    }

    fn judge_error(&self, error: &ProviderError) -> Judgement {
        let denied = match self.wanted {
            Wanted::Refusal => false,
            // The core's own providers refuse an answer that lacks what it must hold.
            Wanted::NoOther { .. } => is_stated_denial(error),
            _ => error.is_denial(),
        };
        let wrong = |rule| Err((rule, describe_error(error)));
        if self.wanted == Wanted::Same {
            return wrong(self.rule);
        }
        if denied {
            return wrong(Rule::FaultsAreNoDenials);
        }
        if !self.wanted.takes(error) {
            return wrong(self.rule);
        }
        match error.wait() {
            Some(wait) if self.waits && wait.as_secs() == WAIT => Ok(()),
            wait if self.waits => Err((
                Rule::TellsTheWait,
                wait.map_or_else(
                    || "no time to wait".to_owned(),
                    |wait| format!("{} s to wait", wait.as_secs()),
                ),
            )),
            _ => Ok(()),
        }
    }
}

impl Wanted {
    fn takes(self, error: &ProviderError) -> bool {
        let reason = error.reason();
        match self {
            Self::Fault | Self::NotThem => reason.status() >= 500,
            Self::Limit(With::Customers) => reason == Reason::RateLimited,
            Self::Limit(With::Ours) => reason == Reason::OwnRateLimited,
            Self::NoOther { .. } => reason.status() >= 500 || error.is_denial(),
            Self::Ours => reason.status() == 500,
            Self::Refusal => true,
            Self::Same => false,
            Self::Trouble => reason.fault() == Fault::Issuer,
        }
    }

    /// In words.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Fault => "a fault of the issuer's or ours (500 or 503)",
            Self::Limit(With::Customers) => "the customer's own limit, `rate_limited` (429)",
            Self::Limit(With::Ours) => "our limit, `own_rate_limited` (503)",
            Self::NoOther { same_end: true } => {
                "a fault (500 or 503), or the same session with the same end"
            }
            Self::NoOther { same_end: false } => "a fault (500 or 503), or the same customer",
            Self::NotThem => "a fault (500 or 503), or the id that was answered",
            Self::Ours => "a fault of ours (500)",
            Self::Refusal => "a refusal of any kind",
            Self::Same => "the same session as ever",
            Self::Trouble => "a fault of the issuer's (503)",
        }
    }
}

impl Vouched {
    fn is_of(&self, good: &Self) -> bool {
        self.facts.customer_id == good.facts.customer_id && self.record.id == good.record.id
    }

    fn ends_as(&self, good: &Self) -> bool {
        self.facts.expires_at == good.facts.expires_at
            && self.facts.valid_until == good.facts.valid_until
    }

    /// Whether both say the same of the session, whatever else they keep of the answers.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.is_of(other) && self.said() == other.said()
    }

    fn said(&self) -> Option<serde_json::Value> {
        let mut facts = self.facts.clone();
        facts.customer = None;
        let mut record = self.record.clone();
        record.details = None;
        serde_json::to_value((facts, record)).ok()
    }
}

/// How long the issuer asks to be left alone, in seconds.
pub(super) const WAIT: u64 = 7;
