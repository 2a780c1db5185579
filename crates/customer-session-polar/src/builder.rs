//! Collects what is needed to talk to Polar, and validates it all at once.

use std::{fmt, sync::Arc};

#[cfg(feature = "upstream")]
use customer_session::upstream::{ReqwestTransport, TlsRoots};
use customer_session::{
    ConfigError,
    danger::TokensInClearText,
    upstream::{BaseUrl, HttpTransport, Rate, Upstream},
};
use secrecy::{ExposeSecret, SecretString};

use crate::{ApiVersion, Checksum, Polar, client::Client};

/// Collects the settings of a [`Polar`] client.
#[must_use]
pub struct PolarBuilder {
    access_token: Option<SecretString>,
    checksum: Checksum,
    clear_text: Option<TokensInClearText>,
    customer_rate: Rate,
    customer_state: bool,
    organization_id: Option<String>,
    server: String,
    #[cfg(feature = "upstream")]
    tls_roots: Option<TlsRoots>,
    upstream: Option<Upstream>,
    version: ApiVersion,
}

impl PolarBuilder {
    pub(crate) fn new(server: impl Into<String>, customer_rate: Rate) -> Self {
        Self {
            access_token: None,
            checksum: Checksum::Required,
            clear_text: None,
            customer_rate,
            customer_state: false,
            organization_id: None,
            server: server.into(),
            #[cfg(feature = "upstream")]
            tls_roots: None,
            upstream: None,
            version: ApiVersion::default(),
        }
    }

    /// Sets the organization access token (`polar_oat_…`). Required. It needs the scope
    /// `customers:read`, and `customer_sessions:write` to create sessions.
    pub fn access_token(mut self, token: impl Into<String>) -> Self {
        self.access_token = Some(SecretString::from(token.into()));
        self
    }

    /// Sets the id of your organization, a UUID. Required: Polar accepts the sessions of every
    /// organization, and by this id yours are told apart.
    pub fn organization_id(mut self, id: impl Into<String>) -> Self {
        self.organization_id = Some(id.into());
        self
    }

    /// Sets the version of Polar's API. Default: `2026-10`.
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// Sets whether a session token must have the length and the checksum that Polar's tokens have
    /// had since January 2025. Default: [`Checksum::Required`], so that garbage costs no call.
    /// Ignore it if Polar changes its format before you can update.
    pub fn checksum(mut self, checksum: Checksum) -> Self {
        self.checksum = checksum;
        self
    }

    /// Sets how often customers may be looked up with your access token. Default: 400 a minute, and
    /// 80 a minute at the sandbox, in bursts of a quarter: four fifths of what Polar allows your
    /// whole organization, so that the rest of your backend has its share. Set less if several
    /// processes verify sessions, and more if Polar allows you more.
    ///
    /// Sessions of customers who are not remembered are refused beyond it, with 503.
    pub fn customer_rate(mut self, rate: Rate) -> Self {
        self.customer_rate = rate;
        self
    }

    /// Looks customers up together with their state: what they bought and may use, which handlers
    /// find by `customer.extension::<CustomerState>()`; see
    /// [`CustomerState`](crate::CustomerState). Default: without.
    ///
    /// It costs no call more, since Polar's answer (`/v1/customers/{id}/state`) holds the customer
    /// too. It takes some more memory per customer, twice the length of that answer.
    ///
    /// If Polar changes the type of a field of the customer that authentication does not need, such
    /// as `tax_id`, the [`customer`](crate::CustomerState::customer) of the state is without that
    /// field, and `details` has it. Without the lists of what was bought, or with lists that cannot
    /// be read, the answer is a 503, `issuer_answer_malformed`: that somebody has nothing must not be
    /// guessed. So is a state that is longer than 1 MiB. That is four times what other answers may take,
    /// since nothing bounds what a customer has, and holds some 3,000 grants; the time for it is the
    /// same. A customer with more than that cannot be verified with this setting: do without it, and
    /// look up what customers may use by an
    /// [enrichment](customer_session::config::CustomerSessionConfigBuilder::enrich) of your own.
    pub fn customer_state(mut self) -> Self {
        self.customer_state = true;
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

    /// Validates everything. Nothing is sent: [`Polar::check`] asks Polar.
    ///
    /// # Errors
    ///
    /// When the access token or the organization id is missing or has the wrong form, the server's
    /// address is not https (or http on this machine), certificates cannot be read, or `tls_roots`
    /// is set beside a `transport` of your own.
    pub fn build(self) -> Result<Polar, ConfigError> {
        let server = match self.clear_text {
            None => BaseUrl::parse("server", &self.server)?,
            Some(danger) => BaseUrl::parse_in_clear_text("server", &self.server, danger)?,
        };
        let access_token = self.access_token.ok_or_else(|| {
            ConfigError::invalid(
                "access_token",
                "not set",
                "create an organization access token in Polar's settings",
            )
        })?;
        validate_access_token(access_token.expose_secret())?;
        let organization_id = self.organization_id.unwrap_or_default();
        validate_organization_id(&organization_id)?;
        self.version.validate()?;
        #[cfg(not(feature = "upstream"))]
        let Some(upstream) = self.upstream else {
            let mend = "set one, or switch on the feature `upstream`";
            return Err(ConfigError::invalid("transport", "not set", mend));
        };
        #[cfg(feature = "upstream")]
        let upstream = match self.upstream {
            Some(_) if self.tls_roots.is_some() => {
                let mend = "remove it, and set what your own `transport` trusts there";
                return Err(ConfigError::invalid(
                    "tls_roots",
                    "set beside `transport`",
                    mend,
                ));
            }
            Some(upstream) => upstream,
            None => default_upstream(&server, self.tls_roots)?,
        };
        let client = Client {
            access_token,
            server,
            upstream: upstream.provider("polar"),
            version: self.version,
        };
        Ok(Polar {
            client: Arc::new(client),
            // Polar prints UUIDs in lower case, and whose a customer is hangs on their being the
            // same.
            organization_id: organization_id.to_ascii_lowercase().into(),
            checksum: self.checksum,
            customer_rate: self.customer_rate,
            customer_state: self.customer_state,
        })
    }
}

/// Shows none of the texts: before [`build`](PolarBuilder::build) nothing says that a secret stands
/// where it belongs.
impl fmt::Debug for PolarBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PolarBuilder")
            .field("checksum", &self.checksum)
            .field("version", &self.version)
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

/// The value is never shown.
fn validate_access_token(token: &str) -> Result<(), ConfigError> {
    let mend = if token.is_empty() {
        "set the token that Polar showed when it was created"
    } else if token.starts_with("polar_cst_") || token.starts_with("polar_mst_") {
        "this is a customer's session token; set an organization access token (`polar_oat_…`)"
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        "remove white space and line breaks"
    } else {
        return Ok(());
    };
    Err(ConfigError::invalid("access_token", "(hidden)", mend))
}

fn validate_organization_id(id: &str) -> Result<(), ConfigError> {
    let groups: Vec<_> = id.split('-').map(str::len).collect();
    if groups == [8, 4, 4, 4, 12]
        && id
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
    {
        return Ok(());
    }
    // The two are easily swapped.
    let shown = if id.starts_with("polar_") {
        "(hidden)"
    } else {
        id
    };
    Err(ConfigError::invalid(
        "organization_id",
        shown,
        "set the UUID that Polar's organization settings show",
    ))
}
