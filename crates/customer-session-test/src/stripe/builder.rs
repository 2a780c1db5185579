//! The settings a fake starts with.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use customer_session::clock::{Clock, SystemClock};

use super::{server::FakeStripe, shared::Shared, version::Version, world::World};
use crate::wire::Door;

/// Builds a [`FakeStripe`].
#[derive(Debug)]
#[must_use]
pub struct FakeStripeBuilder {
    api_version: String,
    calls_per_second: Option<usize>,
    clock: Arc<dyn Clock>,
    port: u16,
    session_lifetime: Duration,
}

impl FakeStripeBuilder {
    pub(super) fn new() -> Self {
        Self {
            api_version: Version::NEWEST.to_owned(),
            calls_per_second: Some(25),
            clock: Arc::new(SystemClock::new()),
            port: 0,
            session_lifetime: Duration::from_secs(1800),
        }
    }

    /// Sets the version that the account is set to, for requests that name none;
    /// `2026-10-28.endive` by default.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = version.into();
        self
    }

    /// Sets how often each endpoint may be called in a second; 25 by default, and `None` for as
    /// often as one likes.
    pub const fn calls_per_second(mut self, calls: Option<usize>) -> Self {
        self.calls_per_second = calls;
        self
    }

    /// Sets the clock that sessions are dated by, and rates and delays go by; the system's by
    /// default.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the port; by default 0, which takes a free one.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets how long sessions last, in whole seconds; 30 minutes by default. Stripe documents no
    /// number.
    pub const fn session_lifetime(mut self, lifetime: Duration) -> Self {
        self.session_lifetime = lifetime;
        self
    }

    /// Starts listening, on the tokio runtime that this is awaited on.
    ///
    /// # Errors
    ///
    /// If the port cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn start(self) -> io::Result<FakeStripe> {
        let door = Door::open(self.port)?;
        let mut world = World::default();
        let secret_key = world.add_key(false, None);
        let live_key = world.add_key(true, None);
        let shared = Shared {
            api_version: self.api_version,
            calls_per_second: self.calls_per_second,
            clock: self.clock,
            idempotency: Duration::from_secs(24 * 3600),
            session_lifetime: self.session_lifetime,
            world: Mutex::new(world),
        };
        Ok(FakeStripe::open(
            door,
            Arc::new(shared),
            secret_key,
            live_key,
        ))
    }
}
