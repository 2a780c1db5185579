//! The provider of sessions that an OAuth server is asked about.

use std::{borrow::Cow, fmt, sync::Arc};

use url::Url;

use super::{
    answer, credentials::Credentials, endpoint::Endpoint, mapping::Mapping, rules::Rules,
    signed::Answers,
};
use crate::{
    provider::{
        EngineTime, Host, ProviderError, Readiness, SessionFacts, SessionProvider, Shape,
        asking::said, claims::Claims,
    },
    rejection::Reason,
    token::SessionToken,
    upstream::{HttpAnswer, HttpRequest, Upstream},
};

/// Vouches for sessions by asking an OAuth server about their token (RFC 7662).
///
/// # What passes
///
/// 1. The server answers 200 with one JSON object in which no member stands twice; or with one that
///    it [signed](super::IntrospectionProviderBuilder#method.signed_answers), where that is
///    configured.
/// 2. `active` is the boolean `true`.
/// 3. `cnf` is absent: a token that is bound to a key or a certificate (RFC 8705 §3.2, RFC 9449
///    §6.2) is not a bearer token, and its proof cannot be checked here.
/// 4. `token_type` is absent or `Bearer`, and `iss` absent or the
///    [configured](super::IntrospectionProviderBuilder::issuer) one.
/// 5. `exp`, `nbf` and `iat` are absent, or `exp` has not come, and `nbf` and `iat` have, with 30
///    seconds of [leeway](super::IntrospectionProviderBuilder::leeway) for clocks that differ.
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
/// | one that is to be signed, and is not, or not by this server for us a moment ago | 503; 500 if it is encrypted |
/// | 200 without a boolean `active`, or with a member that has a value that it cannot have; not JSON, or beyond our limits for it; any other 2xx | 503: a broken answer is no "no" |
/// | 401, 403 | 500: it refuses *our* credentials (RFC 7662 §2.3) |
/// | 400, any other 4xx, a redirect, which is not followed | 500: we ask at the wrong address, or in the wrong way |
/// | 429 | 503: it limits *us* |
/// | 408, 5xx, none | 503 |
///
/// Where the address is [found](Self::discover) in metadata that cannot be had, or are those of
/// another issuer, nobody is asked about the token: 503, or 500 where the configuration or the
/// metadata must be mended.
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
/// - The server's answer is believed as it comes over TLS. Have it
///   [signed](super::IntrospectionProviderBuilder#method.signed_answers) where TLS ends before this
///   process does, or answers are to be proven later (RFC 9701 §1).
pub struct IntrospectionProvider {
    pub(super) credentials: Credentials,
    pub(super) endpoint: Arc<Endpoint>,
    pub(super) hint: Option<String>,
    pub(super) time: EngineTime,
    pub(super) mapping: Mapping,
    pub(super) name: Cow<'static, str>,
    pub(super) rules: Rules,
    pub(super) shape: Shape,
    pub(super) signed: Option<Answers>,
    pub(super) upstream: Upstream,
    pub(super) warm_up: bool,
}

impl IntrospectionProvider {
    /// RFC 7662 §2.1: a form, since an address is logged.
    fn question(&self, endpoint: Url, token: &SessionToken) -> Result<HttpRequest, ProviderError> {
        let hint = self.hint.as_deref().map(|hint| ("token_type_hint", hint));
        let fields = [("token", token.expose())];
        let fields = fields.into_iter().chain(hint);
        let question = self.credentials.ask(endpoint, fields, self.time.now())?;
        let accept = self.signed.as_ref().map_or(JSON, Answers::accept);
        Ok(question.header("accept", accept))
    }

    /// What the server answers about a token that is active.
    async fn ask(&self, question: HttpRequest) -> Result<Claims, ProviderError> {
        let answer = self.upstream.send(question).await?;
        self.active(&answer).await
    }

    /// What the server says about a token that is active.
    async fn active(&self, answer: &HttpAnswer) -> Result<Claims, ProviderError> {
        answer::is_one(answer)?;
        let signed = match &self.signed {
            Some(signed) => signed.open(answer, self.time.now()).await?,
            None => None,
        };
        let claims = signed.map_or_else(|| said(answer), Ok)?;
        answer::active(claims)
    }
}

/// Whether the server may be elsewhere by now: it does not know the question there, or nobody
/// answers.
const fn may_have_moved(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::IssuerTimeout | Reason::IssuerUnavailable | Reason::Misconfigured
    )
}

impl SessionProvider for IntrospectionProvider {
    fn name(&self) -> &str {
        &self.name
    }

    fn shape(&self) -> Shape {
        self.shape.clone()
    }

    fn start(&self, host: Host) {
        self.time.take(&host);
        if let Some(signed) = &self.signed {
            signed.start(host.clone());
        }
        self.endpoint.start(host, self.warm_up);
    }

    fn readiness(&self) -> Readiness {
        let signed = self.signed.as_ref();
        let signed = signed.map_or(Readiness::Ready, Answers::readiness);
        match (self.endpoint.readiness(), signed) {
            (Readiness::NotReady, _) | (_, Readiness::NotReady) => Readiness::NotReady,
            (Readiness::Aging, _) | (_, Readiness::Aging) => Readiness::Aging,
            (Readiness::Ready, Readiness::Ready) => Readiness::Ready,
        }
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let endpoint = self.endpoint.url().await?;
        let question = self.question(endpoint, token)?;
        let claims = self.ask(question).await.inspect_err(|error| {
            if may_have_moved(error.reason()) {
                self.endpoint.doubt();
            }
        })?;
        let facts = self
            .rules
            .judge(&claims, self.time.now())
            .and_then(|times| self.mapping.apply(&claims, times));
        facts.map_err(|refusal| refusal.of_answer())
    }

    fn upstream_calls(&self) -> u64 {
        let keys = self.signed.as_ref().map_or(0, Answers::upstream_calls);
        self.upstream.calls() + keys
    }
}

/// Shows neither credentials nor the query of the address.
impl fmt::Debug for IntrospectionProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntrospectionProvider")
            .field("name", &self.name)
            .field("endpoint", &self.endpoint.shown())
            .field("credentials", &self.credentials)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

const JSON: &str = "application/json";
