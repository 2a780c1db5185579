//! Whatever can happen on the way to an issuer, and to an answer of its.

use customer_session::provider::SessionProvider;
use serde_json::json;

use super::{
    Reply, Rule,
    judge::{Trial, WAIT, Wanted, With},
    server::Spoil,
    suite::{Call, Learned, Suite},
};

impl<'a, P: SessionProvider> Suite<'a, P> {
    pub(super) async fn faults(&mut self, learned: &Learned<'a>) {
        self.down(learned).await;
        for call in &learned.calls {
            let Some(good) = learned.session.at(&call.place) else {
                continue;
            };
            let mut trials = Trials::of(self, call, good);
            trials.connection();
            trials.servers();
            trials.limits();
            trials.credentials();
            trials.statuses();
            trials.redirects();
            trials.floods();
            for trial in trials.all {
                self.run(trial, learned).await;
            }
        }
    }

    async fn down(&mut self, learned: &Learned<'_>) {
        let provider = self.provider();
        self.server.play(learned.session, None);
        self.server.shut();
        let outcome = self.ask(&provider, learned.session).await;
        let trial = Trial {
            rule: Rule::NamesTrouble,
            done: "the issuer refused connections".to_owned(),
            place: super::bench::Place {
                method: String::new(),
                path: String::new(),
            },
            spoil: Spoil::Break,
            wanted: Wanted::Trouble,
            waits: false,
        };
        let flaw = trial.judge(&outcome, &learned.good).err();
        self.report.tried(trial.rule);
        if let Some((rule, seen)) = flaw {
            self.report
                .note(rule, trial.done, Wanted::Trouble.describe(), Some(seen));
        }
    }
}

/// What is tried on one call.
struct Trials<'a, 's, P> {
    suite: &'a mut Suite<'s, P>,
    call: &'a Call,
    good: &'a Reply,
    all: Vec<Trial>,
}

impl<'a, 's, P: SessionProvider> Trials<'a, 's, P> {
    fn of(suite: &'a mut Suite<'s, P>, call: &'a Call, good: &'a Reply) -> Self {
        Self {
            suite,
            call,
            good,
            all: Vec::new(),
        }
    }

    fn add(&mut self, rule: Rule, wanted: Wanted, what: &str, spoil: Spoil) {
        let asks_to_wait = matches!(&spoil, Spoil::Instead(reply)
            if reply.headers.iter().any(|(name, _)| name == "retry-after")
                && reply.status != self.good.status);
        self.all.push(Trial {
            rule,
            done: format!("{} was answered with {what}", self.call.place),
            place: self.call.place.clone(),
            spoil,
            wanted,
            waits: asks_to_wait,
        });
    }

    fn answer(&mut self, rule: Rule, wanted: Wanted, what: &str, reply: Reply) {
        self.add(rule, wanted, what, Spoil::Instead(reply));
    }

    fn connection(&mut self) {
        let (rule, wanted) = (Rule::NamesTrouble, Wanted::Trouble);
        let what = "a connection that was closed";
        self.add(rule, wanted, what, Spoil::Break);
        let what = "half of the good answer, and a connection that broke";
        self.add(rule, wanted, what, Spoil::Cut(self.good.clone()));
    }

    fn servers(&mut self) {
        let (rule, wanted) = (Rule::NamesTrouble, Wanted::Trouble);
        for status in [500, 502, 503, 504] {
            let page = self.page(status);
            self.answer(rule, wanted, &format!("{status} and a page"), page);
        }
        let body = json!({ "error": "internal", "token": self.echo() });
        let reply = Reply::json(500, &body);
        self.answer(rule, wanted, "500 and JSON", reply);
        let reply = self.good.with_status(500);
        self.answer(rule, wanted, "500 and the good answer's body", reply);
        let reply = Reply::empty(503).header("retry-after", WAIT.to_string());
        let what = format!("503 and `Retry-After: {WAIT}`");
        self.answer(rule, wanted, &what, reply);
    }

    fn limits(&mut self) {
        let (rule, wanted) = (Rule::NamesLimits, Wanted::Limit(self.call.with));
        let page = self.page(429);
        self.answer(rule, wanted, "429 and a page", page);
        let reply = Reply::json(429, &json!({ "error": "rate_limited" }))
            .header("retry-after", WAIT.to_string());
        let what = format!("429 and `Retry-After: {WAIT}`");
        self.answer(rule, wanted, &what, reply);
    }

    fn credentials(&mut self) {
        if self.call.with == With::Customers {
            return;
        }
        for status in [401, 403] {
            let reply = Reply::json(status, &json!({ "error": "credentials_refused" }));
            let what = format!("{status} to our own credentials");
            self.unless_a_no(Rule::OwnsItsCredentials, Wanted::Ours, &what, reply);
        }
    }

    fn statuses(&mut self) {
        let (rule, wanted) = (Rule::FaultsAreNoDenials, Wanted::Fault);
        for status in [400, 401, 403, 404, 405, 410, 422] {
            let what = format!("{status} and a page, as a proxy answers it");
            let page = self.page(status);
            self.unless_a_no(rule, wanted, &what, page);
            if self.call.with == With::Ours && matches!(status, 401 | 403) {
                continue;
            }
            let what = format!("{status} and JSON that is no \"no\" of the bench");
            let body = json!({ "error": "invented_by_the_suite", "token": self.echo() });
            self.unless_a_no(rule, wanted, &what, Reply::json(status, &body));
        }
    }

    fn redirects(&mut self) {
        let elsewhere = format!(
            "{}{}",
            self.suite.server.stranger_url(),
            self.call.place.path
        );
        for status in [302, 307, 308] {
            let reply = Reply::empty(status).header("location", &elsewhere);
            let what = format!("{status} to another host");
            self.answer(Rule::FollowsNoRedirect, Wanted::Fault, &what, reply);
        }
    }

    fn floods(&mut self) {
        for (announced, what) in [
            (false, "JSON without end"),
            (true, "JSON of 8 GiB, as announced"),
        ] {
            let spoil = Spoil::Flood { announced };
            self.add(Rule::BoundsAnswers, Wanted::Fault, what, spoil);
        }
    }

    /// Where the issuer's own "no" can look like this, by its status and whether it is JSON, a denial
    /// is nothing wrong.
    fn unless_a_no(&mut self, rule: Rule, wanted: Wanted, what: &str, reply: Reply) {
        let is_json = reply.value().is_some();
        let mut denials = self.suite.bench.denials_at(&self.call.place);
        let may_be_a_no =
            denials.any(|no| no.status == reply.status && (is_json || no.value().is_none()));
        if !may_be_a_no {
            self.answer(rule, wanted, what, reply);
            return;
        }
        let why = format!(
            "{} with {what}: not told from the bench's own \"no\" with this status, and so only held to be a refusal",
            self.call.place
        );
        self.suite.report.not_tried(rule, why);
        self.answer(rule, Wanted::Refusal, what, reply);
    }

    /// A page that repeats what was sent, as error pages do.
    fn page(&self, status: u16) -> Reply {
        let page = format!(
            "<!DOCTYPE html><html><head><title>{status}</title></head><body><pre>{}</pre></body></html>",
            self.echo()
        );
        Reply::text(status, "text/html; charset=utf-8", page)
    }

    fn echo(&self) -> String {
        self.suite.echo()
    }
}

impl<P> Suite<'_, P> {
    /// What must be repeated nowhere.
    pub(super) fn echo(&self) -> String {
        let tokens = self.bench.good.iter().map(|(_, session)| &session.token);
        let all: Vec<_> = tokens.chain(&self.bench.secrets).cloned().collect();
        all.join(" ")
    }
}
