//! The settings a fake starts with.

use std::{io, sync::Arc};

use customer_session::clock::{Clock, SystemClock};

use super::{
    keys::Algorithm,
    opaque::random,
    server::FakeIssuer,
    shared::{Client, Shared},
};
use crate::wire::Door;

/// Builds a [`FakeIssuer`].
#[derive(Debug)]
#[must_use]
pub struct FakeIssuerBuilder {
    algorithm: Algorithm,
    audience: String,
    client: Client,
    clock: Arc<dyn Clock>,
    etags: bool,
    path: String,
    port: u16,
}

impl FakeIssuerBuilder {
    pub(super) fn new() -> Self {
        Self {
            algorithm: Algorithm::default(),
            audience: "https://api.shop.example".to_owned(),
            client: Client {
                id: "shop-api".to_owned(),
                secret: random(),
            },
            clock: Arc::new(SystemClock::new()),
            etags: true,
            path: String::new(),
            port: 0,
        }
    }

    /// Sets how the first key signs; ES256 by default, whose keys are made the fastest.
    pub const fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Sets whom tokens are meant for, unless a token says otherwise; `https://api.shop.example` by
    /// default.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = audience.into();
        self
    }

    /// Sets the client that may ask about tokens from the start; by default it is `shop-api`, with
    /// a random secret.
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.client = Client {
            id: id.into(),
            secret: secret.into(),
        };
        self
    }

    /// Sets the clock that tokens are dated and expire by, and delays go by; the system's by
    /// default.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets whether the key set has an `ETag`; on by default.
    pub const fn etags(mut self, etags: bool) -> Self {
        self.etags = etags;
        self
    }

    /// Sets the path of the issuer, such as `/tenant`; none by default.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Sets the port; by default 0, which takes a free one.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
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
    pub async fn start(self) -> io::Result<FakeIssuer> {
        let door = Door::open(self.port)?;
        let origin = format!("http://{}", door.address());
        let shared = Shared::new(
            self.clock,
            origin,
            self.path,
            self.etags,
            self.audience,
            self.client,
        );
        shared.world().add_key(self.algorithm);
        Ok(FakeIssuer::open(door, Arc::new(shared)))
    }
}
