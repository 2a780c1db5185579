//! The provider of sessions that an OAuth server is asked about.

use std::{borrow::Cow, fmt, sync::OnceLock};

use url::Url;

use super::{answer, credentials::Credentials, mapping::Mapping, rules::Rules};
use crate::{
    clock::{Clock as _, Now, SystemClock},
    provider::{Host, ProviderError, SessionFacts, SessionProvider, Shape},
    token::SessionToken,
    upstream::{HttpRequest, Upstream},
};

/// Vouches for sessions by asking an OAuth server about their token (RFC 7662).
///
/// # What passes
///
/// 1. The server answers 200 with one JSON object in which no member stands twice.
/// 2. `active` is the boolean `true`.
/// 3. `cnf` is absent: a token that is bound to a key or a certificate (RFC 8705 §3.2, RFC 9449
///    §6.2) is not a bearer token, and its proof cannot be checked here.
/// 4. `token_type` is absent or `Bearer`, and `iss` absent or the
///    [configured](super::IntrospectionProviderBuilder::issuer) one.
/// 5. `exp`, `nbf` and `iat` are absent, or `exp` has not come, and `nbf` and `iat` have, with 30
///    seconds of leeway for clocks that differ.
/// 6. `aud`, `client_id` and `scope` are as configured; where they are, they must be there.
/// 7. The answer says whose session it is: `sub`, else `username`, or your own
///    [rule](super::IntrospectionProviderBuilder::map).
///
/// A member that is `null` counts as absent. `exp` is judged again at every request, whatever is
/// remembered.
///
/// # What everything else becomes
///
/// | the server's answer | the request is refused with |
/// |---|---|
/// | `"active": false` | 401, and it is remembered for a short while |
/// | an answer that fails one of the checks 3 to 7 | 401, likewise |
/// | 200 without a boolean `active`, or with a member that has a value that it cannot have; not JSON; any other 2xx | 503: a broken answer is no "no" |
/// | 401, 403 | 500: it refuses *our* credentials (RFC 7662 §2.3) |
/// | 400, any other 4xx, a redirect, which is not followed | 500: we ask at the wrong address, or in the wrong way |
/// | 429 | 503: it limits *us* |
/// | 408, 5xx, none | 503 |
///
/// # Example
///
/// ```
/// # use customer_session::upstream::*;
/// # #[derive(Debug)] struct Client;
/// # impl HttpTransport for Client {
/// #     async fn send(&self, _: HttpRequest) -> Result<HttpAnswer, TransportError> {
/// #         Err(TransportError::new(TransportErrorKind::Connect))
/// #     }
/// # }
/// use customer_session::{CustomerSessionConfig, provider::introspection::IntrospectionProvider};
///
/// let server = IntrospectionProvider::builder("https://login.shop.example/oauth/introspect")
///     .client_secret_basic("shop-api", "its secret, from your secret store")
///     .audience("https://api.shop.example")
/// #   .transport(Client)
///     .build()?;
/// let config = CustomerSessionConfig::builder().provider(server).build()?;
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
///
/// # Security
///
/// - A token that the server revokes is served until its answer is asked for anew: at most one
///   [staleness](crate::CustomerSessionConfig::staleness) (RFC 7662 §4).
/// - Servers answer about refresh tokens too, and many do not say that it is one. Where your
///   customers hold refresh tokens, tell them apart by what your server says of access tokens only:
///   set an [`audience`](super::IntrospectionProviderBuilder::audience), a
///   [`required_scope`](super::IntrospectionProviderBuilder::required_scope), or a
///   [`map`](super::IntrospectionProviderBuilder::map) that looks at `token_type`.
/// - Without an audience, every token of the server is a session here, whomever it was meant for.
///   Where the token is of a client that speaks for nobody, some servers write the client's id into
///   `sub`: set a [`required_scope`](super::IntrospectionProviderBuilder::required_scope) that no such
///   client has.
/// - Use credentials of their own for it, which can do nothing else (RFC 7662 §4).
pub struct IntrospectionProvider {
    pub(super) credentials: Credentials,
    pub(super) endpoint: Url,
    pub(super) hint: Option<String>,
    pub(super) host: OnceLock<Host>,
    pub(super) mapping: Mapping,
    pub(super) name: Cow<'static, str>,
    pub(super) rules: Rules,
    pub(super) shape: Shape,
    pub(super) upstream: Upstream,
}

impl IntrospectionProvider {
    /// RFC 7662 §2.1: a form, since an address is logged.
    fn question(&self, token: &SessionToken) -> HttpRequest {
        let hint = self.hint.as_deref().map(|hint| ("token_type_hint", hint));
        let fields = [("token", token.expose())];
        let fields = fields.into_iter().chain(hint);
        self.credentials
            .ask(self.endpoint.clone(), fields)
            .header("accept", "application/json")
    }

    /// The engine's time; the system's, where no engine ever started this provider.
    fn now(&self) -> Now {
        self.host
            .get()
            .map_or_else(|| SystemClock::new().now(), |host| host.clock().now())
    }
}

impl SessionProvider for IntrospectionProvider {
    fn name(&self) -> &str {
        &self.name
    }

    fn shape(&self) -> Shape {
        self.shape.clone()
    }

    fn start(&self, host: Host) {
        // A second engine of the same provider has the same time.
        let _ = self.host.set(host);
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let answer = self.upstream.send(self.question(token)).await?;
        let claims = answer::active(&answer)?;
        let facts = self
            .rules
            .judge(&claims, self.now())
            .and_then(|times| self.mapping.apply(&claims, times));
        facts.map_err(|refusal| refusal.of_answer())
    }

    fn upstream_calls(&self) -> u64 {
        self.upstream.calls()
    }
}

/// Shows neither credentials nor the query of the address.
impl fmt::Debug for IntrospectionProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut endpoint = self.endpoint.clone();
        endpoint.set_query(None);
        f.debug_struct("IntrospectionProvider")
            .field("name", &self.name)
            .field("endpoint", &endpoint.as_str())
            .field("credentials", &self.credentials)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}
