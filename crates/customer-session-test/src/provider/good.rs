//! A good session is accepted, and what is seen while it is.

use std::{sync::Arc, time::Duration};

use customer_session::{
    CustomerSessionConfig, Reason,
    clock::{Clock as _, SystemClock},
    provider::SessionProvider,
};

use super::{
    Rule, Session,
    asked::Asked,
    judge::With,
    outcome::{Outcome, Vouched},
    suite::{Call, Learned, Suite},
};

impl<'a, P: SessionProvider> Suite<'a, P> {
    /// Accepts the first good session; what was learned thereby, if it is accepted.
    pub(super) async fn learn(&mut self) -> Option<Learned<'a>> {
        let bench = self.bench;
        let Some((customer, session)) = bench.good.first() else {
            let why = "the bench has no good session: add one with `good`";
            self.report.not_tried(Rule::AcceptsGood, why);
            return None;
        };
        let good = self.accept(customer, session).await?;
        let asked = self.server.asked();
        let calls = self.calls(session, &good, &asked);
        self.addresses(session, &asked);
        self.times(&good);
        Some(Learned {
            session,
            good,
            calls,
        })
    }

    /// All that the good sessions show beside.
    pub(super) async fn good(&mut self, learned: &Learned<'a>) {
        self.counts(learned).await;
        self.repeated(learned).await;
        self.engine(learned).await;
        self.apart(learned).await;
    }

    async fn accept(&mut self, customer: &str, session: &Session) -> Option<Vouched> {
        let outcome = self.outcome(session, None).await;
        let done = "a good session was presented";
        let expected = format!("a session of {customer}");
        let seen = match outcome {
            Outcome::Vouched(good)
                if good.facts.customer_id.as_str() == customer
                    && good.record.id.as_str() == customer =>
            {
                self.report.note(Rule::AcceptsGood, done, expected, None);
                return Some(*good);
            }
            Outcome::Vouched(other) if other.record.id != other.facts.customer_id => format!(
                "a session of {}, with the customer {}",
                other.facts.customer_id, other.record.id
            ),
            outcome => outcome.describe(),
        };
        let asked: Vec<_> = self
            .server
            .asked()
            .iter()
            .map(|asked| match session.at(&asked.place) {
                Some(reply) => format!("{} (answered {})", asked.place, reply.status),
                None => format!("{} (no answer in the bench)", asked.place),
            })
            .collect();
        let seen = if asked.is_empty() {
            format!("{seen}, and nothing was asked")
        } else {
            format!("{seen}, after {}", asked.join(", "))
        };
        self.report
            .note(Rule::AcceptsGood, done, expected, Some(seen));
        None
    }

    /// The calls that were made, each once, and with whose credentials.
    fn calls(&mut self, session: &Session, good: &Vouched, asked: &[Asked]) -> Vec<Call> {
        if asked.is_empty() {
            let why =
                "the provider asks nobody about a good session, so that nothing can be spoilt";
            self.report.not_tried(Rule::OnlyAnswersVouch, why);
        }
        if self.bench.secrets.is_empty() {
            let why = "the bench names no credential of ours: add it with `secret`";
            self.report.not_tried(Rule::OwnsItsCredentials, why);
        }
        let mut calls: Vec<Call> = Vec::new();
        for one in asked {
            if calls.iter().any(|call| call.place == one.place) {
                continue;
            }
            let ours = self.bench.secrets.iter().any(|secret| one.holds(secret));
            let with = if !ours && one.holds(&session.token) {
                With::Customers
            } else {
                With::Ours
            };
            calls.push(Call {
                place: one.place.clone(),
                with,
                looks_up: good.facts.customer.is_none() && !one.holds(&session.token),
            });
        }
        calls
    }

    fn addresses(&mut self, session: &Session, asked: &[Asked]) {
        let secrets = self
            .bench
            .secrets
            .iter()
            .map(|secret| ("a credential", secret));
        let sent: Vec<_> = secrets.chain([("the token", &session.token)]).collect();
        for one in asked {
            let shown = sent.iter().find(|(_, text)| one.address_holds(text));
            self.report.note(
                Rule::KeepsTokensOutOfAddresses,
                "the address of a call was read",
                "neither the token nor a credential in it",
                shown.map(|(what, _)| (*what).to_owned()),
            );
        }
    }

    fn times(&mut self, good: &Vouched) {
        let (facts, now) = (&good.facts, SystemClock::new().precise_wall());
        let ends = [facts.expires_at, facts.valid_until];
        let seen = if ends.into_iter().flatten().any(|end| end <= now) {
            Some("an end that has come")
        } else if facts.issued_at.is_some_and(|begin| begin > now + LEEWAY) {
            Some("a beginning that has not come")
        } else if facts.issued_at.is_some()
            && facts.issued_at >= facts.expires_at.or(Some(now + LEEWAY))
        {
            Some("an end before the beginning")
        } else {
            None
        };
        self.report.note(
            Rule::StatesTimes,
            "the times of a good session were read",
            "a beginning in the past and an end in the future, where they are stated",
            seen.map(str::to_owned),
        );
    }

    async fn counts(&mut self, learned: &Learned<'_>) {
        self.server.play(learned.session, None);
        let provider = self.provider();
        self.ask(&provider, learned.session).await;
        let (counted, made) = (provider.upstream_calls(), self.server.asked().len());
        if counted == 0 {
            let why = "`upstream_calls` returns 0, as it does by default";
            self.report.not_tried(Rule::CountsCalls, why);
            return;
        }
        let seen = (counted != made as u64).then(|| counted.to_string());
        let done = "the calls about one good session were counted";
        self.report
            .note(Rule::CountsCalls, done, made.to_string(), seen);
    }

    async fn repeated(&mut self, learned: &Learned<'_>) {
        self.server.play(learned.session, None);
        let provider = self.provider();
        for done in [
            "the good session was presented to another instance",
            "the good session was presented a second time",
        ] {
            let outcome = self.ask(&provider, learned.session).await;
            let same =
                matches!(&outcome, Outcome::Vouched(again) if again.is_same_as(&learned.good));
            let seen = (!same).then(|| match outcome {
                Outcome::Vouched(_) => "other facts".to_owned(),
                outcome => outcome.describe(),
            });
            self.report
                .note(Rule::StaysTheSame, done, "the same facts", seen);
        }
    }

    /// The engine knows by the shape whose a token is.
    async fn engine(&mut self, learned: &Learned<'_>) {
        let bench = self.bench;
        let provider = (bench.new)(&self.server.url());
        let expected = "a configuration that is built, and routes the token to its provider";
        let config = match CustomerSessionConfig::builder().provider(provider).build() {
            Ok(config) => config,
            Err(error) => {
                let done = "a configuration was built with the provider";
                let seen = Some(error.to_string());
                self.report.note(Rule::ShapeTakesGood, done, expected, seen);
                return;
            }
        };
        for (_, session) in &bench.good {
            self.server.play(session, None);
            let verdict = config.verify(&session.token).await;
            let reason = verdict.err().map(|rejection| rejection.reason());
            let unclaimed = reason == Some(Reason::TokenUnrecognized);
            let seen = unclaimed.then(|| "nobody's token".to_owned());
            let done = "a good token was presented to an engine with this provider";
            self.report.note(Rule::ShapeTakesGood, done, expected, seen);
        }
        self.server.play(learned.session, None);
    }

    /// Two sessions, one after the other, at one provider.
    async fn apart(&mut self, learned: &Learned<'_>) {
        let bench = self.bench;
        let Some((customer, other)) = bench.good.get(1) else {
            let why = "the bench has one good session only: add a second one with `good`";
            self.report.not_tried(Rule::TellsSessionsApart, why);
            return;
        };
        let provider: Arc<P> = self.provider();
        self.server.play(learned.session, None);
        self.ask(&provider, learned.session).await;
        self.server.play(other, None);
        let outcome = self.ask(&provider, other).await;
        let right = matches!(&outcome, Outcome::Vouched(vouched)
            if vouched.facts.customer_id.as_str() == customer && vouched.record.id.as_str() == customer);
        self.report.note(
            Rule::TellsSessionsApart,
            "a second session was presented after the first",
            format!("a session of {customer}"),
            (!right).then(|| outcome.describe()),
        );
    }
}

/// For clocks that differ.
const LEEWAY: Duration = Duration::from_secs(60);
