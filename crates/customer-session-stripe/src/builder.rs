//! Collects what is needed to talk to Stripe, and validates it all at once.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

#[cfg(feature = "upstream")]
use customer_session::upstream::{ReqwestTransport, TlsRoots};
use customer_session::{
    ConfigError,
    danger::TokensInClearText,
    entropy::{Entropy, SystemEntropy},
    provider::{
        Shape,
        registry::{Registry, RegistryProvider, SessionStore},
    },
    token::DigestSecret,
    upstream::{BaseUrl, HttpTransport, Rate, Upstream},
};
use secrecy::SecretString;

use crate::{
    Bearer, Mode, Stripe,
    client::{Client, LookUp},
    key,
    stripe::Inner,
    validate,
};

/// Collects the settings of a [`Stripe`] client.
#[must_use]
pub struct StripeBuilder {
    account: Option<String>,
    bearer: Bearer,
    clear_text: Option<TokensInClearText>,
    client_secret_prefix: String,
    customer_rate: Rate,
    entropy: Box<dyn Entropy>,
    mode: Option<Mode>,
    name: Cow<'static, str>,
    own_account: Option<String>,
    own_token_prefix: String,
    registry: Option<Box<dyn FnOnce(String) -> Registry + Send + Sync>>,
    secret_key: Option<SecretString>,
    server: String,
    #[cfg(feature = "upstream")]
    tls_roots: Option<TlsRoots>,
    upstream: Option<Upstream>,
    version: String,
}

impl StripeBuilder {
    pub(crate) fn new(server: impl Into<String>, mode: Option<Mode>) -> Self {
        Self {
            account: None,
            bearer: Bearer::default(),
            clear_text: None,
            client_secret_prefix: "cuss_".into(),
            customer_rate: CUSTOMER_RATE,
            entropy: Box::new(SystemEntropy::default()),
            mode,
            name: "stripe".into(),
            own_account: None,
            own_token_prefix: "css_".into(),
            registry: None,
            secret_key: None,
            server: server.into(),
            #[cfg(feature = "upstream")]
            tls_roots: None,
            upstream: None,
            version: PINNED_VERSION.into(),
        }
    }

    /// Sets the secret key (`sk_…`), or better a restricted key (`rk_…`) that may write customer
    /// sessions and read customers. Required. Its prefix says whether live mode or test mode is
    /// meant.
    pub fn secret_key(mut self, key: impl Into<String>) -> Self {
        self.secret_key = Some(SecretString::from(key.into()));
        self
    }

    /// Sets where the sessions are registered, and the secret under which their tokens are
    /// digested. Required: Stripe itself can look no session up.
    ///
    /// # Security
    ///
    /// **A store that several accounts share: name the account**, by
    /// [`own_account`](Self::own_account). A key does not say whose it is. Two shops, or two
    /// sandboxes, with one store and one digest secret take each other's sessions without it, and
    /// where customers were copied from one to the other with their ids, one signs in as the other.
    /// A store for each does too.
    pub fn store(mut self, store: impl SessionStore, secret: DigestSecret) -> Self {
        self.registry = Some(Box::new(|identity| Registry::new(identity, secret, store)));
        self
    }

    /// Acts for this connected account (`acct_…`), by the header `Stripe-Account`. Default: for the
    /// account that the key belongs to. Sessions of one account are none of another.
    pub fn account(mut self, id: impl Into<String>) -> Self {
        self.account = Some(id.into());
        self
    }

    /// Names the account that the key belongs to: its id (`acct_…`, from Stripe's dashboard), or a
    /// word of your own, such as `shop_de`, of letters, digits, `-` and `_`. Default: none, which is
    /// right only if no other account shares the [store](Self::store) and the digest secret.
    ///
    /// It is sent nowhere; sessions that were registered under another name, or none, are not found.
    pub fn own_account(mut self, name: impl Into<String>) -> Self {
        self.own_account = Some(name.into());
        self
    }

    /// Sets the version of Stripe's API. Default: `2026-10-28.endive`.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Sets which token your own API takes. Default: [`Bearer::Either`]. Prefer
    /// [`Bearer::OwnToken`], so that Stripe's secret goes to Stripe.js alone.
    pub fn bearer(mut self, bearer: Bearer) -> Self {
        self.bearer = bearer;
        self
    }

    /// Sets what own tokens begin with: 2 to 32 lower-case letters, digits and underscores.
    /// Default: `css_`. Several accounts in one configuration need a prefix, and a
    /// [name](Self::name), each.
    pub fn own_token_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.own_token_prefix = prefix.into();
        self
    }

    /// Sets what Stripe's client secrets begin with. Default: `cuss_`, as Stripe's own mobile SDKs
    /// expect it.
    pub fn client_secret_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.client_secret_prefix = prefix.into();
        self
    }

    /// Sets the name of the provider. Default: `stripe`.
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets how often customers may be looked up, for all of them together. Default: 20 a second
    /// and 5 at once, so that no second sees more than the 25 that Stripe allows for this endpoint.
    ///
    /// Each configuration counts for itself: divide it by the number of processes that share the
    /// account.
    pub fn customer_rate(mut self, rate: Rate) -> Self {
        self.customer_rate = rate;
        self
    }

    /// Sets where own tokens and idempotency keys come from. Default: the operating system.
    pub fn entropy(mut self, entropy: impl Entropy) -> Self {
        self.entropy = Box::new(entropy);
        self
    }

    /// Sets whose certificates are trusted. Default: those that the operating system trusts.
    #[cfg(feature = "upstream")]
    pub fn tls_roots(mut self, roots: TlsRoots) -> Self {
        self.tls_roots = Some(roots);
        self
    }

    /// Brings your own HTTP client. Default:
    /// [`ReqwestTransport`](customer_session::upstream::ReqwestTransport) with 2 s to connect and 5
    /// s for an exchange.
    pub fn transport(mut self, transport: impl HttpTransport) -> Self {
        self.upstream = Some(Upstream::new(transport));
        self
    }

    /// Allows a server that is plain http on another machine.
    ///
    /// # Security
    ///
    /// See [`TokensInClearText`].
    pub fn allow_clear_text(mut self, danger: TokensInClearText) -> Self {
        self.clear_text = Some(danger);
        self
    }

    /// Validates everything. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When the key or the store is missing, the key is of another mode or no secret key, the
    /// account, its name, the version or a prefix has the wrong form, the server's address is not
    /// https (or http on this machine), certificates cannot be read, or `tls_roots` is set beside a
    /// `transport` of your own.
    pub fn build(mut self) -> Result<Stripe, ConfigError> {
        let server = match self.clear_text {
            None => BaseUrl::parse("server", &self.server)?,
            Some(danger) => BaseUrl::parse_in_clear_text("server", &self.server, danger)?,
        };
        let secret_key = self.secret_key.take().unwrap_or_default();
        let mode = key::judge(&secret_key, self.mode)?;
        validate::account(self.account.as_deref())?;
        validate::own_account(self.own_account.as_deref())?;
        validate::version(&self.version)?;
        validate::prefixes(&self.own_token_prefix, &self.client_secret_prefix)?;
        let registry = self.registry.take().ok_or_else(|| {
            let mend =
                "set where sessions are registered, such as `.store(MemoryStore::new(), secret)`";
            ConfigError::invalid("store", "not set", mend)
        })?;
        let registry = registry(self.identity(mode, &server));
        let upstream = self.upstream(&server)?;
        let client = Arc::new(Client {
            account: self.account.clone(),
            mode,
            secret_key,
            server,
            upstream: upstream.provider(&*self.name),
            version: self.version.clone(),
        });
        let look_up = LookUp(client.clone());
        let sessions = RegistryProvider::new(self.name.clone(), self.shape(), registry, look_up)
            .look_up_rate(self.customer_rate);
        Ok(Stripe(Arc::new(Inner {
            bearer: self.bearer,
            client,
            client_secret_prefix: self.client_secret_prefix,
            entropy: self.entropy,
            own_token_prefix: self.own_token_prefix,
            sessions,
        })))
    }

    /// Whose sessions these are: nothing of another mode, server or account is found under it. None
    /// of the parts can hold a blank.
    fn identity(&self, mode: Mode, server: &BaseUrl) -> String {
        let (mode, server) = (mode.as_str(), server.as_str());
        let account = self.account.as_deref().unwrap_or("-");
        let own = self.own_account.as_deref();
        let own = own.map(|own| format!(" of {own}")).unwrap_or_default();
        format!("stripe {mode} {server} {account}{own}")
    }

    fn shape(&self) -> Shape {
        let own = self
            .bearer
            .takes_own_tokens()
            .then_some(&self.own_token_prefix);
        let stripes = self.bearer.takes_client_secrets();
        let stripes = stripes.then_some(&self.client_secret_prefix);
        Shape::prefixes(own.into_iter().chain(stripes).cloned())
    }

    #[cfg(feature = "upstream")]
    fn upstream(&mut self, server: &BaseUrl) -> Result<Upstream, ConfigError> {
        let roots = self.tls_roots.take();
        match self.upstream.take() {
            Some(_) if roots.is_some() => Err(ConfigError::invalid(
                "tls_roots",
                "set beside `transport`",
                "remove it, and set what your own `transport` trusts there",
            )),
            Some(upstream) => Ok(upstream),
            None => default_upstream(server, roots),
        }
    }

    #[cfg(not(feature = "upstream"))]
    fn upstream(&mut self, _: &BaseUrl) -> Result<Upstream, ConfigError> {
        let mend = "set one, or switch on the feature `upstream`";
        let upstream = self.upstream.take();
        upstream.ok_or_else(|| ConfigError::invalid("transport", "not set", mend))
    }
}

/// Shows none of the texts: before [`build`](StripeBuilder::build) nothing says that a secret
/// stands where it belongs.
impl fmt::Debug for StripeBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StripeBuilder")
            .field("bearer", &self.bearer)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "upstream")]
fn default_upstream(server: &BaseUrl, roots: Option<TlsRoots>) -> Result<Upstream, ConfigError> {
    // A server in clear text shows no certificate, and a machine without any must still be able to
    // reach it.
    let unset = if server.is_clear_text() {
        TlsRoots::None
    } else {
        TlsRoots::System
    };
    let transport = ReqwestTransport::builder()
        .tls_roots(roots.unwrap_or(unset))
        .build()?;
    Ok(Upstream::new(transport))
}

/// The newest version at the time of writing.
const PINNED_VERSION: &str = "2026-10-28.endive";
/// Stripe allows 25 calls a second of one endpoint, and all ids of one count as one.
const CUSTOMER_RATE: Rate = Rate::new(20, Duration::from_secs(1)).burst(5);
