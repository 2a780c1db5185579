//! Configures how an OAuth server is asked, and what it must say.

use std::{
    borrow::Cow,
    error::Error,
    fmt,
    sync::{Arc, OnceLock},
};

use super::{Claims, IntrospectionProvider, Mapped, credentials::Credentials, mapping::Mapping};
use crate::{
    config::ConfigError,
    provider::{
        asking::{Basics, Named},
        claims::Audience,
        introspection::rules::Rules,
    },
    upstream::{HttpTransport, parse_document},
};

/// Configures an [`IntrospectionProvider`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct IntrospectionProviderBuilder {
    basics: Basics,
    credentials: Vec<Result<Credentials, ConfigError>>,
    endpoint: String,
    hint: Option<String>,
    mapping: Mapping,
    rules: Rules,
}

impl IntrospectionProvider {
    /// Begins the configuration of a server that is asked at this address: https, or http on this
    /// machine; no redirect is followed. It may have a query, which must hold no secret.
    ///
    /// # Security
    ///
    /// Whoever answers at this address decides who your customers are.
    pub fn builder(endpoint: impl Into<String>) -> IntrospectionProviderBuilder {
        IntrospectionProviderBuilder {
            basics: Basics::named("introspection"),
            credentials: Vec::new(),
            endpoint: endpoint.into(),
            hint: None,
            mapping: Mapping::default(),
            rules: Rules::default(),
        }
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
    /// Has the server know us by id and secret, in the `Authorization` header (RFC 6749 §2.3.1,
    /// `client_secret_basic`). Both are form-encoded there, as that section demands.
    pub fn client_secret_basic(mut self, id: impl AsRef<str>, secret: impl AsRef<str>) -> Self {
        let credentials = Credentials::basic(id.as_ref(), secret.as_ref());
        self.credentials.push(credentials);
        self
    }

    /// Has the server know us by id and secret, in the form beside the token (RFC 6749 §2.3.1,
    /// `client_secret_post`): for servers that do not take them in the header.
    pub fn client_secret_post(mut self, id: impl AsRef<str>, secret: impl AsRef<str>) -> Self {
        let credentials = Credentials::form(id.as_ref(), secret.as_ref());
        self.credentials.push(credentials);
        self
    }

    /// Has the server know us by an access token of our own (RFC 7662 §2.1). It is not renewed.
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        self.credentials.push(Credentials::bearer(token.as_ref()));
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

    /// Sets what `iss` is, to the letter, where the server states it. Default: anything.
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

    /// Validates everything. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When the address is not https (or http on this machine), the server is to know us by nothing
    /// or by two things, something that is compared is empty, or there is no HTTP client.
    pub fn build(self) -> Result<IntrospectionProvider, ConfigError> {
        let endpoint = parse_document("endpoint", &self.endpoint)?;
        refuse_empty(&self.rules)?;
        let Named {
            name,
            shape,
            upstream,
        } = self.basics.build(&endpoint)?;
        Ok(IntrospectionProvider {
            credentials: the_one(self.credentials)?,
            endpoint,
            hint: self.hint,
            host: OnceLock::new(),
            mapping: self.mapping,
            name,
            rules: self.rules,
            shape,
            upstream,
        })
    }
}

/// RFC 7662 §2.1: who asks must be known, else anybody could try tokens out.
fn the_one(
    mut credentials: Vec<Result<Credentials, ConfigError>>,
) -> Result<Credentials, ConfigError> {
    let mend = "set one of `client_secret_basic`, `client_secret_post` and `bearer`";
    match (credentials.pop(), credentials.pop()) {
        (Some(one), None) => one,
        (None, _) => Err(ConfigError::invalid("credentials", "not set", mend)),
        (Some(_), Some(_)) => Err(ConfigError::invalid("credentials", "set twice", mend)),
    }
}

/// What is compared with what the server states would be there by accident.
fn refuse_empty(rules: &Rules) -> Result<(), ConfigError> {
    let audiences = rules.audience.iter().flat_map(Audience::names);
    let fields = audiences
        .map(|text| ("audience", text))
        .chain(rules.issuer.iter().map(|text| ("issuer", text)))
        .chain(rules.clients.iter().map(|text| ("parties", text)))
        .chain(rules.scopes.iter().map(|text| ("required_scope", text)));
    for (field, text) in fields {
        if text.is_empty() {
            let mend = "write it as the server does";
            return Err(ConfigError::invalid(field, "empty", mend));
        }
    }
    Ok(())
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
