//! Collects the settings and validates them all at once.

use std::{fmt, sync::Arc, time::Duration};

use tokio::runtime::Handle;

use super::{ConfigError, CustomerSessionConfig, Shared, staleness::Staleness};
use crate::{
    cache::{Bounds, Cache, CacheBounds, Lifetimes},
    clock::{Clock, SystemClock},
    engine::{Engine, Parts, Runtime},
    entropy::{Entropy, SystemEntropy},
    provider::{DynProvider, Routes, SessionProvider},
    rejection::{Challenges, valid_realm},
    token::{LocalKeys, Sources, TokenSource},
};

/// Collects the settings of a [`CustomerSessionConfig`].
#[derive(Debug)]
#[must_use]
pub struct CustomerSessionConfigBuilder {
    clock: Arc<dyn Clock>,
    customers: CacheBounds,
    entropy: Arc<dyn Entropy>,
    lifetimes: Lifetimes,
    max_denials: u64,
    max_token_bytes: usize,
    max_verifications: usize,
    providers: Vec<Arc<dyn DynProvider>>,
    realm: String,
    runtime: Option<Handle>,
    sessions: CacheBounds,
    #[cfg(feature = "test-util")]
    signed_in: Option<crate::session::VerifiedSession>,
    sources: Vec<TokenSource>,
    verification_timeout: Duration,
}

impl CustomerSessionConfigBuilder {
    pub(super) fn new() -> Self {
        Self {
            clock: Arc::new(SystemClock::new()),
            customers: CacheBounds::new(100_000, 128 * MIB),
            entropy: Arc::new(SystemEntropy),
            lifetimes: Lifetimes {
                session: Duration::from_secs(60),
                customer: Duration::from_secs(600),
                denial: Duration::from_secs(10),
                customer_denial: Duration::from_secs(600),
            },
            max_denials: 10_000,
            max_token_bytes: 8 * 1024,
            max_verifications: 1024,
            providers: Vec::new(),
            realm: "customer".to_owned(),
            runtime: None,
            sessions: CacheBounds::new(100_000, 64 * MIB),
            #[cfg(feature = "test-util")]
            signed_in: None,
            sources: vec![TokenSource::Authorization],
            verification_timeout: Duration::from_secs(5),
        }
    }

    /// Adds a provider. At least one is required; several are told apart by the
    /// [shape](crate::provider::Shape) of their tokens.
    pub fn provider(mut self, provider: impl SessionProvider) -> Self {
        self.providers.push(Arc::new(provider));
        self
    }

    /// Adds a place where a token may stand, beside the `Authorization` header. Read
    /// [`TokenSource`] on what each costs.
    pub fn source(mut self, source: TokenSource) -> Self {
        self.sources.push(source);
        self
    }

    /// Replaces the places where a token may stand. Default: the `Authorization` header alone.
    pub fn sources(mut self, sources: impl IntoIterator<Item = TokenSource>) -> Self {
        self.sources = sources.into_iter().collect();
        self
    }

    /// Sets for how long a good session is served without asking, 1 s to 1 h. Default: 60 s, which
    /// takes the issuer out of almost every request, and which is as long as an ended session may
    /// live on.
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.session = lifetime;
        self
    }

    /// Sets for how long a customer is served without asking, 1 s to 24 h. Default: 10 min: names
    /// and addresses change rarely, and the look-up is made with your own credentials, whose rate
    /// limit your whole backend shares.
    pub fn customer_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.customer = lifetime;
        self
    }

    /// Sets for how long a denied token is refused without asking, 0 s to 5 min. Default: 10 s,
    /// which stops a client that retries in a loop, and which is all that a customer loses if the
    /// issuer was behind its own truth.
    pub fn denial_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.denial = lifetime;
        self
    }

    /// Sets for how long a customer who is not yours is refused without asking, 0 s to 24 h.
    /// Default: 10 min. A customer id does not change hands, so the answer keeps; and foreign
    /// sessions must not spend your own credentials' rate limit.
    pub fn customer_denial_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetimes.customer_denial = lifetime;
        self
    }

    /// Sets how many sessions are remembered. Default: 100,000 entries, 64 MiB.
    pub fn session_cache(mut self, bounds: CacheBounds) -> Self {
        self.sessions = bounds;
        self
    }

    /// Sets how many customers are remembered. Default: 100,000 entries, 128 MiB.
    pub fn customer_cache(mut self, bounds: CacheBounds) -> Self {
        self.customers = bounds;
        self
    }

    /// Sets how many denials are remembered, of tokens and of customers each, 1 to 1,000,000.
    /// Default: 10,000: denials are garbage, and garbage gets a small room of its own.
    pub fn max_denials(mut self, entries: u64) -> Self {
        self.max_denials = entries;
        self
    }

    /// Sets how long a token may be, 64 B to 64 KiB. Default: 8 KiB, which is what servers accept
    /// as a whole header.
    pub fn max_token_bytes(mut self, bytes: usize) -> Self {
        self.max_token_bytes = bytes;
        self
    }

    /// Sets how many different tokens may be asked about at one time, 1 to 100,000. Default: 1,024.
    /// Beyond it a request is answered with 503 at once.
    pub fn max_verifications(mut self, flights: usize) -> Self {
        self.max_verifications = flights;
        self
    }

    /// Sets how long one verification may take as a whole, 10 ms to 60 s. Default: 5 s: longer than
    /// a healthy issuer ever needs, shorter than a person waits.
    pub fn verification_timeout(mut self, timeout: Duration) -> Self {
        self.verification_timeout = timeout;
        self
    }

    /// Sets the realm of the `WWW-Authenticate` challenge: printable ASCII without `"` and `\`.
    /// Default: `customer`.
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.realm = realm.into();
        self
    }

    /// Sets the clock. Default: the system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the source of randomness. Default: the operating system's.
    pub fn entropy(mut self, entropy: impl Entropy) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// Sets the runtime that asks issuers. Default: the one on which [`build`](Self::build) is
    /// called, else the one that serves the first request. It must live as long as requests are
    /// served.
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.runtime = Some(runtime);
        self
    }

    /// Signs every request in as this session, whatever it carries; no provider is needed then. For
    /// tests of handlers.
    #[cfg(feature = "test-util")]
    pub fn signed_in_as(mut self, session: crate::session::VerifiedSession) -> Self {
        self.signed_in = Some(session);
        self
    }

    /// Validates everything.
    ///
    /// # Errors
    ///
    /// - [`ConfigError::MissingProvider`]: there is no provider.
    /// - [`ConfigError::Invalid`]: a value is out of its range, the realm cannot stand between
    ///   quotes, a source's name cannot be a header, cookie or parameter name, or two providers
    ///   claim the same tokens.
    /// - [`ConfigError::Entropy`]: the source of randomness is out of order.
    pub fn build(self) -> Result<CustomerSessionConfig, ConfigError> {
        self.validate()?;
        let engine = Engine::new(Parts {
            cache: Cache::new(
                self.lifetimes,
                Bounds {
                    sessions: self.sessions,
                    customers: self.customers,
                    denials: self.max_denials,
                },
            ),
            clock: self.clock,
            keys: LocalKeys::new(&*self.entropy).map_err(ConfigError::Entropy)?,
            max_flights: self.max_verifications,
            routes: Routes::new(self.providers)?,
            runtime: Runtime::given_or_current(self.runtime),
            timeout: self.verification_timeout,
        });
        let shared = Shared {
            challenges: Challenges::new(&self.realm),
            engine,
            max_token_bytes: self.max_token_bytes,
            #[cfg(feature = "test-util")]
            signed_in: self.signed_in,
            sources: Sources::new(&self.sources),
            staleness: Staleness::new(self.lifetimes.session, self.lifetimes.customer),
        };
        Ok(CustomerSessionConfig {
            shared: Arc::new(shared),
        })
    }

    fn validate(&self) -> Result<(), ConfigError> {
        if self.providers.is_empty() && !self.needs_no_provider() {
            return Err(ConfigError::MissingProvider);
        }
        let lifetimes = &self.lifetimes;
        within("session_lifetime", lifetimes.session, SECOND, HOUR)?;
        within("customer_lifetime", lifetimes.customer, SECOND, 24 * HOUR)?;
        within(
            "denial_lifetime",
            lifetimes.denial,
            Duration::ZERO,
            300 * SECOND,
        )?;
        within(
            "customer_denial_lifetime",
            lifetimes.customer_denial,
            Duration::ZERO,
            24 * HOUR,
        )?;
        within(
            "verification_timeout",
            self.verification_timeout,
            SECOND / 100,
            60 * SECOND,
        )?;
        within("max_token_bytes", self.max_token_bytes, 64, 64 * 1024)?;
        within("max_verifications", self.max_verifications, 1, 100_000)?;
        within("max_denials", self.max_denials, 1, 1_000_000)?;
        for (field, bounds) in [
            ("session_cache", self.sessions),
            ("customer_cache", self.customers),
        ] {
            within(field, bounds.entries, 1, u64::from(u32::MAX))?;
            within(field, bounds.bytes, 4096, 1 << 40)?;
        }
        if !valid_realm(&self.realm) {
            return Err(ConfigError::invalid(
                "realm",
                &self.realm,
                "use printable ASCII without `\"` and `\\`",
            ));
        }
        if self.sources.is_empty() {
            return Err(ConfigError::invalid(
                "sources",
                "[]",
                "name at least one place where a token may stand",
            ));
        }
        self.sources.iter().try_for_each(validate_source)
    }

    #[cfg(feature = "test-util")]
    fn needs_no_provider(&self) -> bool {
        self.signed_in.is_some()
    }

    #[cfg(not(feature = "test-util"))]
    #[expect(
        clippy::unused_self,
        reason = "the twin behind `test-util` looks at it"
    )]
    const fn needs_no_provider(&self) -> bool {
        false
    }
}

/// A name that cannot occur would never match, silently.
fn validate_source(source: &TokenSource) -> Result<(), ConfigError> {
    let (field, name) = match source {
        TokenSource::Authorization => return Ok(()),
        TokenSource::Cookie(name) => ("source.cookie", name),
        TokenSource::Header(name) => ("source.header", name),
        TokenSource::Query(name) if !name.is_empty() => return Ok(()),
        TokenSource::Query(name) => ("source.query", name),
    };
    let token = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if !token {
        return Err(ConfigError::invalid(
            field,
            name,
            "use letters, digits and `-._` (RFC 9110 §5.6.2)",
        ));
    }
    if field == "source.header" && name.eq_ignore_ascii_case("authorization") {
        return Err(ConfigError::invalid(
            field,
            name,
            "use `TokenSource::Authorization`, which reads the scheme too",
        ));
    }
    Ok(())
}

/// Refuses a value out of its range.
pub(crate) fn within<T: fmt::Debug + PartialOrd>(
    field: &'static str,
    value: T,
    least: T,
    most: T,
) -> Result<(), ConfigError> {
    if (&least..=&most).contains(&&value) {
        return Ok(());
    }
    Err(ConfigError::invalid(
        field,
        format_args!("{value:?}"),
        format!("choose a value from {least:?} to {most:?}"),
    ))
}

const MIB: u64 = 1024 * 1024;
const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
