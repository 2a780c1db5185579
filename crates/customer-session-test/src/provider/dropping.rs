//! Questions that are given up: by the engine, when their time is over.

use customer_session::provider::SessionProvider;

use super::{
    Rule,
    outcome::{Outcome, Question},
    server::Spoil,
    suite::{Call, Learned, Suite},
};

impl<'a, P: SessionProvider> Suite<'a, P> {
    pub(super) async fn dropping(&mut self, learned: &Learned<'a>) {
        for call in &learned.calls {
            self.hanging(call, learned).await;
        }
        if learned.calls.is_empty() {
            let why = "the provider asks nobody, so that no question can be given up";
            self.report.not_tried(Rule::DropsCleanly, why);
        }
    }

    /// The issuer takes the question and says nothing; then the provider is asked again, and the
    /// issuer answers.
    async fn hanging(&mut self, call: &Call, learned: &Learned<'_>) {
        let provider = self.provider();
        let spoil = Some((call.place.clone(), Spoil::Hang));
        self.server.play(learned.session, spoil);
        let mut asking = Question::ask(&provider, &learned.session.token);
        let done = format!("the question was given up while {} hung", call.place);
        let early = tokio::select! {
            biased;
            () = self.server.arrival() => None,
            outcome = asking.answered() => Some(outcome),
        };
        let seen = match early {
            Some(outcome) => {
                self.watch(&outcome);
                Some(format!("{} before the call arrived", outcome.describe()))
            }
            None => asking.give_up().await,
        };
        let expected = "a future that ends when it is dropped";
        self.report
            .note(Rule::DropsCleanly, done.clone(), expected, seen);
        self.server.play(learned.session, None);
        let outcome = self.ask(&provider, learned.session).await;
        let whole = matches!(&outcome, Outcome::Vouched(again) if again.is_same_as(&learned.good));
        let done = format!("{done}, and then the good session was presented");
        let expected = "the same session as ever";
        let seen = (!whole).then(|| outcome.describe());
        self.report.note(Rule::DropsCleanly, done, expected, seen);
    }
}
