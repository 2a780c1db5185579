//! Steps 3 and 4: whose token is it, and what does its issuer say.
//!
//! A provider is a value that implements [`SessionProvider`]. Here is a whole one, for an issuer
//! that tells everything in one answer:
//!
//! ```
//! use customer_session::{
//!     provider::{ProviderError, SessionFacts, SessionProvider, Shape},
//!     session::CustomerRecord,
//!     token::SessionToken,
//! };
//!
//! /// Vouches for the one session of a development environment.
//! #[derive(Debug)]
//! struct DevelopmentSession;
//!
//! impl SessionProvider for DevelopmentSession {
//!     fn name(&self) -> &str {
//!         "development"
//!     }
//!
//!     fn shape(&self) -> Shape {
//!         Shape::prefixes(["dev_"])
//!     }
//!
//!     async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
//!         if token.expose() != "dev_ada" {
//!             return Err(ProviderError::denied());
//!         }
//!         Ok(SessionFacts::new("ada").customer(CustomerRecord::new("ada").name("Ada".to_owned())))
//!     }
//! }
//! ```
//!
//! [A larger one](crate::manual::by_hand), which asks its issuer over HTTP, stands in the manual, with
//! the reason for each of its decisions.

#[cfg(any(feature = "introspection", feature = "me", feature = "verify-call"))]
mod asking;
#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "verify-call"
))]
mod claims;
#[cfg(any(feature = "introspection", feature = "jwt"))]
mod discovery;
mod erased;
mod error;
mod facts;
mod host;
#[cfg(feature = "introspection")]
pub mod introspection;
#[cfg(feature = "jwt")]
pub mod jwt;
#[cfg(feature = "me")]
pub mod me;
#[cfg(feature = "registry")]
pub mod registry;
mod routes;
mod shape;
#[cfg(feature = "jwt")]
mod signed;
#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "registry",
    feature = "verify-call"
))]
mod time_format;
#[cfg(feature = "verify-call")]
pub mod verify_call;

use std::{fmt, future::Future, time::Duration};

use crate::{
    clock::Now,
    enrich::Enrichment,
    session::{CustomerId, CustomerRecord},
    token::SessionToken,
    upstream::Rate,
};

#[cfg(any(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "registry",
    feature = "verify-call"
))]
pub use self::time_format::TimeFormat;
pub(crate) use self::{
    erased::DynProvider,
    routes::{Route, RouteError, Routes},
};
pub use self::{
    error::ProviderError,
    facts::SessionFacts,
    host::{Host, Readiness},
    shape::{Recognition, Shape},
};

/// Vouches for the sessions of one issuer.
///
/// # What you must guarantee
///
/// - `Ok` means: the issuer said, in answer to this call, that the session is good. Everything else
///   that returns `Ok` is a hole.
/// - A denial ([`ProviderError::denied`] and its kin) means: the issuer said no. A denial for
///   anything else, such as an outage or an answer that could not be read, signs customers out for
///   no fault of theirs.
/// - A fault for what was a denial is only slow: the customer sees a 503 and the issuer is asked
///   again.
///
/// The conformance suite of `customer-session-test` (feature `provider`) tries all of it, and says
/// what is wrong: see [the manual](crate::manual::by_hand).
///
/// # When it is called
///
/// On a miss only, once for all requests that wait for the same token, in a task of its own: a
/// client that hangs up does not cancel it. A request waits for [`verify`](Self::verify) and
/// [`customer`](Self::customer) together no longer than the configured time; the future of each is
/// dropped when its own time of that length is over.
pub trait SessionProvider: fmt::Debug + Send + Sync + 'static {
    /// A short name for events and [`Customer::provider`](crate::session::Customer::provider), such
    /// as `polar`.
    fn name(&self) -> &str;

    /// What the tokens of this provider look like.
    fn shape(&self) -> Shape;

    /// Judges the form of a token without I/O, so that garbage costs no call. A wrong
    /// [`Recognition::Malformed`] locks customers out; a wrong [`Recognition::Candidate`] only
    /// costs a call.
    fn recognize(&self, token: &str) -> Recognition {
        let _ = token;
        Recognition::Candidate
    }

    /// The part of a token by which it is told from all others: a session that is
    /// [ended by its token](crate::revoke::Sessions::of_token), or
    /// [signed out](crate::VerifiedSession::sign_out), is ended for every token with this part.
    ///
    /// Where one token can be written in several ways that are all good, it must be the part that
    /// is the same in all of them, else whoever holds the token presents it in another way. Of a
    /// signed token that is what its signature is over: of an ECDSA signature anybody can make a
    /// second one that is as good. It is called for every token that is not remembered, good or
    /// not, and must not be the same for two sessions.
    ///
    /// Default: the whole token.
    fn identity<'a>(&self, token: &'a str) -> &'a str {
        token
    }

    /// Whether this provider itself refuses signed tokens whose `iss` is none of its
    /// [shape's](Shape::JwtIssuers), in [`verify_local`](Self::verify_local) as in
    /// [`verify`](Self::verify). If it is the only one that tokens can be of, they are then not
    /// read for their `iss` before it reads them.
    ///
    /// Default: no, and tokens of other issuers never reach it.
    #[cfg(feature = "jwt")]
    fn judges_issuer(&self) -> bool {
        false
    }

    /// Judges a token without asking anybody, where everything that is needed is at hand, such as
    /// the key of a signed token. `None`: ask [`verify`](Self::verify).
    ///
    /// It is called in the request itself, so that it must not block. The facts must carry the
    /// customer; those that do not are taken for `None`. An error is told to this request alone and
    /// not remembered. Where something is [added](crate::enrich) to customers, the first request of
    /// a customer waits for that after this was a yes.
    ///
    /// Default: `None`.
    fn verify_local(&self, token: &str, now: Now) -> Option<Result<SessionFacts, ProviderError>> {
        let _ = (token, now);
        None
    }

    /// Whether sessions that [`verify_local`](Self::verify_local) found good are remembered. Where
    /// they are not, it is called for every request. Default: yes.
    fn remembers(&self) -> bool {
        true
    }

    /// Called once, when the configuration is built, for providers that work on their own account.
    /// Default: nothing.
    fn start(&self, host: Host) {
        let _ = host;
    }

    /// Whether sessions can be verified at this moment, as far as it is known without asking; see
    /// [`CustomerSessionConfig::readiness`](crate::CustomerSessionConfig::readiness). Default: they
    /// can.
    fn readiness(&self) -> Readiness {
        Readiness::Ready
    }

    /// Asks the issuer whether the token is a session, and whose.
    fn verify(
        &self,
        token: &SessionToken,
    ) -> impl Future<Output = Result<SessionFacts, ProviderError>> + Send;

    /// Asks the issuer for the customer of a session that [`verify`](Self::verify) proved, where
    /// its facts carried none.
    ///
    /// The answer is kept per customer and shared by all of the customer's sessions. Here belongs
    /// the check that the customer is this merchant's: [`ProviderError::not_our_customer`] is
    /// remembered per customer.
    fn customer(
        &self,
        id: &CustomerId,
    ) -> impl Future<Output = Result<CustomerRecord, ProviderError>> + Send {
        let _ = id;
        async {
            Err(ProviderError::misconfigured(
                "the provider's facts carry no customer, and it looks none up",
            ))
        }
    }

    /// What the provider itself adds to its customers, beside what the
    /// [application](crate::config::CustomerSessionConfigBuilder::enrich) adds to all; called once,
    /// when the configuration is built. Default: nothing.
    fn enrichments(&self) -> Vec<Enrichment> {
        Vec::new()
    }

    /// How long a session of this issuer can last at most, if it is known: for so long a
    /// [revocation](crate::revoke) is remembered. One that is too short lets ended sessions in
    /// again, except those that are [self-contained](SessionFacts::self_contained), which end when
    /// it is over. A session counts from when it was issued, which may lie a little in the future
    /// where clocks are given leeway: add it. Default: unknown, and the
    /// [configuration's](crate::config::CustomerSessionConfigBuilder::longest_session) counts.
    fn longest_session(&self) -> Option<Duration> {
        None
    }

    /// How often [`customer`](Self::customer) may be called, where it uses credentials of your own
    /// whose limit the rest of your backend shares. Whatever goes out counts, a call that is tried
    /// [once more](crate::config::CustomerSessionConfigBuilder::retries) twice. Beyond it, sessions of customers who are not
    /// remembered are refused with 503. Default: as often as needed.
    fn customer_rate(&self) -> Option<Rate> {
        None
    }

    /// Whether the provider bounds by itself how often its issuer is asked, however many tokens
    /// there are, as one does that only fetches keys. Then the engine's own bounds are not applied:
    /// the [breaker](crate::config::CustomerSessionConfigBuilder::breaker), the
    /// [pace of unknown tokens](crate::config::CustomerSessionConfigBuilder::unknown_token_rate)
    /// and the [retries](crate::config::CustomerSessionConfigBuilder::retries). They would go on
    /// refusing tokens after the provider has what it needs. Default: no.
    fn paces_itself(&self) -> bool {
        false
    }

    /// Whether sessions stand in a store of your own, so that [`verify`](Self::verify) asks nothing
    /// of the issuer and only [`customer`](Self::customer) does. Then the issuer's trouble and its
    /// limits hold back look-ups of customers and nothing else: a session whose customer is
    /// remembered passes while the issuer is out of order, or asked to be left alone. A store that
    /// fails is asked each time. Default: no.
    fn keeps_sessions(&self) -> bool {
        false
    }

    /// How many HTTP requests were made so far to verify sessions, for statistics.
    fn upstream_calls(&self) -> u64 {
        0
    }
}
