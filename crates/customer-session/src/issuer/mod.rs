//! Signs sessions: where a [provider](crate::provider) verifies what an issuer says, this is the
//! issuer itself.
//!
//! A [`JwtIssuer`] makes customer sessions that are signed tokens, which other services verify
//! without asking anybody: from what your own login knows ([`mint`](JwtIssuer::mint)), or from an
//! opaque session, such as Polar's, that was verified here ([`exchange`](JwtIssuer::exchange)). Its
//! keys are published by an [`Endpoint`](crate::endpoint::Endpoint), and change while it runs.
//!
//! # Example
//!
//! ```
//! use customer_session::{
//!     endpoint::{Endpoint, EndpointRequest},
//!     issuer::{JwtIssuer, NewSession, SigningKey},
//!     provider::jwt::Algorithm,
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Once, on a machine of yours: make a key, and give it to your secret store.
//! let stored = SigningKey::generate(Algorithm::EdDSA)?.to_pkcs8_pem()?;
//!
//! // At each start: take it from there.
//! # use secrecy::ExposeSecret;
//! # let stored = stored.expose_secret();
//! let issuer = JwtIssuer::builder("https://shop.example")
//!     .audience("https://orders.shop.example")
//!     .key(SigningKey::from_pkcs8_pem(stored)?)
//!     .build()?;
//!
//! // A customer signed in: whoever holds the token is this customer for 15 minutes.
//! let session = issuer.mint(
//!     NewSession::for_customer("c1")
//!         .email("ada@shop.example".to_owned())
//!         .scopes(["orders:read"]),
//! )?;
//! assert_eq!(session.token.expose().split('.').count(), 3);
//!
//! // Mount both where verifiers look for them, such as with axum:
//! //   .route_service(issuer.jwks_path(), EndpointService::new(issuer.jwks_endpoint()))
//! //   .route_service(issuer.metadata_path(), EndpointService::new(issuer.metadata_endpoint()))
//! let keys = issuer.jwks_endpoint().answer(EndpointRequest::new("GET")).await;
//! assert_eq!(keys.status, 200);
//! # Ok(())
//! # }
//! ```
//!
//! # What stands in a session
//!
//! The header holds `alg`, `kid` and `typ`, which is `at+jwt`; the claims are those of RFC 9068 §2.2:
//! `iss`, `sub` (the customer's id), `aud`, `client_id`, `iat`, `exp` and `jti` always, and what a
//! [`NewSession`] says besides. It is signed and not encrypted: whoever holds it can read it.
//!
//! # Rotation
//!
//! A key is *next*, then *current*, then *retired*. [`rotate`](JwtIssuer::rotate) begins it, and the
//! clock does the rest, without a task in the background:
//!
//! ```text
//!             rotate(B)          lead over            lead + lifetime + 5 min over
//! A  signs ───────┼──────────────────┤ retired, published ──────────┤ withdrawn
//! B               ┊ next, published ─┤ signs ────────────────────────────────────▶
//! key set   A     │  A B             │  B A                         │  B
//! ```
//!
//! - B signs only when every verifier can have fetched it: after the
//!   [publication lead](JwtIssuerBuilder::publication_lead), half of which a copy of the key set may
//!   be old.
//! - A stays published until its last token has expired, even where a verifier allows 5 min for
//!   clocks that disagree, and where another process began to rotate up to a lead later.
//!
//! So no token is refused for its key's sake, with a verifier that heeds `Cache-Control`.
//!
//! What `rotate` did is known to this process only, and a restart forgets it: a process that starts
//! with `.key(A)` alone signs with A and no longer publishes B. So change the configuration of all
//! processes first, or at the same moment: to `.key(A).publish(B)` until B signs, and then to
//! `.key(B).publish(A)` until another lead + lifetime + 5 min are over. Where several processes sign,
//! rotate by configuration alone, in three deployments:
//!
//! | deployment | `.key(..)` | `.publish(..)` | the next one |
//! |---|---|---|---|
//! | 1 | A | B | once all processes run it, and the lead is over |
//! | 2 | B | A | once all processes run it, and lead + longest lifetime + 5 min are over |
//! | 3 | B | | |
//!
//! A process that is restarted between two deployments is of one of them, and its keys are known.
//!
//! # Handling of keys
//!
//! - Keep private keys in a secret store, and out of repositories, images and logs: whoever has one
//!   is any customer, at every service that trusts the issuer.
//! - Give each environment an issuer and keys of its own.
//! - Rotate on a schedule, such as every three months, so that it works on the day when it must.
//! - When a key was stolen: [`rotate_now`](JwtIssuer::rotate_now).
//!
//! # Security
//!
//! - Nobody is asked about a signed session: it is good until it expires, wherever it was not
//!   [ended](crate::revoke). The shorter its [lifetime](JwtIssuerBuilder::lifetime), the better.
//! - The clock must be right. One that is an hour fast signs sessions that are good an hour for too
//!   long, and verifiers refuse them until `iat` has come.
//! - No `Debug` and no error shows a key, a token or a claim's value.

mod address;
mod builder;
mod claims;
mod document;
mod error;
mod exchange;
mod jwk;
mod key;
mod new_session;
mod pair;
mod pem;
mod rotation;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use arc_swap::ArcSwap;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use self::{
    address::Addresses,
    claims::Frame,
    rotation::{Keys, Spans},
};
pub use self::{
    builder::JwtIssuerBuilder,
    document::{JwksEndpoint, MetadataEndpoint},
    error::{ExchangeError, MintError, RotationError},
    key::SigningKey,
    new_session::{MintedSession, NewSession},
};
use crate::{
    cache::Now,
    clock::Clock,
    entropy::{Entropy, EntropyError},
    token::SessionToken,
};

/// Signs customer sessions, and publishes the keys by which they are verified. See the
/// [module](self).
///
/// Cheap to clone: clones share the keys.
#[derive(Clone)]
pub struct JwtIssuer(Arc<Inner>);

struct Inner {
    addresses: Addresses,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// The name of the provider whose sessions may be exchanged.
    exchanges: Option<String>,
    frame: Frame,
    /// Whoever signs or tells of keys takes no lock.
    keys: ArcSwap<Keys>,
    /// Held by whoever changes them.
    rotating: Mutex<()>,
    spans: Spans,
}

impl JwtIssuer {
    /// Begins an issuer with this name, the claim `iss`: an https URL (http to this machine is
    /// possible too) without query and fragment (RFC 8414 §2). Verifiers compare it letter by
    /// letter.
    pub fn builder(issuer: impl Into<String>) -> JwtIssuerBuilder {
        JwtIssuerBuilder::new(issuer.into())
    }

    /// Signs a session.
    ///
    /// # Errors
    ///
    /// When a claim is the issuer's own or has a value that it cannot have, when the session's own
    /// lifetime is shorter than a second, when the token would be longer than 8 KiB, and when the
    /// source of randomness or the cryptographic library fails.
    pub fn mint(&self, session: NewSession) -> Result<MintedSession, MintError> {
        self.mint_within(session)?.ok_or(MintError::ClaimUnfit {
            claim: "exp",
            mend: "let the session live for a second at least",
        })
    }

    /// Signs a session, unless it is over before it begins.
    fn mint_within(&self, session: NewSession) -> Result<Option<MintedSession>, MintError> {
        let inner = &*self.0;
        let Some(term) = inner.frame.term(&session, inner.clock.wall()) else {
            return Ok(None);
        };
        let jti = self.new_id().map_err(MintError::Entropy)?;
        let claims = inner.frame.claims(&session, term, &jti)?;
        // Read after the time that is in the token: the key that signs is never retired before it.
        let now = Now::read(&*inner.clock);
        let keys = inner.keys.load();
        let token = keys
            .signing(now)
            .sign(&claims)
            .map_err(|_| MintError::Signature)?;
        if token.len() > MAX_TOKEN_BYTES {
            return Err(MintError::TooLong {
                bytes: token.len(),
                most: MAX_TOKEN_BYTES,
            });
        }
        Ok(Some(MintedSession {
            token: SessionToken::new(token),
            expires_at: moment(term.expires_at),
            jti,
        }))
    }

    /// Publishes a new key, which signs once the
    /// [publication lead](JwtIssuerBuilder::publication_lead) is over, and says when that is. The
    /// key that signs until then stays published until its last token has expired. See
    /// [Rotation](self#rotation).
    ///
    /// A restart forgets it: [publish](JwtIssuerBuilder::publish) the other key by configuration as
    /// long as the key set holds both.
    ///
    /// # Errors
    ///
    /// When another key waits for its time, when the key or its name is published already, or when
    /// 50 keys are. Nothing changed then.
    pub fn rotate(&self, key: SigningKey) -> Result<SystemTime, RotationError> {
        let spans = self.0.spans;
        self.change(|keys, now| keys.rotate(key, spans, now))?;
        Ok(self.0.clock.wall() + spans.lead)
    }

    /// Signs with a new key from this moment on, and withdraws all others, a waiting one too: for
    /// keys that were stolen.
    ///
    /// Only this process does so. Change the configuration of all processes first, or at the same
    /// moment, to the new key alone: one that is restarted with the old configuration publishes the
    /// stolen key again, and signs with it.
    ///
    /// # What it costs
    ///
    /// - Every session that was signed before is refused by each verifier, once it fetches the key
    ///   set. Customers need new ones.
    /// - Until it does, for half of the publication lead if it heeds `Cache-Control`, it goes on to
    ///   accept what the thief signs. Restart verifiers to be sure.
    /// - Until it does, a verifier that does not fetch the set for the sake of a key that it does not
    ///   know refuses new sessions.
    ///
    /// # Errors
    ///
    /// When the key or its name is published already. Nothing changed then.
    pub fn rotate_now(&self, key: SigningKey) -> Result<(), RotationError> {
        self.change(|keys, now| keys.replace(key, now))
    }

    fn change(
        &self,
        change: impl FnOnce(&Keys, Now) -> Result<Keys, RotationError>,
    ) -> Result<(), RotationError> {
        // One that panicked left the keys as they were.
        let _changing = self
            .0
            .rotating
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let keys = change(&self.0.keys.load(), Now::read(&*self.0.clock))?;
        self.0.keys.store(Arc::new(keys));
        Ok(())
    }

    /// 128 bits that nobody can foretell.
    fn new_id(&self) -> Result<String, EntropyError> {
        let mut id = [0; 16];
        self.0.entropy.fill(&mut id)?;
        Ok(URL_SAFE_NO_PAD.encode(id))
    }
}

/// Shows no private key.
impl fmt::Debug for JwtIssuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtIssuer")
            .field("issuer", &self.0.frame.issuer)
            .field("audience", &self.0.frame.audience)
            .field("lifetime", &self.0.frame.lifetime)
            .field("keys", &*self.0.keys.load())
            .finish_non_exhaustive()
    }
}

fn moment(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// What servers accept as a whole header, and our own layers as a token.
const MAX_TOKEN_BYTES: usize = 8 * 1024;
