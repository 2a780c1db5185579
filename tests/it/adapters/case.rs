//! One row of the table, and how it is played through every adapter in every mode.

use customer_session::{Mode, token::TokenSource};

use super::{
    Answer, Driver, Sent, Stack, Upstream, World, Wrap,
    drivers::{Actix, Axum, Tower},
    refusals::Refusal,
};

/// One row: a request, what the issuer does meanwhile, and what comes of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) method: &'static str,
    pub(super) target: &'static str,
    /// The `Authorization` field lines.
    pub(super) authorization: &'static [&'static str],
    pub(super) headers: &'static [(&'static str, &'static str)],
    /// The places beside `Authorization` where a token may stand.
    pub(super) sources: &'static [TokenSource],
    pub(super) authenticate_preflights: bool,
    /// Whether the same was asked for by a `GET` before, while the issuer was up.
    pub(super) warm: bool,
    pub(super) upstream: Upstream,
    /// Whether the issuer is asked.
    pub(super) asked: bool,
    /// Required, optional, lenient.
    pub(super) outcomes: [Outcome; 3],
}

/// What comes of a request.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    /// The handler answered this, and the response says this in `Cache-Control`.
    Handled {
        body: &'static str,
        cache_control: &'static [&'static str],
    },
    /// The request never reached the handler.
    Refused(Refusal),
}

/// The handler answered, and nothing is added to its answer.
pub(super) const fn handled(body: &'static str) -> Outcome {
    Outcome::Handled {
        body,
        cache_control: &[],
    }
}

/// The same in every mode.
pub(super) const fn same(outcome: Outcome) -> [Outcome; 3] {
    [outcome; 3]
}

/// Refused, except where bad credentials pass as anonymous; the handler learns why from what it is
/// given.
pub(super) const fn bad(refusal: Refusal, body: &'static str) -> [Outcome; 3] {
    let refused = Outcome::Refused(refusal);
    [refused, refused, handled(body)]
}

/// What comes of a request without a token.
pub(super) const fn without_token(body: &'static str) -> [Outcome; 3] {
    let refused = Outcome::Refused(Refusal::MISSING);
    [refused, handled(body), handled(body)]
}

impl Case {
    /// A good customer session in a `GET` of `/` that is asked about.
    pub(super) const GOOD: Self = Self {
        method: "GET",
        target: "/",
        authorization: &["Bearer {good}"],
        headers: &[],
        sources: &[],
        authenticate_preflights: false,
        warm: false,
        upstream: Upstream::Up,
        asked: true,
        outcomes: same(handled("Ada at /")),
    };

    /// A `GET` of `/` without a token.
    pub(super) const NO_TOKEN: Self = Self {
        authorization: &[],
        asked: false,
        outcomes: without_token("nobody: token_missing at /"),
        ..Self::GOOD
    };

    /// Plays the row through every adapter in every mode.
    pub(super) async fn run(&self) {
        let world = World::start().await;
        for (mode, outcome) in MODES.into_iter().zip(self.outcomes) {
            let answers = [
                self.play::<Tower>(&world, mode).await,
                self.play::<Axum>(&world, mode).await,
                self.play::<Actix>(&world, mode).await,
            ];
            for (name, answer) in NAMES.into_iter().zip(&answers) {
                let place = format!("{name}, {mode:?}");
                outcome.assert(answer, &place);
                for secret in world.secrets() {
                    assert!(!answer.holds(secret), "{place}: an echo in {answer:?}");
                }
            }
            assert_alike(&answers, &format!("{mode:?}"));
        }
    }

    async fn play<D: Driver>(&self, world: &World, mode: Mode) -> Answer {
        world.set(Upstream::Up);
        let config = world.config(self.sources.iter().cloned());
        let mut wrap = Wrap::new(config.clone(), mode);
        wrap.authenticate_preflights = self.authenticate_preflights;
        let stack = Stack::of([wrap]);
        let lines = self
            .authorization
            .iter()
            .map(|line| ("authorization", *line));
        let headers: Vec<_> = lines.chain(self.headers.iter().copied()).collect();
        let sent = world.request(self.method, self.target, &headers);
        if self.warm {
            let first = world.request("GET", self.target, &headers);
            D::send(&stack, &first).await;
        }
        world.set(self.upstream);
        let before = config.stats().upstream_calls;

        let answer = D::send(&stack, &sent).await;

        let asked = config.stats().upstream_calls > before;
        assert_eq!(asked, self.asked, "{}, {mode:?}: {answer:?}", D::NAME);
        answer
    }
}

impl Outcome {
    /// Asserts all that a client sees of us, and the reason that outer layers see.
    pub(super) fn assert(self, answer: &Answer, place: &str) {
        match self {
            Self::Handled {
                body,
                cache_control,
            } => {
                assert_eq!((answer.status, &*answer.body), (200, body), "{place}");
                assert_eq!(answer.header("cache-control"), cache_control, "{place}");
                assert_eq!(answer.header("www-authenticate"), NOTHING, "{place}");
                assert_eq!(answer.header("retry-after"), NOTHING, "{place}");
                assert_eq!(answer.reason, None, "{place}");
                answer.assert_holds_only(&["cache-control", "content-type"], place);
            }
            Self::Refused(refusal) => refusal.assert(answer, place),
        }
    }
}

/// Sends one request through every adapter, each with a stack of its own.
pub(super) async fn everywhere(stack: impl Fn() -> Stack, sent: &Sent, outcome: Outcome) {
    let answers = [
        Tower::send(&stack(), sent).await,
        Axum::send(&stack(), sent).await,
        Actix::send(&stack(), sent).await,
    ];
    for (name, answer) in NAMES.into_iter().zip(&answers) {
        outcome.assert(answer, name);
    }
    assert_alike(&answers, &sent.target);
}

/// Asserts that the adapters agree in everything but what their stacks set themselves.
fn assert_alike(answers: &[Answer; 3], place: &str) {
    let [tower, others @ ..] = answers;
    for (name, answer) in NAMES.into_iter().skip(1).zip(others) {
        assert_eq!(answer.ours(), tower.ours(), "{name}, {place}: unlike tower");
    }
}

/// Names every row as a test of its own, by what it says.
macro_rules! rows {
    ($base:ident: $($(#[$docs:meta])* $name:ident { $($field:ident: $value:expr),+ $(,)? })+) => {$(
        $(#[$docs])*
        #[actix_web::test]
        async fn $name() {
            use $crate::adapters::Case;

            Case { $($field: $value,)+ ..Case::$base }.run().await;
        }
    )+};
}
pub(super) use rows;

const MODES: [Mode; 3] = [Mode::Required, Mode::Optional, Mode::Lenient];
const NAMES: [&str; 3] = [Tower::NAME, Axum::NAME, Actix::NAME];
const NOTHING: [&str; 0] = [];
