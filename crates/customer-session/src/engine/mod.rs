//! Runs the road: recall, and on a miss one flight that asks.

mod access;
mod ask;
mod authenticate;
mod conclude;
mod customers;
mod decision;
mod enrich;
mod flights;
mod issuer;
mod recall;
mod renew;
mod revocation;
mod runtime;
mod self_contained;
mod verification;
mod verify;

use std::{
    collections::BTreeMap,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::sync::watch;

pub(crate) use self::issuer::IssuerSettings;
pub(crate) use self::runtime::Runtime;
pub use self::{
    access::{Access, Mode, Preflight},
    decision::{Authentication, Decision, Verdict, needs_private},
    verification::Verification,
};
use self::{
    ask::{SessionAnswer, SlotAnswer},
    enrich::UnderWay,
    flights::Flights,
    issuer::Issuer,
};
use crate::{
    cache::{Cache, CustomerKey, Now},
    clock::Clock,
    observe::Counters,
    provider::{Host, Readiness, Route, Routes},
    rejection::Challenges,
    revoke::{Newest, Tombstones},
    token::{LocalKey, LocalKeys},
    upstream::BreakerState,
};

/// Everything that lives as long as a configuration.
#[derive(Debug)]
pub(crate) struct Engine {
    /// Rings when sessions were ended.
    bell: watch::Sender<()>,
    pub(crate) cache: Cache,
    pub(crate) challenges: Challenges,
    /// How often chance was asked for.
    chances: AtomicU64,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) counters: Counters,
    customers: Arc<Flights<CustomerKey, SlotAnswer>>,
    /// Customers to whom something is being added.
    enriching: UnderWay,
    /// By the place of their provider in the routing table.
    issuers: Box<[Issuer]>,
    pub(crate) keys: LocalKeys,
    longest_session: Duration,
    newest: Newest,
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
    pub(crate) challenges: Challenges,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) issuers: IssuerSettings,
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
            challenges,
            clock,
            issuers,
            keys,
            longest_session,
            max_flights,
            max_revocations,
            routes,
            runtime,
            timeout,
        } = parts;
        let routed = routes.all().iter();
        let issuers = routed.map(|route| Issuer::new(issuers, route));
        let engine = Arc::new(Self {
            bell: watch::Sender::new(()),
            cache,
            challenges,
            chances: AtomicU64::new(0),
            clock,
            counters: Counters::default(),
            customers: Flights::new(max_flights),
            enriching: UnderWay::default(),
            issuers: issuers.collect(),
            keys,
            longest_session,
            newest: Newest::default(),
            routes,
            runtime,
            sessions: Flights::new(max_flights),
            timeout,
            tombstones: Tombstones::new(max_revocations),
        });
        for route in engine.routes.all() {
            route.provider.start(Host::new(&engine, route.index));
        }
        engine
    }

    /// Runs a task on the engine's runtime; `false` if there is none yet.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> bool {
        self.runtime.spawn(task).is_some()
    }

    /// Whether each provider can verify sessions.
    pub(crate) fn readiness(&self) -> BTreeMap<String, Readiness> {
        self.worst_by_name(
            |route| route.provider.readiness(),
            |readiness| match readiness {
                Readiness::Ready => 0,
                Readiness::Aging => 1,
                Readiness::NotReady => 2,
            },
        )
    }

    /// What is known of each provider, by its name; of several that are called the same, the worst.
    fn worst_by_name<T: Copy>(
        &self,
        of: impl Fn(&Route) -> T,
        badness: impl Fn(T) -> u8,
    ) -> BTreeMap<String, T> {
        let mut named = BTreeMap::new();
        for route in self.routes.all() {
            let found = of(route);
            let worst = named.entry(route.name.to_string()).or_insert(found);
            if badness(found) > badness(*worst) {
                *worst = found;
            }
        }
        named
    }

    /// What stands between the engine and the issuer of a route.
    fn issuer(&self, route: &Route) -> &Issuer {
        &self.issuers[route.index]
    }

    /// What became of the way to each issuer.
    pub(crate) fn breakers(&self) -> BTreeMap<String, BreakerState> {
        let now = Now::read(&*self.clock);
        self.worst_by_name(
            |route| self.issuer(route).state(now),
            |state| match state {
                BreakerState::Closed => 0,
                BreakerState::HalfOpen => 1,
                BreakerState::Open => 2,
            },
        )
    }

    /// How many sessions and how many customers are being asked about.
    #[cfg(feature = "metrics")]
    pub(crate) fn under_way(&self) -> (usize, usize) {
        (self.sessions.under_way(), self.customers.under_way())
    }

    /// A number that nobody can foretell, drawn from the keyed hash; for waits that must differ.
    pub(crate) fn chance(&self) -> u32 {
        let turn = self.chances.fetch_add(1, Relaxed);
        self.keys.of(&turn.to_le_bytes()).bits()
    }

    /// Where a session belongs that everybody is signed in with.
    #[cfg(feature = "test-util")]
    pub(crate) fn home_of_everybody(self: &Arc<Self>) -> crate::cache::Home {
        let key = self.keys.of(b"everybody");
        crate::cache::Home {
            engine: Arc::downgrade(self),
            key,
            identity: key,
            provider: 0,
            asked: self.tombstones.asking(),
        }
    }
}
