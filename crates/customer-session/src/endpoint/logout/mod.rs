//! Back-channel logout: an issuer tells that somebody signed out there (OpenID Connect Back-Channel
//! Logout 1.0), and the sessions end here.
//!
//! ```
//! use customer_session::{
//!     CustomerSessionConfig,
//!     endpoint::logout::LogoutEndpoint,
//!     provider::jwt::{JwtKey, JwtProvider},
//! };
//!
//! # let key = JwtKey::jwk(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
//! let provider = JwtProvider::issuer("https://login.shop.example")
//!     .audience("https://api.shop.example")
//!     .key(key)
//!     .build()?;
//! let issuer = provider.logout_issuer();
//! let config = CustomerSessionConfig::builder().provider(provider).build()?;
//!
//! // Register its address at the issuer, as the client's `backchannel_logout_uri`.
//! let logout = LogoutEndpoint::builder(issuer, config.revocations())
//!     .audience("storefront")
//!     .build()?;
//! # Ok::<(), customer_session::ConfigError>(())
//! ```
//!
//! # What happens to a request
//!
//! 1. Another method than `POST` is a 405. A body that is no form with exactly one `logout_token` is
//!    a 400.
//! 2. The token is verified by the keys and algorithms of the provider: its `iss` is the issuer's,
//!    its `aud` names us, its `exp` has not come, and its `iat` lies no more than an hour back. If the
//!    keys cannot be had, or its key is unknown and the keys were fetched a moment ago, the answer is
//!    a 503 with `Retry-After`.
//! 3. It is a logout token (§2.6): its `typ` is `logout+jwt`, `events` says what it is about, it has
//!    a `jti` and no `nonce`.
//! 4. A token whose `jti` was seen before is not applied again, and answered with 200.
//! 5. The session with its `sid` ends, whenever it began, and of its `sub` those that state no
//!    session id and began before the token was issued: any of them may be meant. Without a `sid`,
//!    all sessions of its `sub` end that began before the token was issued. The answer is a 200, or a 503 with `Retry-After` if the engine could not end
//!    them: then the token does not count as seen.
//!
//! What is not valid is a 400 with `{"error":"invalid_request"}` (§2.8), which does not say why: the
//! log does. No answer may be stored.
//!
//! # What it cannot do
//!
//! - **Other processes.** A logout reaches one process. Give the others their own address, or keep
//!   tokens short-lived.
//! - **Sessions without `sid`.** They end by `sub` only, and all of them at once, since nobody can
//!   tell which one is meant. A logout token with a `sid` and no `sub` cannot reach them: see that the
//!   issuer writes `sid` into access tokens, or `sub` into logout tokens.

mod builder;
mod refusal;
mod token;

use std::{fmt, sync::Arc, time::Duration};

pub use self::builder::LogoutEndpointBuilder;
pub(crate) use self::refusal::Refusal;
use self::token::{Logout, Whose};
use super::{Endpoint, EndpointRequest, EndpointResponse, seen::Seen};
use crate::{
    cache::Now,
    clock::Clock,
    observe::{LogoutRefusals, logout_taken},
    provider::{ProviderError, jwt::LogoutIssuer},
    rejection::Fault,
    revoke::{Revocations, Sessions},
};

/// The endpoint that takes the logout tokens of one issuer. See the [module](self).
///
/// Cheap to clone: clones share what was seen.
#[derive(Clone)]
pub struct LogoutEndpoint(Arc<Receiver>);

struct Receiver {
    clock: Arc<dyn Clock>,
    issuer: LogoutIssuer,
    refusals: LogoutRefusals,
    revocations: Revocations,
    seen: Seen,
}

impl LogoutEndpoint {
    /// Begins an endpoint for the logout tokens of this issuer, which end sessions of the engine
    /// behind `revocations`.
    pub fn builder(issuer: LogoutIssuer, revocations: Revocations) -> LogoutEndpointBuilder {
        LogoutEndpointBuilder::new(issuer, revocations)
    }
}

impl Endpoint for LogoutEndpoint {
    fn max_body_bytes(&self) -> usize {
        MAX_BODY_BYTES
    }

    async fn answer(&self, request: EndpointRequest) -> EndpointResponse {
        match self.0.receive(&request).await {
            Ok(()) => EndpointResponse::new(200).with_header("cache-control", "no-store"),
            Err(refusal) => {
                let (provider, clock) = (self.0.issuer.provider(), &*self.0.clock);
                self.0.refusals.refused(provider, &refusal, clock);
                refusal.response()
            }
        }
    }
}

impl Receiver {
    async fn receive(&self, request: &EndpointRequest) -> Result<(), Refusal> {
        if request.method != "POST" {
            return Err(Refusal::Method);
        }
        let token = token_of(request).ok_or(Refusal::Form)?;
        let opened = self.issuer.open(&token, Now::read(&*self.clock)).await;
        let (claims, issued_at) = opened.map_err(told_apart)?;
        let logout = Logout::of(&claims, issued_at).map_err(Refusal::Unfit)?;
        let sessions = self.sessions(&logout);
        let first = self
            .seen
            .once(&logout.token_id, self.clock.monotonic(), || {
                self.revocations.end(&sessions)
            })
            .map_err(Refusal::NotApplied)?;
        logout_taken(self.issuer.provider(), first);
        Ok(())
    }

    fn sessions(&self, logout: &Logout) -> Sessions {
        let provider = self.issuer.provider().clone();
        let sessions = match &logout.whose {
            Whose::Session(id, None) => Sessions::of_session(provider, id.as_str()),
            Whose::Session(id, Some(subject)) => {
                Sessions::signed_out(provider, id.as_str(), subject.as_str())
            }
            Whose::Subject(subject) => Sessions::of_subject(provider, subject.as_str()),
        };
        // By the issuer's own clock: who signed in again since stays, however late this is told.
        sessions.before(logout.issued_at + ROUNDED_DOWN)
    }
}

/// Whether the token is to blame, or nobody knows.
fn told_apart(error: ProviderError) -> Refusal {
    match error.reason().fault() {
        // The issuer may have it by now, and is asked again then.
        Fault::Caller if error.wait().is_some() => Refusal::Unknown(error),
        Fault::Caller => Refusal::Token(error),
        Fault::Issuer | Fault::Us => Refusal::Unknown(error),
    }
}

/// The token of a form that holds exactly one (§2.5). Other fields are ignored.
fn token_of(request: &EndpointRequest) -> Option<String> {
    let kind = request.sole_header("content-type")?;
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return None;
    }
    let mut tokens = form_urlencoded::parse(&request.body)
        .filter(|(name, _)| name == "logout_token")
        .map(|(_, token)| token.into_owned());
    let token = tokens.next().filter(|token| !token.is_empty())?;
    tokens.next().is_none().then_some(token)
}

/// Shows no key.
impl fmt::Debug for LogoutEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogoutEndpoint")
            .field("issuer", &self.0.issuer)
            .finish_non_exhaustive()
    }
}

/// A logout token is far smaller.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// What may be missing from a time in whole seconds.
const ROUNDED_DOWN: Duration = Duration::from_secs(1);
