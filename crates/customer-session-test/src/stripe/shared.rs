//! What the listener and all handles share.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use customer_session::clock::Clock;

use super::world::World;

/// What the listener and all handles share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) api_version: String,
    pub(super) calls_per_second: Option<usize>,
    pub(super) clock: Arc<dyn Clock>,
    /// For how long answers are repeated.
    pub(super) idempotency: Duration,
    pub(super) session_lifetime: Duration,
    pub(super) world: Mutex<World>,
}

impl Shared {
    // A test that panics while it holds the lock must not take the fake down for those that share
    // it.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
