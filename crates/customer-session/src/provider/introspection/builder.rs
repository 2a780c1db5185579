//! Configures how an OAuth server is asked, and what it must say.

use std::{borrow::Cow, error::Error, fmt, sync::Arc, time::Duration};

#[cfg(feature = "jwt")]
use super::SignedAnswers;
use super::{
    Claims, IntrospectionProvider, Mapped, credentials::Credentials, mapping::Mapping, rules::Rules,
};
#[cfg(feature = "jwt")]
use crate::entropy::{Entropy, SystemEntropy};
use crate::{
    config::ConfigError,
    provider::{asking::Basics, claims::Audience},
    upstream::HttpTransport,
};

/// Configures an [`IntrospectionProvider`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct IntrospectionProviderBuilder {
    pub(super) basics: Basics,
    #[cfg(feature = "jwt")]
    pub(super) assertion_audience: Option<String>,
    /// Under which id the server knows us, as far as the credentials tell.
    #[cfg(feature = "jwt")]
    pub(super) client_id: Option<String>,
    pub(super) credentials: Vec<Result<Credentials, ConfigError>>,
    #[cfg(feature = "jwt")]
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) hint: Option<String>,
    pub(super) mapping: Mapping,
    pub(super) place: Place,
    pub(super) rules: Rules,
    #[cfg(feature = "jwt")]
    pub(super) signed: Option<SignedAnswers>,
    pub(super) warm_up: bool,
}

/// Where the server is asked.
pub(super) enum Place {
    /// At this address.
    At(String),
    /// Where the metadata of this issuer say.
    Of(String),
}

impl IntrospectionProvider {
    /// Begins the configuration of a server that is asked at this address: https, or http on this
    /// machine; no redirect is followed. It may have a query, which must hold no secret.
    ///
    /// # Security
    ///
    /// Whoever answers at this address decides who your customers are.
    pub fn builder(endpoint: impl Into<String>) -> IntrospectionProviderBuilder {
        IntrospectionProviderBuilder::new(Place::At(endpoint.into()))
    }

    /// Begins the configuration of a server that is asked where its own metadata say, by its issuer
    /// identifier: https, or http on this machine, without a query.
    ///
    /// They are at `{issuer}/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §4), or
    /// if there is nothing, where RFC 8414 §3 puts them. They must name this very issuer, to the
    /// letter (mix-up), and an `introspection_endpoint` at https, which must not be a local or
    /// private address (`localhost`, `127.0.0.1`, `10.0.0.1`) unless the issuer's is. The answer's
    /// `iss`, where there is one, must be this issuer, unless
    /// [`issuer`](IntrospectionProviderBuilder::issuer) sets another.
    ///
    /// They are asked for with the first token, which waits, or
    /// [before](IntrospectionProviderBuilder::warm_up) it; then once an hour, and at most once a
    /// minute while there is no endpoint where they said, and nobody waits. While they cannot be had
    /// the address that they named last is good. At most 64 KiB are read, no redirect is followed,
    /// and after a failure they are asked for again after 1 s, and then ever more seldom, up to a
    /// minute and a half.
    ///
    /// # Security
    ///
    /// Tokens and credentials are sent to the address that the metadata name.
    ///
    /// # Example
    ///
    /// ```
    /// use customer_session::provider::introspection::IntrospectionProvider;
    ///
    /// let builder = IntrospectionProvider::discover("https://login.shop.example")
    ///     .client_secret_basic("shop-api", "its secret, from your secret store")
    ///     .audience("https://api.shop.example")
    ///     .warm_up();
    /// ```
    pub fn discover(issuer: impl Into<String>) -> IntrospectionProviderBuilder {
        let issuer = issuer.into();
        let builder = IntrospectionProviderBuilder::new(Place::Of(issuer.clone()));
        builder.issuer(issuer)
    }

    /// Begins the configuration of commercetools' server, by the address of its region, such as
    /// `https://auth.europe-west1.gcp.commercetools.com`. The client needs the scope
    /// `introspect_oauth_tokens` to ask about tokens of other clients; it is known
    /// [by its secret](IntrospectionProviderBuilder::client_secret_basic).
    ///
    /// The customer's id stands in `scope`, as `customer_id:…`: tokens without it, such as those of
    /// guests (`anonymous_id:…`) and of clients, are refused. `exp` is read in seconds, or in
    /// milliseconds where seconds would lie beyond the year 9999.
    ///
    /// # Security
    ///
    /// The server answers for all projects that the client may ask about. Require a scope of your
    /// own, such as `manage_my_orders:` and your project's key, if that may be more than one.
    pub fn commercetools(auth_url: impl AsRef<str>) -> IntrospectionProviderBuilder {
        let address = auth_url.as_ref().trim_end_matches('/');
        let mut builder = Self::builder(format!("{address}/oauth/introspect"));
        builder.mapping = Mapping::Scope("customer_id:");
        builder.rules.milliseconds = true;
        builder.name("commercetools")
    }
}

impl IntrospectionProviderBuilder {
    fn new(place: Place) -> Self {
        Self {
            basics: Basics::named("introspection"),
            #[cfg(feature = "jwt")]
            assertion_audience: None,
            #[cfg(feature = "jwt")]
            client_id: None,
            credentials: Vec::new(),
            #[cfg(feature = "jwt")]
            entropy: Arc::new(SystemEntropy),
            hint: None,
            mapping: Mapping::default(),
            place,
            rules: Rules::new(),
            #[cfg(feature = "jwt")]
            signed: None,
            warm_up: false,
        }
    }

    /// Has the server know us by id and secret, in the `Authorization` header (RFC 6749 §2.3.1,
    /// `client_secret_basic`). Both are form-encoded there, as that section demands.
    pub fn client_secret_basic(self, id: impl AsRef<str>, secret: impl AsRef<str>) -> Self {
        let credentials = Credentials::basic(id.as_ref(), secret.as_ref());
        self.known_as(id.as_ref(), credentials)
    }

    /// Has the server know us by id and secret, in the form beside the token (RFC 6749 §2.3.1,
    /// `client_secret_post`): for servers that do not take them in the header.
    pub fn client_secret_post(self, id: impl AsRef<str>, secret: impl AsRef<str>) -> Self {
        let credentials = Credentials::form(id.as_ref(), secret.as_ref());
        self.known_as(id.as_ref(), credentials)
    }

    pub(super) fn known_as(
        mut self,
        id: &str,
        credentials: Result<Credentials, ConfigError>,
    ) -> Self {
        #[cfg(feature = "jwt")]
        {
            self.client_id = Some(id.to_owned());
        }
        #[cfg(not(feature = "jwt"))]
        let _ = id;
        self.credentials.push(credentials);
        self
    }

    /// Has the server know us by an access token of our own (RFC 7662 §2.1). It is not renewed.
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        self.credentials.push(Credentials::bearer(token.as_ref()));
        self
    }

    /// Asks where the endpoint is, and for the keys of signed answers, as soon as the configuration is
    /// built, so that the first request does not wait. Default: for the first request, or when
    /// [readiness](crate::CustomerSessionConfig::readiness) is asked for. Where both are given, there
    /// is nothing to ask for.
    ///
    /// It takes a tokio runtime: where the configuration is built outside of one, the first request
    /// asks.
    pub const fn warm_up(mut self) -> Self {
        self.warm_up = true;
        self
    }

    /// Sends a hint of what kind the token is (RFC 7662 §2.1), such as `access_token`. Default:
    /// none. It makes some servers faster; none need heed it, so that it refuses nothing.
    pub fn token_type_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds an audience: `aud` must be there, and name one of those that were added. Default: any,
    /// or none, since many servers state none.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        match &mut self.rules.audience {
            Some(Audience::OneOf(audiences)) => audiences.push(audience.into()),
            other => *other = Some(Audience::OneOf(vec![audience.into()])),
        }
        self
    }

    /// Sets what `iss` is, to the letter, where the server states it. Default: anything, or the issuer
    /// whose metadata are [read](IntrospectionProvider::discover).
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.rules.issuer = Some(issuer.into());
        self
    }

    /// Sets to which clients tokens may have been issued: `client_id` must be there, and on the
    /// list. Default: to any.
    pub fn parties(mut self, parties: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.rules.clients = parties.into_iter().map(Into::into).collect();
        self
    }

    /// Sets by how much clocks may differ, for `nbf` and `iat`. Default: 30 s, which synchronized
    /// clocks keep well below; at most 300 s. `exp` has no leeway: the server itself stops calling a
    /// token active then, and could have been asked a moment later.
    pub const fn leeway(mut self, leeway: Duration) -> Self {
        self.rules.leeway = leeway;
        self
    }

    /// Adds a scope without which a token is no session here. What only some routes ask for is a
    /// [requirement](crate::Requirement) of theirs. Default: none.
    pub fn required_scope(mut self, scope: impl Into<String>) -> Self {
        self.rules.scopes.push(scope.into());
        self
    }

    /// Adds a prefix by which the server's tokens are told from those of other providers. Default:
    /// none, and the server is asked about every token that no other provider claims.
    pub fn prefix(mut self, prefix: impl Into<Cow<'static, str>>) -> Self {
        self.basics.prefixes.push(prefix.into());
        self
    }

    /// Sets the name for events and [`Customer::provider`](crate::Customer::provider). Default:
    /// `introspection`.
    pub fn name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.basics.name = name.into();
        self
    }

    /// Sets how answers are read, in place of the default for customer, member, roles and scopes:
    /// the customer is `sub`, else `username`, with `email`, `email_verified` and `name`; roles are
    /// those of `roles`, and scopes those of `scope`.
    ///
    /// It is called once the answer was found good, and must not block. When the session begins and
    /// ends, and by which ids (`jti`, `sid`, `sub`) it can be [ended](crate::revoke), it cannot
    /// change. An error refuses the token, which is remembered as a denial is; its text is logged, so
    /// that it must hold no token, key or personal data. The customer is shared by all sessions of the same id: what differs between
    /// them is no part of it.
    ///
    /// # Example
    ///
    /// ```
    /// use customer_session::{
    ///     provider::introspection::{IntrospectionProvider, Mapped},
    ///     session::CustomerRecord,
    /// };
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Answer {
    ///     account: String,
    /// }
    ///
    /// let builder = IntrospectionProvider::builder("https://login.shop.example/oauth/introspect")
    ///     .map(|answer| {
    ///         let answer: Answer = answer.parse().map_err(|_| "the answer names no account")?;
    ///         Ok(Mapped::new(CustomerRecord::new(answer.account)))
    ///     });
    /// ```
    pub fn map<F>(mut self, map: F) -> Self
    where
        F: Fn(&Claims) -> Result<Mapped, Box<dyn Error + Send + Sync>> + Send + Sync + 'static,
    {
        self.mapping = Mapping::Closure(Arc::new(map));
        self
    }

    /// Brings your own HTTP client. Default: `ReqwestTransport` of the feature `upstream`, with 2 s
    /// to connect and 5 s for an exchange; without that feature, a client is required.
    pub fn transport(mut self, transport: impl HttpTransport) -> Self {
        self.basics.set_transport(transport);
        self
    }
}

/// Shows none of the texts: before [`build`](IntrospectionProviderBuilder::build) nothing says that
/// a secret stands where it belongs.
impl fmt::Debug for IntrospectionProviderBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntrospectionProviderBuilder")
            .field("mapping", &self.mapping)
            .finish_non_exhaustive()
    }
}
