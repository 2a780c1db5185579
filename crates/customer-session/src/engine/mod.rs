//! Runs the road: recall, and on a miss one flight that asks.

mod access;
mod ask;
mod authenticate;
mod flights;
mod recall;
mod renew;
mod revocation;
mod runtime;
mod verification;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

pub(crate) use self::runtime::Runtime;
pub use self::{
    access::{Access, Mode, Preflight},
    authenticate::{Authentication, Decision, Verdict, needs_private},
    verification::Verification,
};
use self::{
    ask::{SessionAnswer, SlotAnswer},
    flights::Flights,
};
use crate::{
    cache::{Cache, CustomerKey},
    clock::Clock,
    observe::Counters,
    provider::Routes,
    revoke::Tombstones,
    token::{LocalKey, LocalKeys},
};

/// Everything that lives as long as a configuration.
#[derive(Debug)]
pub(crate) struct Engine {
    /// Rings when sessions were ended.
    bell: watch::Sender<()>,
    pub(crate) cache: Cache,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) counters: Counters,
    customers: Arc<Flights<CustomerKey, SlotAnswer>>,
    pub(crate) keys: LocalKeys,
    longest_session: Duration,
    pub(crate) routes: Routes,
    runtime: Runtime,
    sessions: Arc<Flights<LocalKey, SessionAnswer>>,
    timeout: Duration,
    pub(crate) tombstones: Tombstones,
}

/// What an engine is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) cache: Cache,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) keys: LocalKeys,
    pub(crate) longest_session: Duration,
    pub(crate) max_flights: usize,
    pub(crate) max_revocations: usize,
    pub(crate) routes: Routes,
    pub(crate) runtime: Runtime,
    pub(crate) timeout: Duration,
}

impl Engine {
    pub(crate) fn new(parts: Parts) -> Arc<Self> {
        let Parts {
            cache,
            clock,
            keys,
            longest_session,
            max_flights,
            max_revocations,
            routes,
            runtime,
            timeout,
        } = parts;
        Arc::new(Self {
            bell: watch::Sender::new(()),
            cache,
            clock,
            counters: Counters::default(),
            customers: Flights::new(max_flights),
            keys,
            longest_session,
            routes,
            runtime,
            sessions: Flights::new(max_flights),
            timeout,
            tombstones: Tombstones::new(max_revocations),
        })
    }

    /// Where a session belongs that everybody is signed in with.
    #[cfg(feature = "test-util")]
    pub(crate) fn home_of_everybody(self: &Arc<Self>) -> crate::cache::Home {
        crate::cache::Home {
            engine: Arc::downgrade(self),
            key: self.keys.of(b"everybody"),
            provider: 0,
            asked: self.tombstones.asking(),
        }
    }
}
