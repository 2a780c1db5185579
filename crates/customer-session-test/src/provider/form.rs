//! What a provider says of itself and of tokens, without asking anybody.

use std::panic::{AssertUnwindSafe, catch_unwind};

use customer_session::{
    clock::{Clock as _, SystemClock},
    provider::{Recognition, SessionProvider},
};

use super::{
    Rule,
    bench::No,
    outcome::{Outcome, message},
    suite::{Learned, Suite},
};

impl<'a, P: SessionProvider> Suite<'a, P> {
    pub(super) async fn form(&mut self, learned: &Learned<'a>) {
        self.name();
        self.debug(learned).await;
        self.recognizes();
        self.any_text(&learned.session.token);
        self.identities();
        self.garbage(learned).await;
        self.whole(learned).await;
    }

    fn name(&mut self) {
        let provider = self.provider();
        let (name, again) = (provider.name().to_owned(), provider.name().to_owned());
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        };
        let label = (1..=32).contains(&name.len()) && name.bytes().all(plain);
        let elsewhere = self.provider().name().to_owned();
        let seen = (!label || name != again || name != elsewhere).then(|| format!("{name:?}"));
        let expected = "1 to 32 of `a-z`, `0-9`, `-` and `_`, the same each time";
        self.report
            .note(Rule::LabelsItself, "`name` was called", expected, seen);
    }

    async fn debug(&mut self, learned: &Learned<'_>) {
        self.server.play(learned.session, None);
        let provider = self.provider();
        self.ask(&provider, learned.session).await;
        let leak = self.leak(&format!("{provider:?} {provider:#?}"));
        let done = "the provider was printed with `Debug`, after a session was verified";
        let expected = "neither token, credential nor personal data in it";
        self.report.note(Rule::KeepsSecrets, done, expected, leak);
    }

    fn recognizes(&mut self) {
        let provider = self.provider();
        for (_, session) in &self.bench.good {
            let taken = provider.recognize(&session.token) == Recognition::Candidate;
            let seen = (!taken).then(|| "`Malformed`".to_owned());
            let done = "a good token was shown to `recognize`";
            self.report
                .note(Rule::RecognizesGood, done, "`Candidate`", seen);
        }
    }

    /// Tokens are a stranger's words: whatever they are, nothing may panic.
    fn any_text(&mut self, good: &str) {
        let provider = self.provider();
        let now = SystemClock::new().now();
        for (what, text) in texts(good) {
            let tried = calmly(|| {
                let _ = provider.recognize(&text);
                let _ = provider.identity(&text);
                let _ = provider.verify_local(&text, now);
            });
            let seen = tried.err();
            let done = format!("{what} was shown to `recognize`, `identity` and `verify_local`");
            self.report.note(Rule::NeverPanics, done, "an answer", seen);
        }
    }

    fn identities(&mut self) {
        let provider = self.provider();
        let tokens: Vec<_> = self
            .bench
            .good
            .iter()
            .map(|(_, session)| &session.token)
            .collect();
        let [one, other, ..] = *tokens else {
            return;
        };
        let is_same = provider.identity(one) == provider.identity(other);
        let seen = is_same.then(|| "the same for both".to_owned());
        let done = "`identity` was asked about two good tokens";
        self.report.note(
            Rule::TellsSessionsApart,
            done,
            "a part of each that the other has not",
            seen,
        );
    }

    /// The issuer says no to whatever it does not know.
    async fn garbage(&mut self, learned: &Learned<'_>) {
        let mut refusals = self.bench.denied.iter();
        let Some(refusal) = refusals.find(|refusal| refusal.kind == No::Denied) else {
            let why = "tokens that nobody issued: the bench does not say how the issuer refuses them; add it with `denied`";
            self.report.not_tried(Rule::OnlyAnswersVouch, why);
            return;
        };
        for (what, text) in texts(&learned.session.token) {
            let bearer = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
            if text.is_empty() || !text.bytes().all(bearer) || text == learned.session.token {
                continue;
            }
            let mut session = refusal.session.clone();
            session.token = text;
            self.server.play(&session, None);
            let provider = self.provider();
            let recognized = calmly(|| provider.recognize(&session.token));
            if recognized != Ok(Recognition::Candidate) {
                continue;
            }
            let outcome = self.ask(&provider, &session).await;
            let rule = match outcome {
                Outcome::Panicked(_) => Rule::NeverPanics,
                _ => Rule::OnlyAnswersVouch,
            };
            let wrong = matches!(outcome, Outcome::Panicked(_) | Outcome::Vouched(_));
            let done = format!("{what} was presented, which the issuer refuses");
            let seen = wrong.then(|| outcome.describe());
            self.report.note(rule, done, "a refusal", seen);
        }
    }
}

impl<P: SessionProvider> Suite<'_, P> {
    /// Where a good token is sent as it is, one with everything that may stand in a bearer token
    /// (RFC 6750 §2.1) must be too.
    async fn whole(&mut self, learned: &Learned<'_>) {
        let mut odd = learned.session.clone();
        odd.token.push_str("+a/b~c-d._==");
        let token = odd.token.clone();
        let provider = self.provider();
        if calmly(|| provider.recognize(&token)) != Ok(Recognition::Candidate) {
            let why =
                "`recognize` finds every token malformed that holds more than the good one does";
            self.report.not_tried(Rule::SendsTokensWhole, why);
            return;
        }
        self.server.play(learned.session, None);
        self.ask(&provider, learned.session).await;
        let plain: Vec<_> = self.server.asked();
        self.server.play(&odd, None);
        self.ask(&provider, &odd).await;
        let sent = self.server.asked();
        for call in plain
            .iter()
            .filter(|call| call.carries(&learned.session.token))
        {
            let arrived = sent
                .iter()
                .any(|odd| odd.place == call.place && odd.carries(&token));
            let done = format!(
                "a token with `+`, `/`, `~` and `=` was presented, and {} read",
                call.place
            );
            let seen = (!arrived).then(|| "another text, or no call".to_owned());
            self.report.note(
                Rule::SendsTokensWhole,
                done,
                "the token to the letter",
                seen,
            );
        }
    }
}

/// What comes of it; in words, if that is a panic.
fn calmly<T>(tried: impl FnOnce() -> T) -> Result<T, String> {
    let done = catch_unwind(AssertUnwindSafe(tried));
    done.map_err(|panic| format!("a panic: {}", message(&*panic)))
}

/// Texts of many kinds, the same each time, and what they are.
fn texts(good: &str) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = STRANGE
        .iter()
        .map(|text| (format!("{text:?}"), (*text).to_owned()))
        .collect();
    let ends: Vec<usize> = good.char_indices().map(|(end, _)| end).collect();
    for &end in &ends {
        let (head, tail) = good.split_at(end);
        texts.push((
            format!("the first {end} bytes of a good token"),
            head.to_owned(),
        ));
        texts.push((
            format!("a good token without its first {end} bytes"),
            tail.to_owned(),
        ));
        for strange in ["é", "\u{1F511}", "\0", "=", "."] {
            let text = format!("{head}{strange}{tail}");
            texts.push((format!("a good token with {strange:?} at byte {end}"), text));
        }
    }
    texts.push(("a good token twice".to_owned(), good.repeat(2)));
    texts.push(("a good token in upper case".to_owned(), good.to_uppercase()));
    texts.push((
        "a long token".to_owned(),
        format!("{good}{}", "a".repeat(16 * 1024)),
    ));
    texts.push(("many dots".to_owned(), ".".repeat(10_000)));
    texts
}

const STRANGE: &[&str] = &[
    "",
    " ",
    "a",
    "=",
    "é",
    "\u{FEFF}",
    "\u{1F511}\u{1F511}",
    "..",
    "a.b.c",
    "e30.e30.",
    "eyJhbGciOiJub25lIn0.e30.",
    "null",
    "../../admin",
    "a\r\nx: y",
    "\0",
    "%00%2e%2e",
    "_",
    "__",
    "ſK",
];
