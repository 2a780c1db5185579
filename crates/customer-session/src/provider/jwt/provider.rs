//! The provider of sessions that are signed tokens.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use super::{claims::IssuerRule, source::KeySource, verifier::Verifier};
use crate::{
    clock::{Clock as _, Now, SystemClock},
    observe,
    provider::{Host, ProviderError, Readiness, SessionFacts, SessionProvider, Shape},
    rejection::Reason,
    token::SessionToken,
};

/// Vouches for sessions that are signed tokens (JWT, RFC 7519) of one issuer.
///
/// # What passes
///
/// 1. The token has the compact form (RFC 7515 §7.1): three parts in canonical base64url, at most
///    64 KiB, its JSON with no member twice and no more than 16 levels deep.
/// 2. It is this issuer's: `iss` is the configured text, to the letter.
/// 3. `alg` is on the issuer's list, and the key that `kid` names is for that algorithm. Keys that
///    the token brings along (`jwk`, `jku`, `x5c`, `x5u`) are never looked at, and extensions that
///    must be understood (`crit`, `b64`) are refused.
/// 4. The signature is that key's.
/// 5. `typ` is absent, `JWT` or `at+jwt`, and there is no claim `events`, which logout tokens and
///    other security event tokens have (RFC 8417 §2.2).
/// 6. `exp` has not come, `nbf` and `iat` have, with 30 seconds of leeway for clocks that differ.
/// 7. `aud` names this application; `azp` and `client_id` are on the list, if there is one.
/// 8. The claims say whose session it is.
///
/// A token that fails has the [reason](crate::Reason) of the first step that it fails. Whoever
/// holds it is told no more than that it is not valid, or that its time is over.
///
/// # Example
///
/// ```
/// use customer_session::{
///     CustomerSessionConfig,
///     provider::jwt::{JwtKey, JwtProvider},
/// };
///
/// let key = JwtKey::jwk(
///     r#"{"kty":"OKP","crv":"Ed25519","kid":"2026","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
/// )?;
/// let issuer = JwtProvider::issuer("https://login.shop.example")
///     .audience("https://api.shop.example")
///     .key(key)
///     .build()?;
/// let config = CustomerSessionConfig::builder().provider(issuer).build()?;
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
///
/// # Security
///
/// A token is good until it expires, and nobody is asked: keep its life short, or
/// [end](crate::revoke) sessions here, by `jti`, `sid` or `sub`. That is remembered for as long as
/// a session can last: the [greatest age](super::JwtProviderBuilder::max_age) with twice the leeway,
/// else the configuration's
/// [`longest_session`](crate::config::CustomerSessionConfigBuilder::longest_session), 24 h unless it
/// is set. A token that was issued longer ago is refused
/// ([`ClaimsTooOld`](crate::Reason::ClaimsTooOld)), even if it has not expired, and so is one without
/// `iat` that expires later than that from now. Nobody can tell an ID token of
/// OpenID Connect from an access token where both have the same `typ` and audience: let the issuer
/// write `at+jwt`, and set [`rfc9068`](super::JwtProviderBuilder::rfc9068), or
/// [`typ`](super::JwtProviderBuilder::typ) if it follows that profile in nothing else. Where clients
/// choose their own ids, set [`refuse_clients`](super::JwtProviderBuilder::refuse_clients).
pub struct JwtProvider {
    pub(super) host: OnceLock<Host>,
    pub(super) name: Cow<'static, str>,
    pub(super) remembers: bool,
    pub(super) source: KeySource,
    pub(super) verifier: Arc<Verifier>,
}

impl JwtProvider {
    /// The engine's time; the system's, where no engine ever started this provider.
    fn now(&self) -> Now {
        self.host
            .get()
            .map_or_else(|| SystemClock::new().now(), |host| host.clock().now())
    }
}

impl SessionProvider for JwtProvider {
    fn name(&self) -> &str {
        &self.name
    }

    fn shape(&self) -> Shape {
        match &self.verifier.rules.issuer {
            IssuerRule::Exactly(issuer) => Shape::JwtIssuers(vec![issuer.clone().into()]),
            IssuerRule::Any | IssuerRule::Nobody => Shape::AnyJwt,
        }
    }

    /// What the signature is over. The signature itself tells no two tokens apart: of one of ECDSA,
    /// (r, s), anybody can make another that is as good, (r, n - s), without the key.
    fn identity<'a>(&self, token: &'a str) -> &'a str {
        token.rsplit_once('.').map_or(token, |(signed, _)| signed)
    }

    fn judges_issuer(&self) -> bool {
        true
    }

    fn verify_local(&self, token: &str, now: Now) -> Option<Result<SessionFacts, ProviderError>> {
        let token = match self.verifier.read(token) {
            Ok(token) => token,
            Err(refusal) => return Some(Err(refusal.into())),
        };
        let verified = match &self.source {
            KeySource::Fetched(jwks) => {
                let keys = jwks.current(now)?;
                if !token.finds_its_key_in(&keys) {
                    let why_not = jwks.why_not_ask(now.monotonic())?;
                    if why_not.reason() != Reason::KeyUnknown {
                        return Some(Err(why_not));
                    }
                }
                self.verifier.verify_by_set(token, &keys, now)
            }
            KeySource::Fixed(keys) | KeySource::Read(keys, _) => {
                self.verifier.verify_by_set(token, keys, now)
            }
        };
        Some(verified.map_err(ProviderError::from))
    }

    fn remembers(&self) -> bool {
        self.remembers
    }

    fn start(&self, host: Host) {
        // A second engine of the same provider has the same time.
        let _ = self.host.set(host.clone());
        match &self.source {
            KeySource::Fetched(jwks) => jwks.start(host),
            KeySource::Read(_, dropped) => observe::keys_dropped(&Arc::from(&*self.name), dropped),
            KeySource::Fixed(_) => {}
        }
    }

    fn readiness(&self) -> Readiness {
        match &self.source {
            KeySource::Fetched(jwks) => jwks.readiness(),
            KeySource::Fixed(_) | KeySource::Read(..) => Readiness::Ready,
        }
    }

    async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
        let token = self.verifier.read(token.expose())?;
        let verified = match &self.source {
            KeySource::Fetched(jwks) => {
                let keys = jwks.keys_with(|keys| token.finds_its_key_in(keys)).await?;
                self.verifier.verify_by_set(token, &keys, self.now())
            }
            KeySource::Fixed(keys) | KeySource::Read(keys, _) => {
                self.verifier.verify_by_set(token, keys, self.now())
            }
        };
        verified.map_err(ProviderError::from)
    }

    fn upstream_calls(&self) -> u64 {
        match &self.source {
            KeySource::Fetched(jwks) => jwks.upstream_calls(),
            KeySource::Fixed(_) | KeySource::Read(..) => 0,
        }
    }

    fn longest_session(&self) -> Option<Duration> {
        let rules = &self.verifier.rules;
        // Twice: a token may be dated so much too late, and is good for so much longer.
        let leeway = rules.leeway.saturating_mul(2);
        rules.max_age.map(|age| age.saturating_add(leeway))
    }

    /// Only keys are fetched, which bounds itself; an engine that goes on to refuse new tokens once
    /// they are there would only lengthen an outage.
    fn paces_itself(&self) -> bool {
        true
    }
}

impl fmt::Debug for JwtProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtProvider")
            .field("name", &self.name)
            .field("issuer", &self.verifier.rules.issuer)
            .field("algorithms", &self.verifier.algorithms)
            .finish_non_exhaustive()
    }
}
