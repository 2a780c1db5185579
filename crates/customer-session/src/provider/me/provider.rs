//! The provider of sessions that a server is asked about with their own token.

use std::{borrow::Cow, fmt};

use bytes::Bytes;

use super::answer;
use crate::{
    provider::{
        Host, ProviderError, SessionFacts, SessionProvider, Shape,
        asking::{ConfiguredServer, with_header},
    },
    token::SessionToken,
    upstream::HttpRequest,
};

/// Vouches for sessions by asking a server with their own token who they are: the address by which
/// a customer who is signed in reads their own account, such as `/customers/me`.
///
/// # What passes
///
/// 1. The server answers 200 with one JSON object in which no member stands twice.
/// 2. What says whether the session is active is `true`, where a place for it is
///    [set](super::MeProviderBuilder::active).
/// 3. The values that the answer [must have](super::MeProviderBuilder::must_be) are there.
/// 4. The session has not ended by what the answer says, and has begun, with 30 seconds of leeway
///    for clocks that differ.
/// 5. The answer says whose session it is.
///
/// Its end is judged again at every request, whatever is remembered.
///
/// # What everything else becomes
///
/// | the server's answer | the request is refused with |
/// |---|---|
/// | 401 | 401, and it is remembered for a short while: the question was asked with the customer's own token, and with nothing of ours |
/// | what a [rule](super::MeProviderBuilder::rule) recognizes | what the rule says |
/// | 200 with `false` where it says whether the session is active | 401, likewise |
/// | an answer that fails the check 4, or has another value where one must be | 401, likewise |
/// | an answer without a value that must be there | 503, or 401 likewise where `true` says that the session is active |
/// | 200 without a customer's id, or with a value that cannot be there; not JSON, or beyond our limits for it; any other 2xx | 503: a broken answer is no "no" |
/// | 429 | 429: the server limits this customer |
/// | 401 or 403 with a page (`text/html`) | 503: a proxy speaks, and not the API |
/// | 403, 404, any other 4xx, a redirect, which is not followed | 500: we ask at the wrong address, or in the wrong way, unless a rule says otherwise |
/// | 408, 5xx, none | 503 |
///
/// Where a key goes with every question ([`header`](super::MeProviderBuilder::header)), and the server
/// refuses that with 401, too, a rule must tell it from a "no":
/// [`Outcome::CredentialsRefused`](super::Outcome::CredentialsRefused). Else a key that was withdrawn
/// signs everybody out.
///
/// A server that says "no" in another way needs a rule: by 403, by redirecting to its page for
/// signing in, or by 200 and an answer about nobody (a rule for 200, and [`null`](serde_json::Value::Null)
/// where the customer would stand). Without one nobody is let in, but whoever sends garbage is
/// refused with 500 or 503, and answers that are malformed again and again have the server
/// [left alone](crate::config::CustomerSessionConfigBuilder::breaker) for a while.
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
/// use customer_session::{
///     CustomerSessionConfig,
///     provider::me::{Field, MeProvider, TimeFormat},
/// };
///
/// // {"user": {"id": 7, "mail": "ada@shop.example"}, "expires": "2027-01-15T08:00:00Z"}
/// let shop = MeProvider::builder("https://shop.example/api/me")
///     .field(Field::CustomerId, "/user/id")
///     .field(Field::Email, "/user/mail")
///     .expires_at("/expires", TimeFormat::Rfc3339)
/// #   .transport(Client)
///     .build()?;
/// let config = CustomerSessionConfig::builder().provider(shop).build()?;
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
///
/// # Security
///
/// - **A "yes" proves that the token is good for that server, and nothing else.** Where the server
///   is shared by several merchants, each can make tokens for customers of any id: one of another
///   merchant's is a session here then. Use it for servers that serve you alone, or whose answer says
///   whose customer it is, and hold that to be yours by
///   [`must_be`](super::MeProviderBuilder::must_be). See [`AnyTenant`](crate::danger::AnyTenant).
/// - Tokens are sent to this one address, over https, and no redirect is followed.
/// - Every token that no other provider claims is sent there, unless a
///   [prefix](super::MeProviderBuilder::prefix) is set: also one that a client presents by mistake, and
///   that is another service's.
/// - A session that ends at the server is served until it is asked about anew: at most one
///   [staleness](crate::CustomerSessionConfig::staleness).
pub struct MeProvider {
    /// What is sent in a `POST`; without it, a `GET` is sent.
    pub(super) body: Option<Bytes>,
    pub(super) place: TokenPlace,
    pub(super) server: ConfiguredServer,
}

/// Where the token stands in the question: in this header, behind this text.
pub(super) struct TokenPlace {
    pub(super) header: Cow<'static, str>,
    pub(super) before: Cow<'static, str>,
}

impl MeProvider {
    fn question(&self, token: &SessionToken) -> HttpRequest {
        let request = match &self.body {
            Some(body) => HttpRequest::post_json(self.server.endpoint(), body.clone()),
            None => HttpRequest::get(self.server.endpoint()),
        };
        let TokenPlace { header, before } = &self.place;
        with_header(request, header, &[before, token.expose()].concat())
    }
}

impl SessionProvider for MeProvider {
    fn name(&self) -> &str {
        self.server.name()
    }

    fn shape(&self) -> Shape {
        self.server.shape()
    }

    fn start(&self, host: Host) {
        self.server.start(&host);
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let question = self.question(token);
        self.server.ask(question, answer::of_status).await
    }

    fn upstream_calls(&self) -> u64 {
        self.server.upstream_calls()
    }
}

/// Shows neither headers nor the query of the address.
impl fmt::Debug for MeProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.server.print("MeProvider", f)
    }
}
