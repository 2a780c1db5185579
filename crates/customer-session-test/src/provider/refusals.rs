//! The issuer's "no", as the bench describes it.

use customer_session::{
    Reason,
    clock::{Clock as _, SystemClock},
    provider::SessionProvider,
};

use super::{
    Rule,
    bench::{No, Refusal},
    outcome::{Outcome, Vouched},
    suite::Suite,
};

impl<P: SessionProvider> Suite<'_, P> {
    pub(super) async fn refusals(&mut self) {
        let bench = self.bench;
        for refusal in &bench.denied {
            let outcome = self.outcome(&refusal.session, None).await;
            let (rule, expected) = refusal.kind.wants();
            let seen = (!refusal.kind.is_met(&outcome)).then(|| outcome.describe());
            self.report.note(rule, done(refusal), expected, seen);
        }
        for (kind, why) in [
            (
                No::Denied,
                "the bench has no session that the issuer refuses: add one with `denied`",
            ),
            (
                No::Expired,
                "the bench has no session whose time is over: add one with `expired`",
            ),
            (
                No::NotOurs,
                "the bench has no session of somebody else's customer: add one with `not_ours`",
            ),
        ] {
            if !bench.denied.iter().any(|refusal| refusal.kind == kind) {
                self.report.not_tried(kind.wants().0, why);
            }
        }
    }
}

impl No {
    const fn wants(self) -> (Rule, &'static str) {
        match self {
            Self::Denied => (Rule::DeniesDenied, "a denial"),
            Self::Expired => (Rule::EndsSessions, "a denial, or an end that has come"),
            Self::NotOurs => (
                Rule::RefusesForeignCustomers,
                "the denial `not_our_customer`",
            ),
        }
    }

    fn is_met(self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::Expired, Outcome::Vouched(vouched)) => is_over(vouched),
            (Self::Denied | Self::Expired, Outcome::Refused(error)) => error.is_denial(),
            (Self::NotOurs, Outcome::Refused(error)) => error.reason() == Reason::NotOurCustomer,
            _ => false,
        }
    }
}

/// The engine refuses a session at and past its end.
fn is_over(vouched: &Vouched) -> bool {
    let facts = &vouched.facts;
    let end = facts.valid_until.or(facts.expires_at);
    end.is_some_and(|end| end <= SystemClock::new().precise_wall())
}

fn done(refusal: &Refusal) -> String {
    format!("{} was presented", refusal.what)
}
