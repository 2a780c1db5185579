//! Collects the settings and validates them all at once.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::runtime::Handle;

use super::{
    ConfigError, CustomerSessionConfig, Shared, staleness::Staleness, validate::validate_rates,
};
use crate::{
    cache::{Bounds, Cache, CacheBounds, Lifetime, Lifetimes},
    clock::{Clock, SystemClock},
    engine::{Engine, IssuerSettings, Parts, Runtime},
    enrich::{EnrichError, Enrichment},
    entropy::{Entropy, SystemEntropy},
    provider::{DynProvider, Routes, SessionProvider},
    rejection::Challenges,
    session::Customer,
    token::{LocalKeys, Sources, TokenSource},
    upstream::{BreakerSettings, Rate, RetryShare},
};

/// Collects the settings of a [`CustomerSessionConfig`].
#[derive(Debug)]
#[must_use]
pub struct CustomerSessionConfigBuilder {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) customers: CacheBounds,
    pub(super) enrichments: Vec<Enrichment>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) issuers: IssuerSettings,
    pub(super) lifetimes: Lifetimes,
    pub(super) longest_session: Duration,
    pub(super) max_denials: u64,
    pub(super) max_revocations: usize,
    pub(super) max_token_bytes: usize,
    pub(super) max_verifications: usize,
    pub(super) providers: Vec<Arc<dyn DynProvider>>,
    pub(super) realm: String,
    pub(super) runtime: Option<Handle>,
    pub(super) sessions: CacheBounds,
    #[cfg(feature = "test-util")]
    pub(super) signed_in: Option<crate::session::VerifiedSession>,
    pub(super) sources: Vec<TokenSource>,
    pub(super) verification_timeout: Duration,
}

impl CustomerSessionConfigBuilder {
    pub(super) fn new() -> Self {
        Self {
            clock: Arc::new(SystemClock::new()),
            customers: CacheBounds::new(100_000, 128 * MIB),
            enrichments: Vec::new(),
            entropy: Arc::new(SystemEntropy),
            issuers: IssuerSettings {
                breaker: BreakerSettings::new(),
                retries: RetryShare::new(),
                unknown_tokens: Rate::new(200, Duration::from_secs(1)).burst(1000),
            },
            lifetimes: Lifetimes {
                session: lifetime(Duration::from_secs(60)),
                customer: lifetime(Duration::from_secs(600)),
                denial: Duration::from_secs(10),
                customer_denial: Duration::from_secs(600),
            },
            longest_session: 24 * HOUR,
            max_denials: 10_000,
            max_revocations: 100_000,
            max_token_bytes: 8 * 1024,
            max_verifications: 1024,
            providers: Vec::new(),
            realm: "customer".to_owned(),
            runtime: None,
            sessions: CacheBounds::new(100_000, 96 * MIB),
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

    /// Adds something to every customer: what `load` gives, such as the application's own user row.
    /// It is loaded with the customer, kept for as long, and read by
    /// [`Customer::extension`](crate::Customer::extension) under its type, of which there may be
    /// one. Default: nothing. See [`enrich`](crate::enrich) for when it is loaded, and for what
    /// becomes of an error.
    ///
    /// Configurations that are signed in for tests load nothing: give the customer its
    /// [extension](crate::Customer::with_extension).
    pub fn enrich<T, E, F, Fut>(self, load: F) -> Self
    where
        T: Send + Sync + 'static,
        E: Into<EnrichError>,
        F: Fn(Customer) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        self.enrichment(Enrichment::new(load))
    }

    /// Adds something to every customer, as [`enrich`](Self::enrich) does, with all that an
    /// [`Enrichment`] can say.
    pub fn enrichment(mut self, enrichment: Enrichment) -> Self {
        self.enrichments.push(enrichment);
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

    /// Sets when an issuer that keeps failing is left alone, and for how long. While it is, what is
    /// remembered is served, and everybody else is refused at once with 503 and the time to come
    /// back. Default: [`BreakerSettings::new`].
    pub fn breaker(mut self, settings: BreakerSettings) -> Self {
        self.issuers.breaker = settings;
        self
    }

    /// Sets which share of all questions may be asked a second time after the issuer could not be
    /// reached, or answered with a 5xx without `Retry-After`. Default: [`RetryShare::new`], one in
    /// ten: enough for a connection that broke or a server that was replaced, and no load on an
    /// issuer that is down.
    pub fn retries(mut self, share: RetryShare) -> Self {
        self.issuers.retries = share;
        self
    }

    /// Sets how often one issuer is asked about tokens that nobody vouched for yet. Default: 200 a
    /// second, in bursts of 1,000. In a flood of well-formed garbage it bounds what the issuer
    /// sees; customers whose session is not remembered are refused with 503 then, together with the
    /// garbage they cannot be told from. Sessions that are remembered are served, and renewed, all
    /// the while.
    pub fn unknown_token_rate(mut self, rate: Rate) -> Self {
        self.issuers.unknown_tokens = rate;
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
    ///   quotes, a source's name cannot be a header, cookie or parameter name, two providers
    ///   claim the same tokens, or two enrichments give one type.
    /// - [`ConfigError::Entropy`]: the source of randomness is out of order.
    pub fn build(self) -> Result<CustomerSessionConfig, ConfigError> {
        self.validate()?;
        let routes = Routes::new(self.providers, &self.enrichments)?;
        validate_rates(&routes)?;
        let keys = LocalKeys::new(&*self.entropy).map_err(ConfigError::Entropy)?;
        let engine = Engine::new(Parts {
            cache: Cache::new(
                self.lifetimes,
                Bounds {
                    sessions: self.sessions,
                    customers: self.customers,
                    denials: self.max_denials,
                },
                &keys,
            ),
            challenges: Challenges::new(&self.realm),
            clock: self.clock,
            issuers: self.issuers,
            keys,
            longest_session: self.longest_session,
            max_flights: self.max_verifications,
            max_revocations: self.max_revocations,
            routes,
            runtime: Runtime::given_or_current(self.runtime),
            timeout: self.verification_timeout,
        });
        #[cfg(feature = "test-util")]
        let home = engine.home_of_everybody();
        let sources = Sources::new(&self.sources);
        #[cfg(feature = "test-util")]
        let sources = Sources {
            bearer_only: sources.bearer_only && self.signed_in.is_none(),
            ..sources
        };
        let shared = Shared {
            engine,
            max_token_bytes: self.max_token_bytes,
            #[cfg(feature = "test-util")]
            signed_in: self.signed_in.map(|session| session.at_home(home)),
            sources,
            staleness: Staleness::new(&self.lifetimes),
        };
        Ok(CustomerSessionConfig {
            shared: Arc::new(shared),
        })
    }
}

/// A life of this length, renewed and spread by default.
const fn lifetime(served: Duration) -> Lifetime {
    Lifetime {
        served,
        stale: Duration::ZERO,
        refresh_ahead: 20,
        jitter: 10,
    }
}

const MIB: u64 = 1024 * 1024;
const HOUR: Duration = Duration::from_secs(3600);
