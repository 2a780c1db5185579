//! Collects the settings of an issuer and validates them all at once.

use std::{fmt, sync::Arc, time::Duration};

use arc_swap::ArcSwap;

use super::{
    Inner, JwtIssuer, SigningKey,
    address::Addresses,
    claims::Frame,
    rotation::{Keys, MAX_PUBLISHED, Spans},
};
use crate::{
    clock::{Clock, SystemClock},
    config::{ConfigError, within},
    entropy::{Entropy, SystemEntropy},
};

/// Collects the settings of a [`JwtIssuer`].
#[must_use]
pub struct JwtIssuerBuilder {
    issuer: String,
    audience: Vec<String>,
    client_id: Option<String>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    exchanges: Option<String>,
    jwks_uri: Option<String>,
    key: Option<SigningKey>,
    lifetime: Duration,
    publication_lead: Duration,
    published: Vec<SigningKey>,
}

impl JwtIssuerBuilder {
    pub(super) fn new(issuer: String) -> Self {
        Self {
            issuer,
            audience: Vec::new(),
            client_id: None,
            clock: Arc::new(SystemClock::new()),
            entropy: Arc::new(SystemEntropy),
            exchanges: None,
            jwks_uri: None,
            key: None,
            lifetime: Duration::from_secs(15 * 60),
            publication_lead: HOUR,
            published: Vec::new(),
        }
    }

    /// Adds a service for which the sessions are meant, `aud` (RFC 7519 §4.1.3): the name under which
    /// it verifies them. At least one is required, and each should be no more than the services that
    /// trust one another: any of them can present a token that it was shown to all the others.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// Sets the key that signs. Required: a key that was made by itself would be another one after
    /// each restart.
    pub fn key(mut self, key: SigningKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Publishes a key beside, with which this process does not sign: the next or the last key of
    /// other processes of this issuer. See [Rotation](super#rotation).
    pub fn publish(mut self, key: SigningKey) -> Self {
        self.published.push(key);
        self
    }

    /// Sets the client to which the sessions are issued, `client_id`, which RFC 9068 §2.2 requires.
    /// Default: the issuer itself, since the same application asks for the session and signs it; and
    /// since no customer's id looks like an address, none can be taken for the client (RFC 9068 §5).
    pub fn client_id(mut self, client_id: impl Into<String>) -> Self {
        self.client_id = Some(client_id.into());
        self
    }

    /// Sets for how long a session is good, 10 s to 24 h. Default: 15 min. Nobody is asked about a
    /// signed session, so that for as long as this it outlives a customer's logout wherever it was
    /// not [ended](crate::revoke) too.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Sets for how long a key is published before it signs, 1 min to 7 days. Default: 1 h.
    ///
    /// The key set may be cached for half of it, so that a verifier that fetches it late, by as long
    /// again, still knows each key before its first token. Make it longer than twice as long as any
    /// verifier keeps the set on its own account.
    ///
    /// Where several processes [rotate](JwtIssuer::rotate) to the same key, each by itself, make it
    /// longer by the time that lies between the first and the last of them: a verifier may have its
    /// copy from the last, and the first signs a lead after it rotated. What the last goes on to sign
    /// with meanwhile, the first publishes for a lead longer than its own tokens need.
    pub fn publication_lead(mut self, lead: Duration) -> Self {
        self.publication_lead = lead;
        self
    }

    /// Sets where verifiers find the key set. Default: `/.well-known/jwks.json` below the issuer.
    pub fn jwks_uri(mut self, uri: impl Into<String>) -> Self {
        self.jwks_uri = Some(uri.into());
        self
    }

    /// Sets the [name](crate::provider::SessionProvider::name) of the provider whose sessions may be
    /// [exchanged](JwtIssuer::exchange), such as `polar`. Default: none may.
    ///
    /// # Security
    ///
    /// The `sub` of a signed session is the customer's id at that provider, and must be one customer
    /// within the issuer (RFC 7519 §4.1.2): where two providers call different customers by the same
    /// id, each needs an issuer of its own. Likewise [mint](JwtIssuer::mint) sessions beside for ids
    /// of that provider only.
    pub fn exchanges(mut self, provider: impl Into<String>) -> Self {
        self.exchanges = Some(provider.into());
        self
    }

    /// Sets the clock. Default: the system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the source of randomness of the ids of tokens. Default: the operating system's. Keys and
    /// signatures have their randomness from the cryptographic library.
    pub fn entropy(mut self, entropy: impl Entropy) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// Validates everything.
    ///
    /// # Errors
    ///
    /// When the issuer or the address of the key set is no https URL (http to this machine is one
    /// too), has a query or a fragment, or is not in its normal form; when audience or key are
    /// missing; when two keys are one or have one name; and when a value is out of its range.
    pub fn build(self) -> Result<JwtIssuer, ConfigError> {
        within("lifetime", self.lifetime, 10 * SECOND, 24 * HOUR)?;
        within(
            "publication_lead",
            self.publication_lead,
            60 * SECOND,
            7 * 24 * HOUR,
        )?;
        let addresses = Addresses::new(&self.issuer, self.jwks_uri)?;
        let client_id = self.client_id.unwrap_or_else(|| self.issuer.clone());
        let names = self.audience.iter().map(|name| ("audience", name));
        let exchanges = self.exchanges.iter().map(|name| ("exchanges", name));
        for (field, name) in names.chain(exchanges).chain([("client_id", &client_id)]) {
            if name.is_empty() || name.trim() != name {
                let mend = "give the name without white space around it";
                return Err(ConfigError::invalid(field, name.escape_default(), mend));
            }
        }
        if self.audience.is_empty() {
            return Err(ConfigError::invalid(
                "audience",
                "not set",
                "name the service that is to accept the sessions",
            ));
        }
        let key = self.key.ok_or_else(|| {
            ConfigError::invalid(
                "key",
                "not set",
                "set the key that signs; make one with `SigningKey::generate`",
            )
        })?;
        judge_published(&key, &self.published)?;
        Ok(JwtIssuer(Arc::new(Inner {
            addresses,
            clock: self.clock,
            entropy: self.entropy,
            exchanges: self.exchanges,
            frame: Frame {
                issuer: self.issuer,
                audience: self.audience,
                client_id,
                lifetime: self.lifetime,
            },
            keys: ArcSwap::from_pointee(Keys::new(key, self.published)),
            rotating: std::sync::Mutex::new(()),
            spans: Spans {
                lead: self.publication_lead,
                // Another process may have begun to rotate a lead later, and signs until then.
                kept: self
                    .publication_lead
                    .saturating_add(self.lifetime)
                    .saturating_add(LONGEST_LEEWAY),
            },
        })))
    }
}

fn judge_published(key: &SigningKey, published: &[SigningKey]) -> Result<(), ConfigError> {
    within("publish", published.len(), 0, MAX_PUBLISHED - 1)?;
    for (place, one) in published.iter().enumerate() {
        let mut others = published.iter().skip(place + 1).chain([key]);
        if others.any(|other| other.is_confusable_with(one)) {
            return Err(ConfigError::invalid(
                "publish",
                one.key_id(),
                "it is there twice, or has another key's name: leave it out or rename it",
            ));
        }
    }
    Ok(())
}

/// Shows no private key.
impl fmt::Debug for JwtIssuerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtIssuerBuilder")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .field("exchanges", &self.exchanges)
            .field("key", &self.key)
            .field("published", &self.published)
            .field("lifetime", &self.lifetime)
            .field("publication_lead", &self.publication_lead)
            .finish_non_exhaustive()
    }
}

/// The most that verifiers allow for clocks that disagree; a token may be good for so much longer
/// than it says.
const LONGEST_LEEWAY: Duration = Duration::from_secs(300);

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
