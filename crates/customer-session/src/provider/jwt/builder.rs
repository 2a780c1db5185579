//! Configures the tokens of one issuer.

use std::{borrow::Cow, error::Error, fmt, sync::Arc, time::Duration};

use super::{
    Algorithm, ClaimTarget, Claims, JwtKey, JwtProvider, Mapped,
    claims::{Audience, IssuerRule, Rules, Types, Values},
    fetching::Fetching,
    mapping::Mapping,
};
use crate::{
    config::ConfigError,
    danger::{AnyAudience, AnyIssuer},
    provider::claims::DEFAULT_LEEWAY,
};

/// Configures the tokens of one issuer; begun with [`JwtProvider::issuer`] and its kin.
#[must_use = "a builder does nothing until `build` is called"]
pub struct JwtProviderBuilder {
    pub(super) algorithms: Option<Vec<Algorithm>>,
    pub(super) audience: Option<Audience>,
    pub(super) issuer: IssuerRule,
    pub(super) fetching: Fetching,
    pub(super) keys: Vec<Result<JwtKey, ConfigError>>,
    pub(super) leeway: Duration,
    pub(super) mapping: Mapping,
    pub(super) max_age: Option<Duration>,
    pub(super) name: Option<Cow<'static, str>>,
    pub(super) parties: Vec<String>,
    pub(super) refuses_clients: bool,
    pub(super) remembers: bool,
    pub(super) required: Vec<String>,
    pub(super) texts: Vec<&'static str>,
    pub(super) types: Types,
    pub(super) values: Vec<Values>,
}

impl JwtProvider {
    /// Begins the configuration of an issuer: tokens are its own whose `iss` is this text, to the
    /// letter, slashes and case included (RFC 7519 §4.1.1).
    ///
    /// Its keys are those that are given, by [`key`](JwtProviderBuilder::key) and its kin or in a
    /// [file](JwtProviderBuilder::jwks_file), or are fetched from an
    /// [address](JwtProviderBuilder::jwks_url). Without any of these the text must be the issuer's
    /// address, whose metadata say where the keys are: `{issuer}/.well-known/openid-configuration`
    /// (OpenID Connect Discovery 1.0 §4), or if there is nothing, those of RFC 8414 §3. They must
    /// name this very issuer, else no token is good (mix-up).
    ///
    /// # Example
    ///
    /// ```no_run
    /// use customer_session::provider::jwt::JwtProvider;
    ///
    /// // The keys are found, and fetched before the first request.
    /// let issuer = JwtProvider::issuer("https://login.shop.example")
    ///     .audience("https://api.shop.example")
    ///     .warm_up()
    ///     .build()?;
    /// # Ok::<(), customer_session::ConfigError>(())
    /// ```
    pub fn issuer(issuer: impl Into<String>) -> JwtProviderBuilder {
        JwtProviderBuilder::new(IssuerRule::Exactly(issuer.into()))
    }

    /// Begins the configuration of an issuer whose tokens have no `iss`. Tokens that have one are
    /// refused.
    pub fn without_issuer() -> JwtProviderBuilder {
        JwtProviderBuilder::new(IssuerRule::Nobody)
    }

    /// Begins the configuration of a provider that takes tokens whatever their `iss`, and without
    /// one.
    ///
    /// # Security
    ///
    /// See [`AnyIssuer`].
    pub fn any_issuer(_: AnyIssuer) -> JwtProviderBuilder {
        JwtProviderBuilder::new(IssuerRule::Any)
    }
}

impl JwtProviderBuilder {
    fn new(issuer: IssuerRule) -> Self {
        Self {
            algorithms: None,
            audience: None,
            issuer,
            fetching: Fetching::new(),
            keys: Vec::new(),
            leeway: DEFAULT_LEEWAY,
            mapping: Mapping::new(),
            max_age: None,
            name: None,
            parties: Vec::new(),
            refuses_clients: false,
            remembers: true,
            required: Vec::new(),
            texts: Vec::new(),
            types: Types::AccessTokens,
            values: Vec::new(),
        }
    }

    /// Sets the text of `iss`, where an issuer that is configured ready-made writes another one, as
    /// one with a domain of its own does.
    pub fn issued_by(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = IssuerRule::Exactly(issuer.into());
        self
    }

    /// Sets the name for events and [`Customer::provider`](crate::Customer::provider). Default: the
    /// text of the issuer, or `jwt` where there is none.
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Adds a key that the issuer signs with.
    pub fn key(mut self, key: JwtKey) -> Self {
        self.keys.push(Ok(key));
        self
    }

    /// Adds keys that the issuer signs with.
    pub fn keys(mut self, keys: impl IntoIterator<Item = JwtKey>) -> Self {
        self.keys.extend(keys.into_iter().map(Ok));
        self
    }

    /// Adds a secret that is shared with the issuer; see [`JwtKey::secret`]. It cannot stand beside
    /// public keys.
    pub fn secret(mut self, algorithm: Algorithm, secret: impl AsRef<[u8]>) -> Self {
        self.keys.push(JwtKey::secret(algorithm, secret));
        self
    }

    /// Sets by which algorithms the issuer signs (RFC 8725 §3.1). Default: every one with public
    /// keys; with a shared secret, that of the secret.
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = Some(algorithms.into_iter().collect());
        self
    }

    /// Adds an audience: `aud` must name one of those that were added (RFC 7519 §4.1.3). It is the
    /// identifier of your API, or your client id, as the issuer writes it.
    ///
    /// There is no default: without it, or [`any_audience`](Self::any_audience), nothing is built.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        match &mut self.audience {
            Some(Audience::OneOf(audiences)) => audiences.push(audience.into()),
            _ => self.audience = Some(Audience::OneOf(vec![audience.into()])),
        }
        self
    }

    /// Takes tokens whomever they are meant for.
    ///
    /// # Security
    ///
    /// See [`AnyAudience`].
    pub fn any_audience(mut self, _: AnyAudience) -> Self {
        self.audience = Some(Audience::Any);
        self
    }

    /// Sets to which clients tokens may have been issued: `azp` and `client_id` must be on the
    /// list, and one of them must be there. Default: to any.
    pub fn parties(mut self, parties: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.parties = parties.into_iter().map(Into::into).collect();
        self
    }

    /// Sets for how long a token is good after it was issued, however late it expires; `iat` is
    /// required then. Default: until it expires.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Sets by how much clocks may differ, for `exp`, `nbf`, `iat` and the age. Default: 30 s,
    /// which synchronized clocks keep well below; at most 300 s, since for so long an expired token
    /// is good.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Sets from which claim something is read: by its name, or by a JSON pointer (RFC 6901) where
    /// it begins with a slash.
    ///
    /// # Example
    ///
    /// ```
    /// use customer_session::provider::jwt::{ClaimTarget, JwtProvider};
    ///
    /// let builder = JwtProvider::issuer("https://login.shop.example")
    ///     .claim(ClaimTarget::CustomerId, "/customer/id")
    ///     .claim(ClaimTarget::Name, "nickname");
    /// ```
    pub fn claim(mut self, target: ClaimTarget, place: impl Into<Cow<'static, str>>) -> Self {
        self.mapping.set(target, place.into());
        self
    }

    /// Sets how claims are read, in place of the default for customer, member, roles and scopes.
    ///
    /// It is called in the request, once the token was found good, and must not block. When the
    /// session begins and ends, and by which ids it can be [ended](crate::revoke), it cannot change.
    /// An error refuses the token; its text is logged, so that it must hold no token, key or
    /// personal data.
    ///
    /// # Example
    ///
    /// ```
    /// use customer_session::{
    ///     provider::jwt::{JwtProvider, Mapped},
    ///     session::CustomerRecord,
    /// };
    ///
    /// let builder = JwtProvider::issuer("https://login.shop.example").map(|claims| {
    ///     let id = claims.str("account").ok_or("the token names no account")?;
    ///     Ok(Mapped::new(CustomerRecord::new(id)))
    /// });
    /// ```
    pub fn map<F>(mut self, map: F) -> Self
    where
        F: Fn(&Claims) -> Result<Mapped, Box<dyn Error + Send + Sync>> + Send + Sync + 'static,
    {
        self.mapping.set_closure(Arc::new(map));
        self
    }

    /// Sets whether sessions that were found good are remembered, so that their next request costs
    /// no verification. Default: yes; they can be [ended](crate::revoke) nevertheless.
    pub const fn remember(mut self, remember: bool) -> Self {
        self.remembers = remember;
        self
    }

    pub(super) fn rules(&mut self, audience: Audience) -> Rules {
        Rules {
            audience,
            issuer: self.issuer.clone(),
            leeway: self.leeway,
            max_age: self.max_age,
            parties: std::mem::take(&mut self.parties),
            refuses_clients: self.refuses_clients,
            required: std::mem::take(&mut self.required),
            texts: std::mem::take(&mut self.texts),
            types: self.types.clone(),
            values: std::mem::take(&mut self.values),
        }
    }
}

impl fmt::Debug for JwtProviderBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtProviderBuilder")
            .field("issuer", &self.issuer)
            .field("fetching", &self.fetching)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
