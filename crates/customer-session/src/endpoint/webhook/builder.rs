//! Collects the settings of a webhook and validates them all at once.

use std::{fmt, sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};

use super::{Receiver, Seen, SigningKey, Tolerance, Webhook, WebhookSender};
use crate::{
    clock::Clock,
    config::{ConfigError, within},
    observe::Refusals,
    revoke::Revocations,
};

/// Collects the settings of a [`Webhook`].
#[must_use]
pub struct WebhookBuilder<S> {
    max_body_bytes: usize,
    max_events: usize,
    event_lifetime: Duration,
    revocations: Revocations,
    secrets: Vec<SecretString>,
    sender: S,
    tolerance: Duration,
}

impl<S: WebhookSender> WebhookBuilder<S> {
    pub(super) fn new(sender: S, revocations: Revocations) -> Self {
        Self {
            max_body_bytes: 256 * 1024,
            max_events: 10_000,
            event_lifetime: Duration::from_secs(24 * 3600),
            revocations,
            secrets: Vec::new(),
            sender,
            tolerance: Duration::from_secs(300),
        }
    }

    /// Adds a secret that the sender signs with. At least one is required, and at most eight are
    /// possible. While a secret is being replaced, add the old one and the new one.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secrets.push(SecretString::from(secret.into()));
        self
    }

    /// Sets how far from now a delivery may have been signed, in either direction, 10 s to 15 min.
    /// Default: 5 min, as the senders' own libraries have it: long enough for clocks that are a
    /// little wrong, short enough that what somebody recorded is soon worth nothing.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets how long a delivery's body may be, 1 KiB to 8 MiB. Default: 256 KiB, far more than an
    /// event about one customer takes. All of it is read and hashed before anything is known about
    /// who sent it.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// Sets for how long the id of an event is remembered, so that it is not applied again: 2
    /// tolerances to 7 days. Default: 24 h. What arrives again later is applied again: it may end
    /// sessions that began in between, and revives none.
    pub fn event_lifetime(mut self, lifetime: Duration) -> Self {
        self.event_lifetime = lifetime;
        self
    }

    /// Sets how many ids of events are remembered, 100 to 1,000,000. Default: 10,000, at most 4
    /// MiB. Beyond it the oldest is forgotten.
    pub fn max_events(mut self, events: usize) -> Self {
        self.max_events = events;
        self
    }

    /// Validates everything. The clock is that of the configuration.
    ///
    /// # Errors
    ///
    /// When the configuration was dropped or has no provider of the sender's name, there is no secret or more than eight, a secret is blank, has white space around it, or
    /// is one that the sender cannot have given out, or a value is out of its range. A secret is
    /// not shown.
    pub fn build(self) -> Result<Webhook<S>, ConfigError> {
        within("tolerance", self.tolerance, 10 * SECOND, 900 * SECOND)?;
        within("max_body_bytes", self.max_body_bytes, 1024, 8 * 1024 * 1024)?;
        within("max_events", self.max_events, 100, 1_000_000)?;
        // What was signed ahead of our time by the whole tolerance is good for twice as long.
        within(
            "event_lifetime",
            self.event_lifetime,
            2 * self.tolerance,
            7 * 24 * 3600 * SECOND,
        )?;
        let keys = self.keys()?;
        let clock = self.clock()?;
        Ok(Webhook(Arc::new(Receiver {
            clock,
            keys,
            max_body_bytes: self.max_body_bytes,
            refusals: Refusals::default(),
            revocations: self.revocations,
            seen: Seen::new(self.max_events, self.event_lifetime),
            sender: self.sender,
            tolerance: Tolerance(self.tolerance),
        })))
    }

    fn clock(&self) -> Result<Arc<dyn Clock>, ConfigError> {
        let mend = "clone a configuration with this provider into the layer, and keep it";
        self.revocations
            .clock_beside(self.sender.provider())
            .map_err(|error| ConfigError::invalid("revocations", error, mend))
    }

    fn keys(&self) -> Result<Vec<SigningKey>, ConfigError> {
        if self.secrets.is_empty() {
            return Err(ConfigError::invalid(
                "secret",
                "not set",
                "set the secret that the sender showed when the webhook was created",
            ));
        }
        // Each costs a hash of the whole body, which anybody can send.
        if self.secrets.len() > MAX_SECRETS {
            return Err(ConfigError::invalid(
                "secret",
                format_args!("{} secrets", self.secrets.len()),
                format!("set at most {MAX_SECRETS}"),
            ));
        }
        let mut keys = Vec::new();
        for secret in &self.secrets {
            let secret = secret.expose_secret();
            let of_secret = check_text(secret).and_then(|()| self.sender.keys(secret));
            keys.extend(
                of_secret.map_err(|mend| ConfigError::invalid("secret", "(hidden)", mend))?,
            );
        }
        Ok(keys)
    }
}

/// What is wrong with a secret whoever gave it out.
fn check_text(secret: &str) -> Result<(), &'static str> {
    if secret.trim().is_empty() {
        return Err("it is blank; set the secret that the sender showed");
    }
    if secret.trim() != secret || secret.chars().any(char::is_control) {
        return Err("remove white space and line breaks around it");
    }
    Ok(())
}

/// Shows no secret.
impl<S: fmt::Debug> fmt::Debug for WebhookBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookBuilder")
            .field("sender", &self.sender)
            .field("secrets", &self.secrets.len())
            .field("tolerance", &self.tolerance)
            .field("max_body_bytes", &self.max_body_bytes)
            .field("max_events", &self.max_events)
            .field("event_lifetime", &self.event_lifetime)
            .finish_non_exhaustive()
    }
}

/// Two for a rotation, and some for several addresses that lead here.
const MAX_SECRETS: usize = 8;

const SECOND: Duration = Duration::from_secs(1);
