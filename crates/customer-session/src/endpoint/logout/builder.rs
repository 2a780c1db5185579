//! Collects the settings of a logout endpoint and validates them all at once.

use std::{sync::Arc, time::Duration};

use super::{LogoutEndpoint, Receiver};
use crate::{
    config::ConfigError, endpoint::seen::Seen, observe::LogoutRefusals,
    provider::jwt::LogoutIssuer, revoke::Revocations,
};

/// Collects the settings of a [`LogoutEndpoint`].
#[derive(Debug)]
#[must_use]
pub struct LogoutEndpointBuilder {
    audience: Vec<String>,
    issuer: LogoutIssuer,
    revocations: Revocations,
}

impl LogoutEndpointBuilder {
    pub(super) const fn new(issuer: LogoutIssuer, revocations: Revocations) -> Self {
        Self {
            audience: Vec::new(),
            issuer,
            revocations,
        }
    }

    /// Adds whom logout tokens are meant for, `aud`: the client id that the issuer knows you by
    /// (§2.4), which often is not the audience of its access tokens. Default: the audience of the
    /// provider.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// Takes tokens without `typ`, or with `typ: JWT`, too. For issuers that do not write
    /// `logout+jwt`, which the specification recommends and does not require.
    ///
    /// `events` and the missing `nonce` still tell a logout token from an ID token or an access
    /// token of the same issuer; another kind of token that says what it is, is refused all the same.
    pub fn untyped(mut self) -> Self {
        self.issuer.take_untyped();
        self
    }

    /// Validates everything. The clock is that of the configuration.
    ///
    /// # Errors
    ///
    /// When the configuration was dropped or does not have the provider, when the provider takes
    /// tokens of any issuer or of none, so that nobody's `sid` and `sub` are meant, when an audience
    /// is empty, and when there is none while the provider takes tokens
    /// [of any](crate::provider::jwt::JwtProviderBuilder::any_audience).
    pub fn build(mut self) -> Result<LogoutEndpoint, ConfigError> {
        if !self.issuer.is_one() {
            return Err(ConfigError::invalid(
                "issuer",
                self.issuer.provider(),
                "logout tokens need a provider of one issuer, made by `JwtProvider::issuer`",
            ));
        }
        if self.audience.is_empty() && self.issuer.is_for_anybody() {
            return Err(ConfigError::invalid(
                "audience",
                "not set",
                "the provider takes tokens for anybody, and logout tokens of other applications end \
                 no sessions here; give the client id that the issuer knows you by",
            ));
        }
        if self.audience.iter().any(String::is_empty) {
            let mend = "give the client id that the issuer knows you by";
            return Err(ConfigError::invalid("audience", "", mend));
        }
        if !self.audience.is_empty() {
            self.issuer.meant_for(self.audience);
        }
        let mend = "put the provider into a configuration, and keep a clone of that";
        let clock = self
            .revocations
            .clock_beside(self.issuer.provider())
            .map_err(|error| ConfigError::invalid("revocations", error, mend))?;
        Ok(LogoutEndpoint(Arc::new(Receiver {
            clock,
            issuer: self.issuer,
            refusals: LogoutRefusals::default(),
            revocations: self.revocations,
            seen: Seen::new(MAX_SEEN, SEEN_FOR),
        })))
    }
}

/// Only what the issuer signed gets there.
const MAX_SEEN: usize = 10_000;

/// Longer than any token is good: an hour, and the leeway for clocks at both ends.
const SEEN_FOR: Duration = Duration::from_secs(2 * 3600);
