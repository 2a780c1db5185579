//! Runs the road: recall, and on a miss one flight that asks.

mod access;
mod ask;
mod authenticate;
mod flights;
mod runtime;
mod verification;

use std::{sync::Arc, time::Duration};

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
    token::{LocalKey, LocalKeys},
};

/// Everything that lives as long as a configuration.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) cache: Cache,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) counters: Counters,
    customers: Arc<Flights<CustomerKey, SlotAnswer>>,
    pub(crate) keys: LocalKeys,
    pub(crate) routes: Routes,
    runtime: Runtime,
    sessions: Arc<Flights<LocalKey, SessionAnswer>>,
    timeout: Duration,
}

/// What an engine is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) cache: Cache,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) keys: LocalKeys,
    pub(crate) max_flights: usize,
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
            max_flights,
            routes,
            runtime,
            timeout,
        } = parts;
        Arc::new(Self {
            cache,
            clock,
            counters: Counters::default(),
            customers: Flights::new(max_flights),
            keys,
            routes,
            runtime,
            sessions: Flights::new(max_flights),
            timeout,
        })
    }
}
