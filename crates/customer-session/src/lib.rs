//! Verifies customer-session tokens: from a request's head to a [`Customer`], or to a
//! [`Rejection`].
//!
//! A customer session is what a billing provider, or an issuer of your own, gives to a customer of
//! yours: a bearer token that is opaque, or signed (JWT). This crate holds the road from that token to the customer, without any web framework: the
//! adapters `customer-session-tower`, `customer-session-axum` and `customer-session-actix` show it
//! a request's head and carry its verdict out, so that all of them give the same answers. Who
//! issues the sessions is a [provider](provider::SessionProvider), such as
//! `customer-session-polar`.
//!
//! ```text
//! request ──▶ 1 extract ──▶ 2 recall ──▶ 3 route ──▶ 4 ask ──────▶ 5 inject ──▶ handler
//!             one bearer     local key →   whose token  the issuer:     Customer with CurrentCustomer
//!             or a           cached        is it? no    session, then   its session
//!             rejection      verdict       I/O          customer        in extensions
//!                            └── hit: straight to 5 ────────────────────┘
//!             └────────────────── this crate ────────────────┘└── the adapters ──┘
//! ```
//!
//! 1. [`token`]: one bearer token is found, or the request is refused, or there is none.
//! 2. [`cache`]: what is remembered of the token is recalled. A hit ends here, synchronously and
//!    without I/O.
//! 3. [`provider`]: the token's shape says whose it is. Garbage ends here, without I/O.
//! 4. [`engine`]: the issuer is asked, once for all who wait for the same token.
//! 5. [`session`]: the adapter puts the customer and the session into the request's extensions.
//!
//! # Quick start
//!
//! A provider is a value with one `async fn`, or two. This one is whole:
//!
//! ```
//! use customer_session::{
//!     CustomerSessionConfig,
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
//!         // Here a real provider asks its issuer. Only the issuer's own "no" is a denial.
//!         match token.expose() {
//!             "dev_ada" => Ok(SessionFacts::new("c1").customer(CustomerRecord::new("c1"))),
//!             _ => Err(ProviderError::denied()),
//!         }
//!     }
//! }
//!
//! // Built once per application and cloned into every layer: clones share the cache.
//! let config = CustomerSessionConfig::builder().provider(DevelopmentSession).build()?;
//! # Ok::<(), customer_session::ConfigError>(())
//! ```
//!
//! With axum the rest is `.layer(CustomerSessionLayer::new(config))` and a handler that takes
//! `CurrentCustomer`.
//!
//! # For adapters
//!
//! An adapter implements [`RequestHead`](token::RequestHead) and calls
//! [`CustomerSessionConfig::authenticate`]; both outcomes:
//!
//! ```
//! use customer_session::{
//!     Access, Reason,
//!     engine::{Decision, Verdict},
//!     token::RequestHead,
//! };
//! # use customer_session::{
//! #     CustomerSessionConfig,
//! #     provider::{ProviderError, SessionFacts, SessionProvider, Shape},
//! #     session::CustomerRecord,
//! #     token::SessionToken,
//! # };
//! # #[derive(Debug)]
//! # struct DevelopmentSession;
//! # impl SessionProvider for DevelopmentSession {
//! #     fn name(&self) -> &str { "development" }
//! #     fn shape(&self) -> Shape { Shape::prefixes(["dev_"]) }
//! #     async fn verify(&self, token: &SessionToken) -> Result<SessionFacts, ProviderError> {
//! #         match token.expose() {
//! #             "dev_ada" => Ok(SessionFacts::new("c1").customer(CustomerRecord::new("c1"))),
//! #             _ => Err(ProviderError::denied()),
//! #         }
//! #     }
//! # }
//!
//! /// A `GET` request with one `Authorization` header.
//! struct Head(&'static str);
//!
//! impl RequestHead for Head {
//!     fn is_options(&self) -> bool {
//!         false
//!     }
//!
//!     fn authorization(&self) -> impl Iterator<Item = &[u8]> {
//!         [self.0.as_bytes()].into_iter()
//!     }
//!
//!     fn header(&self, _name: &str) -> impl Iterator<Item = &[u8]> {
//!         std::iter::empty()
//!     }
//!
//!     fn query(&self) -> Option<&str> {
//!         None
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), customer_session::ConfigError> {
//! # let config = CustomerSessionConfig::builder().provider(DevelopmentSession).build()?;
//! let verdict = async |head: Head| match config.authenticate(&head, Access::default()).decision {
//!     Decision::Decided(verdict) => verdict,
//!     Decision::Asking(verification) => verification.await,
//! };
//!
//! let Verdict::Verified(session) = verdict(Head("Bearer dev_ada")).await else {
//!     panic!("the provider vouches for this token")
//! };
//! assert_eq!(session.customer().id().as_str(), "c1");
//!
//! let Verdict::Rejected(rejection) = verdict(Head("Bearer dev_eve")).await else {
//!     panic!("the provider denies this token")
//! };
//! assert_eq!((rejection.status(), rejection.reason()), (401, Reason::TokenDenied));
//! # Ok(())
//! # }
//! ```
//!
//! # What passes
//!
//! 1. A request holds one well-formed bearer token, where the configuration
//!    [looks](token::TokenSource) for one. Two `Authorization` lines are refused, whatever they
//!    hold.
//! 2. The token is no longer than the bound, and a provider claims its shape.
//! 3. The issuer vouched for the session, at most one [staleness](CustomerSessionConfig::staleness)
//!    ago, the expiry that it stated has not come, and nobody [ended](revoke) it here.
//! 4. The issuer named the customer, likewise, and it is the one that the session is about.
//!
//! What becomes of every other request is a matter of the [`Mode`]: it is refused, or it passes as
//! [anonymous](session::Anonymous), and never with a customer.
//!
//! # Rights
//!
//! What a route asks of a session beyond that it is good is a [`Requirement`]: scopes, a role, or a
//! rule of your own. The adapters put it in front of a route (`require_scopes`, `require_role`,
//! `require`) and check it at every request, before the body is read. A session that lacks
//! something is refused with 403 and a challenge that lists the scopes (RFC 6750 §3.1). In a
//! handler, [`has_scope`](VerifiedSession::has_scope) and [`has_role`](VerifiedSession::has_role)
//! say the same.
//!
//! # Your own data
//!
//! What the application knows of a customer, such as its own user row, is loaded once with the
//! customer and read by `customer.extension::<T>()`: see [`enrich`].
//!
//! # Endpoints
//!
//! Requests that are not about one session, such as an issuer's webhooks, are answered by an
//! [`Endpoint`](endpoint::Endpoint), which each adapter mounts in one line.
//!
//! # What a rejection looks like
//!
//! ```text
//! HTTP/1.1 401 Unauthorized
//! content-type: application/problem+json
//! cache-control: no-store
//! www-authenticate: Bearer realm="customer", error="invalid_token",
//!                   error_description="The session token is not valid"
//!
//! {"type":"about:blank","title":"Unauthorized","status":401,
//!  "detail":"The session token is not valid. Sign in again.","code":"token_invalid"}
//! ```
//!
//! A denial is a 401, and only the issuer's own "no" is remembered. What cannot be known is no
//! denial: 503 if the issuer cannot be asked, 429 if it limits this customer, 500 if it refuses
//! *us*. A good session that lacks a right is a 403. The [`Reason`] is logged and counted; the client reads its [code](Reason::code) only.
//!
//! # Deployment caveats
//!
//! - **Build one configuration.** Each has a cache of its own; clones share it. With actix-web,
//!   build it outside of the closure that makes each worker's app.
//! - **The runtime.** Issuers are asked on the tokio runtime on which
//!   [`build`](config::CustomerSessionConfigBuilder::build) is called, else on that of the first
//!   request. It must live as long as requests are served.
//! - **The clock.** Expiry is judged by this machine's clock, without leeway. One that is an hour
//!   fast finds every one-hour session expired.
//! - **A restart** forgets the cache, and what was [ended](revoke) here. Each process has a cache of its own, so that *n* replicas ask
//!   *n* times as often.
//!
//! # Security
//!
//! - A cached verdict is as old as the [staleness](CustomerSessionConfig::staleness) at most: 60 s
//!   for the session and 10 min for the customer, unless you set other lifetimes.
//! - The cache holds no token, but a keyed hash of it under a random key that never leaves the
//!   process.
//! - [`SessionToken`](token::SessionToken) cannot be printed or serialized, and is wiped when
//!   dropped. [`Customer`], [`VerifiedSession`] and [`Member`] print ids, roles and times, and no
//!   personal data.
//! - Only the engine makes a [`Customer`]. Every other place where identity is claimed is a call of
//!   [`Customer::assertion`] or [`VerifiedSession::assertion`], or uses the feature `test-util`.
//! - Everything that weakens a check stands in [`danger`].
//! - There is no unsafe code.
//!
//! # Features
//!
//! | feature | gives | default |
//! |---|---|---|
//! | `tracing` | [events and spans](manual::observability) through `tracing`, under the target `customer_session` | on |
//! | `introspection` | [`IntrospectionProvider`](provider), which asks an OAuth server about tokens (RFC 7662); with `jwt` also by signed answers and signatures of ours | off |
//! | `jwt` | [signed sessions](manual::signed): `JwtProvider` verifies them, `JwtIssuer` signs them, `LogoutEndpoint` ends them | off |
//! | `me` | [`MeProvider`](provider), which asks a server with the customer's own token who they are (Magento, Medusa, Autumn) | off |
//! | `metrics` | [metrics](manual::observability) through the crate `metrics`, for a recorder of your choice | off |
//! | `upstream` | [`ReqwestTransport`](upstream), the HTTP client that providers ask with: rustls, no redirects, no proxies | off; `customer-session-polar` switches it on |
//! | `verify-call` | [`VerifyCallProvider`](provider), which asks an issuer about tokens with your own secret (Stytch, Unkey) | off |
//! | `webhook` | [`Webhook`](endpoint), the endpoint for signed webhooks; `customer-session-polar` and `customer-session-stripe` have those of their issuers | off |
//! | `registry` | [`RegistryProvider`](provider), for sessions that this backend issued itself (Stripe, Paddle), and the stores that keep them; `customer-session-stripe` switches it on | off |
//! | `test-util` | `ManualClock`, and configurations that are signed in without a token; for dev-dependencies only | off |
//!
//! # Manual
//!
//! The [manual] is about judgement: [threats](manual::threats) and what prevents them here,
//! [caching](manual::caching), [outages](manual::outages), [signed sessions](manual::signed), what is
//! [seen from outside](manual::observability), a [provider written by hand](manual::by_hand), and the
//! [defaults](manual::defaults) with their reasons.

pub mod cache;
pub mod clock;
pub mod config;
pub mod danger;
pub mod endpoint;
pub mod engine;
pub mod enrich;
pub mod entropy;
#[cfg(feature = "jwt")]
pub mod issuer;
pub mod manual;
pub mod observe;
mod open_enum;
pub mod provider;
pub mod rejection;
pub mod revoke;
pub mod rights;
pub mod session;
mod sync;
pub mod token;
pub mod upstream;

pub use self::{
    config::{ConfigError, CustomerSessionConfig},
    engine::{Access, Mode, Preflight},
    rejection::{Reason, Rejection},
    rights::Requirement,
    session::{Customer, CustomerId, Member, VerifiedSession},
};
