//! The provider of sessions that an issuer is asked about with our own secret.

use std::fmt;

use super::question::Question;
use crate::{
    provider::{
        Host, ProviderError, SessionFacts, SessionProvider, Shape,
        asking::{ConfiguredServer, no_answer},
    },
    token::SessionToken,
};

/// Vouches for sessions by a call of their issuer's API that is made for it: our secret in the
/// header, the token in the body.
///
/// # What passes
///
/// 1. The issuer answers 200 with one JSON object in which no member stands twice, and no
///    [rule](super::VerifyCallProviderBuilder::rule) recognizes it.
/// 2. What says whether the session is good is `true`, where a place for it is
///    [set](super::VerifyCallProviderBuilder::active).
/// 3. The values that the answer [must have](super::VerifyCallProviderBuilder::must_be) are there.
/// 4. The session has not ended by what the answer says, and has begun, with 30 seconds of leeway
///    for clocks that differ.
/// 5. The answer says whose session it is.
///
/// Its end is judged again at every request, whatever is remembered.
///
/// # What everything else becomes
///
/// | the issuer's answer | the request is refused with |
/// |---|---|
/// | what a [rule](super::VerifyCallProviderBuilder::rule) recognizes | what the rule says |
/// | 200 with `false` where it says whether the session is good | 401, and it is remembered for a short while |
/// | an answer that fails the check 4, or has another value where one must be | 401, likewise |
/// | an answer that says by such a `true` that the session is good, without a customer's id or a value that must be there | 401, likewise |
/// | the same without a place for that, such as a note of maintenance with 200 | 503: it may be no answer about a session |
/// | 200 with a value that cannot be there; not JSON, or beyond our limits for it; any other 2xx | 503: a broken answer is no "no" |
/// | 401, 403 | 500: it refuses *our* secret |
/// | 400, 404, any other 4xx, a redirect, which is not followed | 500: we ask at the wrong address, or in the wrong way, unless a rule says otherwise |
/// | 429 | 503: it limits *us* |
/// | 408, 5xx, none | 503 |
///
/// An issuer that says "no" by a status, and not by 200, needs a rule for it, which names the word that
/// the answer says it with: the same status often means other things, too.
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
///     provider::verify_call::{AnswerRule, Field, Outcome, TimeFormat, VerifyCallProvider},
/// };
///
/// // {"session": {"ok": true, "account": "a1", "until": 1800000000000}}, or 404 {"error": "unknown"}
/// let issuer = VerifyCallProvider::builder("https://sessions.shop.example/verify")
///     .bearer("from_your_secret_store")
///     .token_in_json("token")
///     .active("/session/ok")
///     .rule(AnswerRule::new(404, Outcome::Denied).when("/error", ["unknown"]))
///     .field(Field::CustomerId, "/session/account")
///     .expires_at("/session/until", TimeFormat::Milliseconds)
/// #   .transport(Client)
///     .build()?;
/// let config = CustomerSessionConfig::builder().provider(issuer).build()?;
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
///
/// # Security
///
/// - The issuer must answer about the tokens of *our* account only: the secret says whose they are.
///   Where it answers about others' tokens too, hold what it says of their owner to be ours by
///   [`must_be`](super::VerifyCallProviderBuilder::must_be).
/// - A session that the issuer ends is served until it is asked about anew: at most one
///   [staleness](crate::CustomerSessionConfig::staleness).
/// - Use a secret that can do nothing else, where the issuer has such.
pub struct VerifyCallProvider {
    pub(super) question: Question,
    pub(super) server: ConfiguredServer,
}

impl SessionProvider for VerifyCallProvider {
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
        let question = self.question.ask(self.server.endpoint(), token.expose());
        // Any other status is about us, or about the issuer.
        let of_status = |answer: &_| no_answer("verification endpoint", answer);
        self.server.ask(question, of_status).await
    }

    fn upstream_calls(&self) -> u64 {
        self.server.upstream_calls()
    }
}

/// Shows neither the secret nor the query of the address.
impl fmt::Debug for VerifyCallProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.server.print("VerifyCallProvider", f)
    }
}
