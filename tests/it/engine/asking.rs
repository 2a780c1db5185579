//! What changes while a question is made ready.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, SystemTime},
};

use customer_session::{
    CustomerSessionConfig,
    clock::{Clock, ManualClock, Now, Sleep},
    provider::{Host, ProviderError, SessionFacts, SessionProvider, Shape},
    session::CustomerRecord,
    token::SessionToken,
};

use super::now;

/// A clock during one reading of which the provider withdraws something.
#[derive(Clone, Debug, Default)]
struct Interrupted(Arc<State>);

#[derive(Debug, Default)]
struct State {
    clock: ManualClock,
    host: Mutex<Option<Host>>,
    /// During which reading.
    during: AtomicU64,
    readings: AtomicU64,
    /// How often the token was judged, and at which reading for the first time.
    judged: AtomicU64,
    judged_at: AtomicU64,
}

impl Clock for Interrupted {
    fn wall(&self) -> SystemTime {
        self.0.clock.wall()
    }

    fn monotonic(&self) -> Duration {
        self.0.clock.monotonic()
    }

    fn now(&self) -> Now {
        let now = self.0.clock.now();
        if self.0.readings.fetch_add(1, SeqCst) + 1 == self.0.during.load(SeqCst) {
            self.0.host.lock().unwrap().as_ref().unwrap().recheck();
        }
        now
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.0.clock.sleep(duration)
    }
}

impl SessionProvider for Interrupted {
    fn name(&self) -> &str {
        "interrupted"
    }

    fn shape(&self) -> Shape {
        Shape::Any
    }

    fn verify_local(&self, _: &str, _: Now) -> Option<Result<SessionFacts, ProviderError>> {
        if self.0.judged.fetch_add(1, SeqCst) == 0 {
            let readings = self.0.readings.load(SeqCst);
            self.0.judged_at.store(readings, SeqCst);
        }
        let end = self.0.clock.wall() + Duration::from_secs(60);
        let record = CustomerRecord::new("ada");
        Some(Ok(SessionFacts::new("ada")
            .expires_at(end)
            .customer(record)))
    }

    fn start(&self, host: Host) {
        *self.0.host.lock().unwrap() = Some(host);
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        Err(ProviderError::denied())
    }
}

/// Presents a token twice, and has everything verified anew during one reading of the clock.
fn presented_twice(during: u64) -> Arc<State> {
    let interrupted = Interrupted::default();
    interrupted.0.during.store(during, SeqCst);
    let config = CustomerSessionConfig::builder()
        .provider(interrupted.clone())
        .clock(interrupted.clone())
        .build()
        .unwrap();
    for _ in 0..2 {
        now(config.verify("ada")).unwrap().unwrap();
    }
    interrupted.0
}

/// The provider judges by the moment that it is given, so that what is withdrawn just after that
/// moment was read must not slip through.
#[test]
fn what_is_withdrawn_while_the_clock_is_read_for_a_question_is_asked_about_anew() {
    let usual = presented_twice(0);
    assert_eq!(usual.judged.load(SeqCst), 1);

    let interrupted = presented_twice(usual.judged_at.load(SeqCst));

    assert_eq!(interrupted.judged.load(SeqCst), 2);
}
