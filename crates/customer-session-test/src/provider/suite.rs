//! What every part of the suite works with: the provider, the server, the report.

use std::{error::Error, sync::Arc};

use customer_session::provider::{ProviderError, SessionProvider};
use serde_json::Value;

use super::{
    Bench, Report, Rule, Session,
    bench::Place,
    judge::{Trial, With},
    outcome::{Outcome, Question, Vouched},
    server::{Server, Spoil},
};

/// The suite at work.
pub(super) struct Suite<'a, P> {
    pub(super) bench: &'a Bench<P>,
    pub(super) server: Server,
    pub(super) report: Report,
    /// What no text may show, and what it is.
    hidden: Vec<(&'static str, String)>,
}

/// What the good session told about the provider.
#[derive(Debug)]
pub(super) struct Learned<'a> {
    pub(super) session: &'a Session,
    pub(super) good: Vouched,
    pub(super) calls: Vec<Call>,
}

/// A call that the provider makes about a good session.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) place: Place,
    pub(super) with: With,
    /// Whether it is made to look the customer up.
    pub(super) looks_up: bool,
}

impl<'a, P: SessionProvider> Suite<'a, P> {
    pub(super) fn new(bench: &'a Bench<P>, server: Server) -> Self {
        Self {
            bench,
            server,
            report: Report::waiving(bench.waived.clone()),
            hidden: hidden(bench),
        }
    }

    /// What was found, and which rules no trial came to.
    pub(super) fn into_report(mut self) -> Report {
        self.report.complete();
        self.report
    }

    /// A provider that has asked nothing yet.
    pub(super) fn provider(&self) -> Arc<P> {
        Arc::new((self.bench.new)(&self.server.url()))
    }

    /// Asks a new provider about a session, with these answers.
    pub(super) async fn outcome(
        &mut self,
        session: &Session,
        spoil: Option<(Place, Spoil)>,
    ) -> Outcome {
        self.server.play(session, spoil);
        self.ask(&self.provider(), session).await
    }

    /// Asks about a session, with the answers that are set.
    pub(super) async fn ask(&mut self, provider: &Arc<P>, session: &Session) -> Outcome {
        let asking = Question::ask(provider, &session.token);
        let outcome = tokio::select! {
            outcome = asking.outcome() => outcome,
            () = self.server.flooded() => Outcome::Silent,
        };
        self.watch(&outcome);
        outcome
    }

    /// Holds whatever comes to the rules about texts and panics.
    pub(super) fn watch(&mut self, outcome: &Outcome) {
        self.report.tried(Rule::NeverPanics);
        if let Outcome::Refused(error) = outcome {
            let leak = self.leak(&texts(error));
            let done = format!("the texts of the error `{}` were read", error.reason());
            let expected = "neither token, credential nor personal data in them";
            self.report.note(Rule::KeepsSecrets, done, expected, leak);
        }
    }

    /// What a text shows that it must not.
    pub(super) fn leak(&self, text: &str) -> Option<String> {
        let shown = self.hidden.iter().find(|(_, hidden)| text.contains(hidden));
        shown.map(|(what, _)| (*what).to_owned())
    }

    /// Spoils one answer and judges what comes of it.
    pub(super) async fn run(&mut self, trial: Trial, learned: &Learned<'_>) {
        let spoil = Some((trial.place.clone(), trial.spoil.clone()));
        let outcome = self.outcome(learned.session, spoil).await;
        self.count(&trial);
        if self.server.strayed() > 0 {
            let seen = "a request at the place that it led to".to_owned();
            let expected = "no request there";
            self.report
                .note(Rule::FollowsNoRedirect, trial.done, expected, Some(seen));
            return;
        }
        if let Err((rule, seen)) = trial.judge(&outcome, &learned.good) {
            let expected = if rule == Rule::TellsTheWait {
                "the time that the answer states"
            } else {
                trial.wanted.describe()
            };
            self.report.note(rule, trial.done, expected, Some(seen));
        }
    }

    fn count(&mut self, trial: &Trial) {
        self.report.tried(trial.rule);
        self.report.tried(Rule::OnlyAnswersVouch);
        self.report.tried(Rule::FaultsAreNoDenials);
        if trial.waits {
            self.report.tried(Rule::TellsTheWait);
        }
    }
}

/// Whatever an error can print, its causes included.
fn texts(error: &ProviderError) -> String {
    let mut texts = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(deeper) = cause {
        texts.push_str(&format!(" {deeper} {deeper:?}"));
        cause = deeper.source();
    }
    texts
}

fn hidden<P>(bench: &Bench<P>) -> Vec<(&'static str, String)> {
    let sessions = bench.good.iter().map(|(_, session)| session);
    let refused = bench.denied.iter().map(|refusal| &refusal.session);
    let mut hidden = Vec::new();
    for session in sessions.chain(refused) {
        hidden.push(("a token", session.token.clone()));
        for route in &session.answers {
            addresses(route.reply.value().as_ref(), &mut hidden);
        }
    }
    let secrets = bench.secrets.iter().cloned();
    hidden.extend(secrets.map(|secret| ("a credential", secret)));
    let private = bench.private.iter().cloned();
    hidden.extend(private.map(|text| ("personal data", text)));
    hidden.retain(|(_, text)| !text.is_empty());
    hidden
}

/// The e-mail addresses in an answer.
fn addresses(value: Option<&Value>, hidden: &mut Vec<(&'static str, String)>) {
    match value {
        Some(Value::String(text)) if text.contains('@') => {
            hidden.push(("an e-mail address", text.clone()));
        }
        Some(Value::Array(items)) => {
            for item in items {
                addresses(Some(item), hidden);
            }
        }
        Some(Value::Object(members)) => {
            for member in members.values() {
                addresses(Some(member), hidden);
            }
        }
        _ => {}
    }
}
