//! What the engine lends to a provider.

#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
use std::sync::OnceLock;
use std::{
    fmt,
    future::Future,
    sync::{Arc, Weak},
};

use tokio::sync::watch;

#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
use crate::clock::{Now, SystemClock};
use crate::{clock::Clock, engine::Engine};

/// What the engine lends to a provider that works on its own account, such as one that keeps its
/// issuer's keys up to date: a clock, a runtime, and a way to have remembered sessions verified
/// anew.
///
/// It does not keep the engine alive. Cheap to clone.
#[derive(Clone)]
pub struct Host {
    bell: watch::Receiver<()>,
    clock: Arc<dyn Clock>,
    engine: Weak<Engine>,
    place: usize,
}

impl Host {
    pub(crate) fn new(engine: &Arc<Engine>, place: usize) -> Self {
        Self {
            bell: engine.bell(),
            clock: engine.clock.clone(),
            engine: Arc::downgrade(engine),
            place,
        }
    }

    /// The clock by which everything here is judged.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Runs a task on the engine's runtime, until it is done or the last clone of the configuration
    /// is dropped.
    ///
    /// `false` if there is no runtime yet, because the configuration was built outside of one and
    /// no request came: try again when you are asked.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> bool {
        let Some(engine) = self.engine.upgrade() else {
            return false;
        };
        let mut bell = self.bell.clone();
        let whole = async move {
            tokio::select! {
                () = task => {}
                () = gone(&mut bell) => {}
            }
        };
        engine.spawn(whole)
    }

    /// Has every remembered session of this provider verified anew when it is presented next, as
    /// after the issuer withdrew a key.
    pub fn recheck(&self) {
        if let Some(engine) = self.engine.upgrade() {
            engine.recheck_issuer(self.place);
        }
    }

    /// A number that nobody can foretell, for waits that must differ between processes.
    #[must_use]
    pub fn chance(&self) -> u32 {
        self.engine.upgrade().map_or(0, |engine| engine.chance())
    }
}

/// Waits until the engine is gone, and its bell with it.
async fn gone(bell: &mut watch::Receiver<()>) {
    while bell.changed().await.is_ok() {}
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").finish_non_exhaustive()
    }
}

/// Whether a provider can verify sessions at this moment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Readiness {
    /// It has what it needs.
    Ready,
    /// It serves on what it fetched before, since it cannot fetch it anew; not for ever.
    Aging,
    /// It has not what it needs: new sessions are refused with 503.
    NotReady,
}

impl Readiness {
    /// The stable word, in snake case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Aging => "aging",
            Self::NotReady => "not_ready",
        }
    }
}

/// The time by which a provider judges what an issuer states: that of the engine which started it.
#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
#[derive(Debug, Default)]
pub(super) struct EngineTime(OnceLock<Arc<dyn Clock>>);

#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
impl EngineTime {
    /// Takes the engine's clock. A second engine of the same provider has the same time.
    pub(super) fn take(&self, host: &Host) {
        let _ = self.0.set(host.clock.clone());
    }

    /// The engine's time; the system's, where no engine ever started the provider.
    pub(super) fn now(&self) -> Now {
        self.0
            .get()
            .map_or_else(|| SystemClock::new().now(), |clock| clock.now())
    }
}
