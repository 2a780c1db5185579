//! The settings a fake starts with.

use std::{io, sync::Arc};

use customer_session::clock::{Clock, SystemClock};

use super::{
    new::NewOrganization,
    rate::{Limiter, RateLimits},
    server::FakePolar,
    webhook::Outbox,
    world::World,
};

/// Builds a [`FakePolar`].
#[derive(Debug)]
#[must_use]
pub struct FakePolarBuilder {
    back_office_port: u16,
    clock: Arc<dyn Clock>,
    organization: NewOrganization,
    port: u16,
    rate_limits: RateLimits,
    sandbox: bool,
}

impl FakePolarBuilder {
    pub(super) fn new() -> Self {
        Self {
            back_office_port: 0,
            clock: Arc::new(SystemClock::new()),
            organization: NewOrganization::new("acme"),
            port: 0,
            rate_limits: RateLimits::Off,
            sandbox: false,
        }
    }

    /// Sets the port of the back office; by default 0, which takes a free one.
    pub const fn back_office_port(mut self, port: u16) -> Self {
        self.back_office_port = port;
        self
    }

    /// Sets the clock that expiry, rate limits, delays and webhooks go by; the system's by default.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Describes the default organization: by default `acme`, with a random id and without the
    /// member model.
    pub fn organization(mut self, organization: impl Into<NewOrganization>) -> Self {
        self.organization = organization.into();
        self
    }

    /// Sets the port of the front listener; by default 0, which takes a free one.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the rate limits; off by default, so that a test counts what it wants to.
    pub const fn rate_limits(mut self, rate_limits: RateLimits) -> Self {
        self.rate_limits = rate_limits;
        self
    }

    /// Answers as the sandbox does, with `X-Polar-Sandbox`; off by default.
    ///
    /// Rate limits are a setting of their own.
    pub const fn sandbox(mut self, sandbox: bool) -> Self {
        self.sandbox = sandbox;
        self
    }

    /// Starts listening, on the tokio runtime that this is awaited on.
    ///
    /// # Errors
    ///
    /// If a port cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn start(self) -> io::Result<FakePolar> {
        let outbox = Outbox::new(Arc::clone(&self.clock));
        let mut world = World::new(self.sandbox, Limiter::new(self.rate_limits), outbox);
        let organization = world.add_organization(self.organization);
        let ports = (self.port, self.back_office_port);
        FakePolar::open(ports, self.clock, world, organization)
    }
}
