//! What both listeners, and all handles, share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use customer_session::clock::Clock;

use super::{fault::Faults, journal::Journal, time::Moment, webhook::Outbox, world::World};

/// What both listeners, and all handles, share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) outbox: Arc<Outbox>,
    world: Mutex<World>,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
}

impl Shared {
    pub(super) fn new(clock: Arc<dyn Clock>, world: World) -> Self {
        Self {
            clock,
            outbox: Arc::clone(&world.outbox),
            world: Mutex::new(world),
            faults: Mutex::default(),
            journal: Mutex::default(),
        }
    }

    /// To the microsecond, as Polar's database has it: two sessions, or a session and the moment at
    /// which others are ended, must not fall into one tick.
    pub(super) fn now(&self) -> Moment {
        Moment::of(self.clock.precise_wall())
    }

    // A test that panics while it holds a lock must not take the fake down for those that share it.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
