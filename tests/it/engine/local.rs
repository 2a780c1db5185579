//! Tokens that their provider can judge on the spot.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use customer_session::{
    CustomerSessionConfig, Reason,
    clock::{Clock, ManualClock, Now},
    config::CustomerSessionConfigBuilder,
    provider::{Host, ProviderError, Readiness, SessionFacts, SessionProvider, Shape},
    revoke::Sessions,
    session::CustomerRecord,
    token::SessionToken,
};

use super::{now, settle, world::until};

/// Reads tokens of the form `customer~email`; what begins with `ask` is asked about.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader(pub(super) Arc<State>);

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) asked: AtomicU64,
    /// Whether whom it asks gives no answer.
    pub(super) down: AtomicBool,
    pub(super) forgets: AtomicBool,
    host: Mutex<Option<Host>>,
    read: AtomicU64,
    /// Whom it refuses from now on.
    withdrawn: AtomicBool,
    pub(super) clock: ManualClock,
}

impl Reader {
    pub(super) fn reads(&self) -> u64 {
        self.0.read.load(SeqCst)
    }

    fn facts(&self, token: &str) -> Result<SessionFacts, ProviderError> {
        if self.0.withdrawn.load(SeqCst) {
            return Err(ProviderError::denied());
        }
        let (customer, email) = token.split_once('~').ok_or_else(ProviderError::denied)?;
        let begun = self.0.clock.wall();
        let record = CustomerRecord::new(customer.to_owned()).email(email.to_owned());
        Ok(SessionFacts::new(customer.to_owned())
            .issued_at(begun)
            .expires_at(begun + MINUTE / 2)
            .valid_until(begun + MINUTE / 2 + LEEWAY)
            .subject(format!("sub-{customer}"))
            .token_id(format!("jti-{customer}"))
            .customer(record)
            .self_contained())
    }

    fn host(&self) -> Host {
        self.0.host.lock().unwrap().clone().unwrap()
    }
}

impl SessionProvider for Reader {
    fn name(&self) -> &str {
        "reader"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    fn verify_local(&self, token: &str, _: Now) -> Option<Result<SessionFacts, ProviderError>> {
        self.0.read.fetch_add(1, SeqCst);
        (!token.starts_with("ask")).then(|| self.facts(token))
    }

    fn remembers(&self) -> bool {
        !self.0.forgets.load(SeqCst)
    }

    fn start(&self, host: Host) {
        *self.0.host.lock().unwrap() = Some(host);
    }

    fn readiness(&self) -> Readiness {
        Readiness::Aging
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        self.0.asked.fetch_add(1, SeqCst);
        if self.0.down.load(SeqCst) {
            return Err(ProviderError::unavailable("down"));
        }
        self.facts(token.expose())
    }
}

pub(super) fn built(
    settings: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
) -> (Reader, CustomerSessionConfig) {
    let reader = Reader::default();
    let builder = CustomerSessionConfig::builder()
        .provider(reader.clone())
        .clock(reader.0.clock.clone());
    (reader, settings(builder).build().unwrap())
}

fn world() -> (Reader, CustomerSessionConfig) {
    built(|defaults| defaults)
}

/// What is known of a token without waiting.
fn present(config: &CustomerSessionConfig, token: &str) -> Result<String, Reason> {
    let answer = now(config.verify(token)).expect("it is known at once");
    answer
        .map(|session| session.customer().email().unwrap_or_default().to_owned())
        .map_err(|rejection| rejection.reason())
}

#[test]
fn a_token_that_can_be_judged_on_the_spot_needs_no_runtime_and_no_call() {
    let (reader, config) = world();

    assert_eq!(present(&config, ADA).as_deref(), Ok("ada.at.shop"));

    let stats = config.stats();
    assert_eq!((stats.misses, stats.accepted), (1, 1));
    assert_eq!(reader.0.asked.load(SeqCst), 0);
}

#[test]
fn it_is_read_once_and_again_when_its_time_in_memory_is_over_and_never_ahead_of_time() {
    let (reader, config) = built(|builder| builder.session_lifetime(Duration::from_secs(10)));
    for _ in 0..3 {
        present(&config, ADA).unwrap();
    }
    assert_eq!(reader.reads(), 1);

    reader.0.clock.advance(Duration::from_millis(9_999));
    present(&config, ADA).unwrap();
    assert_eq!((reader.reads(), config.stats().hits), (1, 3));

    reader.0.clock.advance(Duration::from_millis(1));
    present(&config, ADA).unwrap();
    assert_eq!(reader.reads(), 2);
}

#[test]
fn it_is_served_until_the_leeway_is_over_and_not_at_its_end() {
    let (reader, config) = world();
    present(&config, ADA).unwrap();
    let end = MINUTE / 2 + LEEWAY;

    reader.0.clock.advance(end - Duration::from_millis(1));
    present(&config, ADA).unwrap();
    assert_eq!(reader.reads(), 1, "it is remembered for as long");

    reader.0.withdrawn.store(true, SeqCst);
    reader.0.clock.advance(Duration::from_millis(1));
    assert_eq!(present(&config, ADA), Err(Reason::TokenDenied));
}

#[test]
fn a_refusal_is_told_with_its_reason_and_not_remembered() {
    let (reader, config) = world();
    reader.0.withdrawn.store(true, SeqCst);
    assert_eq!(present(&config, ADA), Err(Reason::TokenDenied));

    reader.0.withdrawn.store(false, SeqCst);

    assert_eq!(present(&config, ADA).as_deref(), Ok("ada.at.shop"));
    let stats = config.stats();
    assert_eq!((stats.misses, stats.negative_hits), (2, 0));
    assert_eq!(stats.rejected["token_denied"], 1);
}

#[tokio::test]
async fn what_cannot_be_judged_on_the_spot_is_asked_about_and_then_remembered() {
    let (reader, config) = world();

    assert!(config.verify("ask~ada.at.shop").await.is_ok());
    assert!(config.verify("ask~ada.at.shop").await.is_ok());

    assert_eq!((reader.0.asked.load(SeqCst), reader.reads()), (1, 1));
    // Not renewed ahead of time either.
    reader.0.clock.advance(Duration::from_secs(39));
    assert!(config.verify("ask~ada.at.shop").await.is_ok());
    settle().await;
    assert_eq!(reader.0.asked.load(SeqCst), 1);
}

#[test]
fn what_one_token_says_of_a_customer_is_not_what_another_says() {
    let (_, config) = world();

    for _ in 0..2 {
        assert_eq!(present(&config, ADA).as_deref(), Ok("ada.at.shop"));
        assert_eq!(
            present(&config, "ada~ada.at.home").as_deref(),
            Ok("ada.at.home")
        );
    }
}

#[test]
fn a_provider_may_have_nothing_remembered_and_its_sessions_can_be_ended_all_the_same() {
    let (reader, config) = world();
    reader.0.forgets.store(true, SeqCst);
    for _ in 0..3 {
        present(&config, ADA).unwrap();
    }
    assert_eq!((reader.reads(), config.cache_usage().sessions), (3, 0));

    let ada = Sessions::of_customer("reader", "ada");
    config.revocations().end(&ada).unwrap();

    assert_eq!(present(&config, ADA), Err(Reason::SessionEnded));
}

#[test]
fn sessions_end_by_subject_and_by_the_tokens_id_whether_they_were_seen_or_not() {
    for ended in [
        Sessions::of_subject("reader", "sub-ada"),
        Sessions::of_token_id("reader", "jti-ada"),
    ] {
        for seen in [true, false] {
            let (_, config) = world();
            present(&config, GRACE).unwrap();
            if seen {
                present(&config, ADA).unwrap();
            }

            config.revocations().end(&ended).unwrap();

            assert_eq!(
                present(&config, ADA),
                Err(Reason::SessionEnded),
                "{ended:?}"
            );
            assert!(present(&config, GRACE).is_ok(), "{ended:?}");
        }
    }
}

#[test]
fn a_provider_that_withdrew_something_has_every_remembered_session_read_anew() {
    // Not even where nothing more can be ended, this must not fail.
    let (reader, config) = built(|builder| builder.max_revocations(1));
    let other = Sessions::of_customer("reader", "somebody");
    config.revocations().end(&other).unwrap();
    present(&config, ADA).unwrap();
    present(&config, GRACE).unwrap();

    reader.host().recheck();
    present(&config, ADA).unwrap();
    assert_eq!(reader.reads(), 3, "good still, and remembered anew");
    present(&config, ADA).unwrap();
    assert_eq!(reader.reads(), 3);

    reader.0.withdrawn.store(true, SeqCst);
    reader.host().recheck();
    assert_eq!(present(&config, ADA), Err(Reason::TokenDenied));
    assert_eq!(present(&config, GRACE), Err(Reason::TokenDenied));
}

#[test]
fn what_a_provider_does_on_its_own_account_waits_for_a_runtime() {
    let (reader, config) = world();

    assert!(!reader.host().spawn(async {}));

    drop(config);
    assert!(!reader.host().spawn(async {}));
}

#[tokio::test]
async fn what_a_provider_does_on_its_own_account_ends_with_the_configuration() {
    let (reader, config) = world();
    let held = Arc::new(());
    let holding = held.clone();
    let clock = reader.0.clock.clone();
    assert!(reader.host().spawn(async move {
        loop {
            clock.sleep(MINUTE).await;
            assert_eq!(Arc::strong_count(&holding), 2);
        }
    }));
    settle().await;
    assert_eq!(Arc::strong_count(&held), 2);
    // A bell that rings is no end.
    config.revocations().end(&Sessions::all()).unwrap();
    settle().await;
    assert_eq!(Arc::strong_count(&held), 2);

    drop(config);

    until(|| Arc::strong_count(&held) == 1).await;
}

#[test]
fn readiness_is_told_for_each_provider() {
    let (_, config) = world();

    let readiness = config.readiness();

    assert_eq!(readiness.len(), 1);
    assert_eq!(readiness["reader"].as_str(), "aging");
}

pub(super) const ADA: &str = "ada~ada.at.shop";
const GRACE: &str = "grace~grace.at.shop";
const LEEWAY: Duration = Duration::from_secs(10);
const MINUTE: Duration = Duration::from_secs(60);
