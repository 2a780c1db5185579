//! Customer-session authentication as a [tower](https://docs.rs/tower) layer, for any
//! `http::Request<B>`.
//!
//! ```text
//! request ──▶ 1 extract ──▶ 2 recall ──▶ 3 route ──▶ 4 ask ──────▶ 5 inject ──▶ handler
//!             one bearer     local key →   whose token  the issuer:     Customer with CurrentCustomer
//!             or a           cached        is it? no    session, then   its session
//!             rejection      verdict       I/O          customer        in extensions
//!                            └── hit: straight to 5 ────────────────────┘
//!                                                                    └─ this crate ─┘
//! ```
//!
//! [`CustomerSessionLayer`] shows the request's head to the core, waits if the issuer must be
//! asked, and carries the verdict out: it puts the [`Customer`] into the request's extensions, or
//! answers with a rejection. The customer leads to its session ([`VerifiedSession::of`]): one value
//! there instead of two, since every further one makes the extensions dearer. For axum use
//! `customer-session-axum`, which adds extractors.
//!
//! # Quick start
//!
//! ```
//! use bytes::Bytes;
//! use customer_session::{Customer, CustomerSessionConfig};
//! use customer_session_tower::CustomerSessionLayer;
//! use http::{Request, Response, header};
//! use http_body_util::Full;
//! use tower::{Layer, ServiceExt, service_fn};
//! # use customer_session::{
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
//! type Body = Full<Bytes>;
//!
//! async fn me(request: Request<Body>) -> Result<Response<Body>, std::convert::Infallible> {
//!     let customer = request.extensions().get::<Customer>();
//!     let id = customer.map_or_else(String::new, |customer| customer.id().to_string());
//!     Ok(Response::new(Body::from(id)))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // `DevelopmentSession` vouches for the token `dev_ada` and denies every other.
//! let config = CustomerSessionConfig::builder().provider(DevelopmentSession).build()?;
//! let service = CustomerSessionLayer::new(config).layer(service_fn(me));
//!
//! let ada = Request::get("/me").header(header::AUTHORIZATION, "Bearer dev_ada");
//! let response = service.clone().oneshot(ada.body(Body::default())?).await?;
//! assert_eq!(response.status(), 200);
//!
//! let eve = Request::get("/me").header(header::AUTHORIZATION, "Bearer dev_eve");
//! let response = service.oneshot(eve.body(Body::default())?).await?;
//! assert_eq!(response.status(), 401);
//! assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
//! # Ok(())
//! # }
//! ```
//!
//! # What passes
//!
//! 1. A request with one good token, in every mode. [What makes it
//!    good](mod@customer_session#what-passes).
//! 2. A request without a token, as [`Anonymous`], behind `.optional()` or `.lenient()`.
//! 3. A request with a bad token or malformed credentials, as [`Anonymous`], behind `.lenient()`
//!    only.
//! 4. A CORS preflight, as [`Anonymous`], unless `.authenticate_preflights()` is set.
//!
//! A fault (429, 500, 503) passes in no mode. What an outer layer of this family installed is
//! replaced: the inner one decides anew.
//!
//! # What a rejection looks like
//!
//! A response and never an error: the service's error stays that of the inner service. It is a
//! problem document (RFC 9457) with the status, the challenge and the `Retry-After` of the
//! [`Rejection`], `Cache-Control: no-store`, and the `Rejection` itself in the response's
//! extensions. [`with_rejection_response`](CustomerSessionLayer::with_rejection_response) replaces
//! it, for the layer's own rejections and for those of extractors and requirements behind it.
//!
//! The body is a [`ResponseBody`]: the inner service's as it is, or the document. The layer asks of
//! an inner body only that its `Data` can be made `From<&'static [u8]>`, as that of `Bytes` can;
//! with a closure for the rejection response it asks nothing, and the body's type stays the inner
//! service's.
//!
//! # Rights
//!
//! [`require_scopes`], [`require_role`] and [`require`] make a layer for a route, inside of the
//! [`CustomerSessionLayer`], that lets a session pass only if it has what the route asks for:
//!
//! ```
//! use bytes::Bytes;
//! use customer_session::{Customer, VerifiedSession, provider::SessionFacts, session::CustomerRecord};
//! use customer_session_tower::{CustomerSessionLayer, require, require_role, require_scopes};
//! use http::{Request, Response, header};
//! use http_body_util::Full;
//! use tower::{ServiceBuilder, ServiceExt, service_fn};
//!
//! type Body = Full<Bytes>;
//!
//! async fn orders(_: Request<Body>) -> Result<Response<Body>, std::convert::Infallible> {
//!     Ok(Response::new(Body::from("orders")))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let facts = SessionFacts::new("c1").scopes(["orders:read"]).roles(["owner"]);
//! # let ada = Customer::assertion(CustomerRecord::new("c1"), "test");
//! # let session = VerifiedSession::assertion(facts, ada);
//! // Every request is signed in with a session of the scope `orders:read` and the role `owner`.
//! let config = customer_session_test::signed_in_with(session);
//! let read = ServiceBuilder::new()
//!     .layer(CustomerSessionLayer::new(config.clone()))
//!     .layer(require_scopes(["orders:read"])?)
//!     .layer(require_role("owner")?)
//!     .layer(require(|session| !session.is_stale()))
//!     .service(service_fn(orders));
//! let write = ServiceBuilder::new()
//!     .layer(CustomerSessionLayer::new(config))
//!     .layer(require_scopes(["orders:read", "orders:write"])?)
//!     .service(service_fn(orders));
//!
//! let response = read.oneshot(Request::new(Body::default())).await?;
//! assert_eq!(response.status(), 200);
//!
//! let response = write.oneshot(Request::new(Body::default())).await?;
//! assert_eq!(response.status(), 403);
//! let challenge = response.headers()[header::WWW_AUTHENTICATE].to_str()?;
//! assert!(challenge.ends_with(r#"scope="orders:read orders:write""#));
//! # Ok(())
//! # }
//! ```
//!
//! | the request has | what becomes of it |
//! |---|---|
//! | a session that fulfils all of it | it passes |
//! | a session that lacks a scope | 403 `insufficient_scope`, with the scopes in the challenge (RFC 6750 §3.1) |
//! | a session that lacks the role, or of which the rule says no | 403 `forbidden` |
//! | no session, and passed as [`Anonymous`]; a CORS preflight too | the refusal that the mode held back |
//! | no [`CustomerSessionLayer`] outside | 500 `layer_missing` |
//!
//! It is checked at every request, a remembered session's too, and before the body is read. The
//! session of the nearest layer outside of the requirement counts. So where layers are nested, put
//! requirements inside of the innermost: one between two of them judges the outer layer's session,
//! and the inner layer decides anew for the handler. The response is replaced as an extractor's is,
//! or by the requirement's [own](RequireLayer::with_rejection_response).
//!
//! # Endpoints
//!
//! [`EndpointService`] answers by an [`Endpoint`](customer_session::endpoint::Endpoint), such as a
//! webhook, whatever the type of the request's body is:
//!
//! ```
//! use bytes::Bytes;
//! use customer_session::endpoint::{Endpoint, EndpointRequest, EndpointResponse};
//! use customer_session_tower::EndpointService;
//! use http::Request;
//! use http_body_util::Full;
//! use tower::ServiceExt;
//! # #[derive(Debug)]
//! # struct Alive;
//! # impl Endpoint for Alive {
//! #     fn max_body_bytes(&self) -> usize { 0 }
//! #     async fn answer(&self, _: EndpointRequest) -> EndpointResponse { EndpointResponse::new(204) }
//! # }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // `Alive` answers 204 and takes no body.
//! let service = EndpointService::new(Alive);
//! let request = Request::post("/").body(Full::<Bytes>::default())?;
//! assert_eq!(service.clone().oneshot(request).await?.status(), 204);
//!
//! let request = Request::post("/").body(Full::<Bytes>::from("too much"))?;
//! assert_eq!(service.oneshot(request).await?.status(), 413);
//! # Ok(())
//! # }
//! ```
//!
//! # Deployment caveats
//!
//! - **`CorsLayer` belongs outside**, so that it answers preflights itself and adds its headers to
//!   rejections, without which a browser hides them from the page.
//! - **`TraceLayer` outside** sees rejections, and can read the [`Rejection`] in the response's
//!   extensions; where query tokens are switched on it also records them with the address.
//!   **Inside** it sees neither.
//! - **Timeouts and load limits outside** bound the wait for the issuer too. A request that is
//!   dropped while it waits cancels nothing.
//! - **The inner service is cloned** where the issuer must be asked: the clone that was ready is
//!   the one that is called.
//! - **A response to a cookie, header or query token** is marked `Cache-Control: private`, unless
//!   the inner service says `private` or `no-store`. Anonymous responses are not marked: what can
//!   be cached and differs for customers needs a `Vary` of its own.
//!
//! # Features
//!
//! | feature | gives | default |
//! |---|---|---|
//! | `axum` | takes a query token out of axum's `OriginalUri` too | off; `customer-session-axum` switches it on |
//!
//! [`Anonymous`]: customer_session::session::Anonymous
//! [`Customer`]: customer_session::Customer
//! [`Rejection`]: customer_session::Rejection
//! [`VerifiedSession::of`]: customer_session::VerifiedSession::of

mod body;
mod endpoint;
mod extensions;
mod future;
mod head;
mod layer;
mod require;
mod response;
mod service;
mod uri;

pub use self::{
    body::ResponseBody,
    endpoint::{EndpointFuture, EndpointService},
    future::ResponseFuture,
    layer::CustomerSessionLayer,
    require::{RequireFuture, RequireLayer, RequireService, require, require_role, require_scopes},
    response::{Problem, RefusedInside, ResponseForRejection},
    service::CustomerSessionService,
};
