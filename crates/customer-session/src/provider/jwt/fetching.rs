//! Where the keys of an issuer come from if they are not given, and how they are fetched.

use std::{
    fmt,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use super::{
    Algorithm, JwtProviderBuilder,
    claims::IssuerRule,
    jwks::{Jwks, JwksSettings, MAX_SET_BYTES},
    keys::{KeyRules, read_jwks},
    source::KeySource,
};
use crate::{
    config::ConfigError,
    provider::discovery::{Sought, Whereabouts},
    upstream::{HttpTransport, Upstream, usual},
};

/// Where the keys of an issuer come from if they are not given, and how they are fetched.
pub(super) struct Fetching {
    file: Option<PathBuf>,
    /// Where a preset's issuer publishes its keys, unless they come from elsewhere.
    pub(super) preset_url: Option<String>,
    settings: JwksSettings,
    upstream: Option<Upstream>,
    url: Option<String>,
}

impl JwtProviderBuilder {
    /// Fetches the issuer's keys from this address: a JWK Set (RFC 7517 §5), at https, or http on
    /// this machine. No redirect is followed, at most 256 KiB and 100 keys are read, and each key is
    /// judged by itself: one that is unusable is left out, with an event, and costs nobody the
    /// others.
    ///
    /// When keys are fetched:
    ///
    /// - For the first token, which waits, or [before](Self::warm_up) it.
    /// - In time, ahead of [`key_refresh`](Self::key_refresh); nobody waits. A fetch that fails is
    ///   tried again after 1 s, and then ever more seldom, up to a minute and a half.
    /// - When a token names a key that is unknown, which waits; then not for a
    ///   [while](Self::unknown_key_cooldown), however many unknown keys there are.
    ///
    /// Once an issuer withdraws a key, what was verified by it is verified anew, and is refused. An
    /// issuer that publishes no usable key at all withdraws every one: its tokens are refused with
    /// 503 until there is one again.
    ///
    /// The address may have a query, which must hold no secret.
    /// Default: it is [found](super::JwtProvider::issuer) in the issuer's metadata, where it must not
    /// be a local or private address (`localhost`, `127.0.0.1`, `10.0.0.1`) unless the issuer's is;
    /// set it here if it is meant to be one.
    ///
    /// # Security
    ///
    /// Whoever answers at this address decides who your customers are.
    pub fn jwks_url(mut self, url: impl Into<String>) -> Self {
        self.fetching.url = Some(url.into());
        self
    }

    /// Reads the issuer's keys from this file: a JWK Set (RFC 7517 §5) of at most 256 KiB and 100
    /// keys. It is read once, by [`build`](Self::build), and judged as if the issuer had published
    /// it: an unusable key is left out, with an event once the configuration is built, and shared
    /// secrets are, so that a file that anybody may read holds none.
    pub fn jwks_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.fetching.file = Some(path.into());
        self
    }

    /// Fetches the keys as soon as the configuration is built, so that the first request does not
    /// wait. Default: for the first request, or when
    /// [readiness](crate::CustomerSessionConfig::readiness) is asked for.
    ///
    /// It takes a tokio runtime: where the configuration is built outside of one, the first request
    /// fetches.
    pub const fn warm_up(mut self) -> Self {
        self.fetching.settings.warm_up = true;
        self
    }

    /// Sets how old keys may be before they are fetched anew, 10 s to 24 h; up to a tenth of it is
    /// left to chance, so that processes that were started together do not fetch together. Default:
    /// 10 min. For so long a key that was withdrawn is good still.
    ///
    /// Together with [`keys_outlive_outage`](Self::keys_outlive_outage) it is 20 s at least: keys are
    /// fetched anew 10 s before they would be too old, if not earlier, since a fetch may take as long.
    pub const fn key_refresh(mut self, interval: Duration) -> Self {
        self.fetching.settings.refresh = interval;
        self
    }

    /// Sets for how long after a fetch for an unknown key another unknown one is refused without
    /// asking, 1 s to 1 h. Default: 30 s, so that random keys cost the issuer two fetches a minute
    /// at most, and a new key is known half a minute after it was first seen at worst.
    ///
    /// Where that fetch failed nobody knows whether the issuer has the key: tokens are refused with
    /// 503 then, and not with 401. While the keys are fresh it is not tried again before this time
    /// is over and another token names an unknown key.
    pub const fn unknown_key_cooldown(mut self, cooldown: Duration) -> Self {
        self.fetching.settings.cooldown = cooldown;
        self
    }

    /// Sets for how long keys serve that could not be fetched anew when it was
    /// [time](Self::key_refresh), up to 24 h. Then all tokens are refused with 503, remembered ones
    /// too, whatever [`stale_if_error`](crate::config::CustomerSessionConfigBuilder::stale_if_error)
    /// says. Default: 1 h, which bridges most outages; for so long, and the interval, nobody hears
    /// that a key was withdrawn. It counts by both clocks: see [caching](crate::manual::caching#deadlines).
    pub const fn keys_outlive_outage(mut self, duration: Duration) -> Self {
        self.fetching.settings.outlive_outage = duration;
        self
    }

    /// Brings your own HTTP client. Default: `ReqwestTransport` of the feature `upstream`, with 2 s
    /// to connect and 5 s for an exchange; without that feature, a client is required where keys are
    /// fetched.
    pub fn transport(mut self, transport: impl HttpTransport) -> Self {
        self.fetching.upstream = Some(Upstream::new(transport));
        self
    }

    /// Fetches over this way.
    #[cfg(feature = "introspection")]
    pub(in crate::provider) fn upstream(mut self, upstream: Upstream) -> Self {
        self.fetching.upstream = Some(upstream);
        self
    }
}

impl Fetching {
    pub(super) const fn new() -> Self {
        Self {
            file: None,
            preset_url: None,
            settings: JwksSettings::new(),
            upstream: None,
            url: None,
        }
    }

    /// Keys that are given are all there are.
    pub(super) fn refuse_beside_keys(&self) -> Result<(), ConfigError> {
        match (&self.file, &self.url) {
            (None, None) => Ok(()),
            (Some(_), _) => Err(beside("jwks_file", "keys that are given")),
            (None, Some(_)) => Err(beside("jwks_url", "keys that are given")),
        }
    }

    /// Where the keys come from, if none is given.
    pub(super) fn source(
        self,
        issuer: &IssuerRule,
        algorithms: &[Algorithm],
        name: &str,
    ) -> Result<KeySource, ConfigError> {
        let rules = rules(algorithms);
        if let Some(path) = &self.file {
            return match &self.url {
                Some(_) => Err(beside("jwks_file", "`jwks_url`")),
                None => read_file(path, &rules),
            };
        }
        let whereabouts = match (self.url.or(self.preset_url), issuer) {
            (Some(url), _) => Whereabouts::given("jwks_url", &url)?,
            (None, IssuerRule::Exactly(issuer)) => Whereabouts::discovered(issuer, KEYS)?,
            (None, IssuerRule::Any | IssuerRule::Nobody) => return Err(no_keys()),
        };
        self.settings.validate()?;
        let upstream = match self.upstream {
            Some(upstream) => upstream,
            None => usual(whereabouts.address(), NO_CLIENT)?,
        };
        let name: Arc<str> = name.into();
        let upstream = upstream.provider(Arc::clone(&name));
        let jwks = Jwks::new(&name, whereabouts, rules, upstream, self.settings);
        Ok(KeySource::Fetched(jwks))
    }
}

/// Shows none of the texts: before [`build`](JwtProviderBuilder::build) nothing says that a secret
/// stands where it belongs.
impl fmt::Debug for Fetching {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetching")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// An RSA key that names no algorithm serves the one that the issuer signs with, if that is known.
fn rules(algorithms: &[Algorithm]) -> KeyRules {
    let mut rsa = algorithms.iter().filter(|one| one.is_rsa());
    match (rsa.next(), rsa.next()) {
        (Some(only), None) => KeyRules::new().rsa(*only),
        _ => KeyRules::new(),
    }
}

fn read_file(path: &Path, rules: &KeyRules) -> Result<KeySource, ConfigError> {
    let invalid = |mend: String| ConfigError::invalid("jwks_file", path.display(), mend);
    let text = contents(path)
        .map_err(|error| invalid(format!("{error}; name a JWK Set that can be read")))?;
    let reading = read_jwks(&text, rules)
        .map_err(|error| invalid(format!("{error}; give a JWK Set (RFC 7517 §5)")))?;
    if reading.set.keys().is_empty() {
        let why: Vec<_> = reading.dropped.iter().map(ToString::to_string).collect();
        let why = why.join("; ");
        return Err(invalid(format!("it has no usable key: {why}")));
    }
    Ok(KeySource::Read(Arc::new(reading.set), reading.dropped))
}

fn contents(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let limit = MAX_SET_BYTES as u64 + 1;
    File::open(path)?.take(limit).read_to_end(&mut text)?;
    if text.len() > MAX_SET_BYTES {
        return Err(io::Error::other("it is longer than 256 KiB"));
    }
    Ok(text)
}

fn beside(field: &'static str, other: &str) -> ConfigError {
    ConfigError::invalid(
        field,
        format_args!("set beside {other}"),
        "an issuer's keys come from one place; remove one of them",
    )
}

fn no_keys() -> ConfigError {
    ConfigError::invalid(
        "key",
        "not set",
        "give the issuer's with `.key(..)` or `.jwks_url(..)`, or a shared one with `.secret(..)`",
    )
}

/// RFC 8414 §2.
const KEYS: Sought = Sought {
    member: "jwks_uri",
    mend: "set `jwks_url`",
};

const NO_CLIENT: &str = "give keys with `.key(..)`, set a client to fetch the issuer's with";
