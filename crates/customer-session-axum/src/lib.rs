//! Customer-session authentication for [axum](https://docs.rs/axum): the layer and the extractors.
//!
//! ```text
//! request ──▶ 1 extract ──▶ 2 recall ──▶ 3 route ──▶ 4 ask ──────▶ 5 inject ──▶ handler
//!             one bearer     local key →   whose token  the issuer:     Customer with CurrentCustomer
//!             or a           cached        is it? no    session, then   its session
//!             rejection      verdict       I/O          customer        in extensions
//!                            └── hit: straight to 5 ────────────────────┘
//!                                                                    └──── this crate ────┘
//! ```
//!
//! [`CustomerSessionLayer`] puts the customer into the request's extensions, and
//! [`CurrentCustomer`], [`CurrentSession`] and [`MaybeCustomer`] hand it to handlers.
//!
//! # Quick start
//!
//! ```
//! use axum::{Router, body::Body, http::{Request, header}, routing::get};
//! use customer_session::CustomerSessionConfig;
//! use customer_session_axum::{CurrentCustomer, CustomerSessionLayer, MaybeCustomer};
//! use tower::ServiceExt;
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
//! async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
//!     customer.id().to_string()
//! }
//!
//! async fn greeting(MaybeCustomer(customer): MaybeCustomer) -> String {
//!     customer.map_or("Hello, guest".to_owned(), |customer| format!("Hello, {}", customer.id()))
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // `DevelopmentSession` vouches for the token `dev_ada` and denies every other.
//! let config = CustomerSessionConfig::builder().provider(DevelopmentSession).build()?;
//! let for_customers = Router::new()
//!     .route("/me", get(me))
//!     .layer(CustomerSessionLayer::new(config.clone()));
//! let for_everyone = Router::new()
//!     .route("/greeting", get(greeting))
//!     .layer(CustomerSessionLayer::new(config).optional());
//! let app = for_customers.merge(for_everyone);
//! # let status = async |path: &str, token: Option<&str>| -> Result<u16, Box<dyn std::error::Error>> {
//! #     let mut request = Request::get(path);
//! #     if let Some(token) = token {
//! #         request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
//! #     }
//! #     Ok(app.clone().oneshot(request.body(Body::empty())?).await?.status().as_u16())
//! # };
//!
//! // `status` sends a request with or without a token and reads the status of the response.
//! assert_eq!(status("/me", Some("dev_ada")).await?, 200);
//! assert_eq!(status("/me", None).await?, 401);
//! assert_eq!(status("/greeting", None).await?, 200);
//! assert_eq!(status("/greeting", Some("dev_eve")).await?, 401);
//! # Ok(())
//! # }
//! ```
//!
//! With Polar, the provider is `customer_session_polar::Polar`. To test handlers without tokens,
//! build the layer from `customer_session_test::signed_in_as(customer)`.
//!
//! # What passes
//!
//! 1. A request with one good token, in every mode. [What makes it
//!    good](mod@customer_session#what-passes).
//! 2. A request without a token, as anonymous, behind `.optional()` or `.lenient()`.
//! 3. A request with a bad token or malformed credentials, as anonymous, behind `.lenient()` only.
//! 4. A CORS preflight, as anonymous, unless `.authenticate_preflights()` is set.
//!
//! A fault (429, 500, 503) passes in no mode. Then the extractors:
//!
//! | extractor | with a session | anonymous | without a layer |
//! |---|---|---|---|
//! | [`CurrentCustomer`], [`CurrentSession`] | the customer, the session | the refusal that the mode held back | 500 `layer_missing` |
//! | `Option` of either, [`MaybeCustomer`] | `Some` | `None` | 500 `layer_missing` |
//!
//! # What a rejection looks like
//!
//! The same from the layer and from an extractor: a problem document (RFC 9457) with the status,
//! the challenge and the `Retry-After` of the [`Rejection`](customer_session::Rejection), which
//! also stands in the response's extensions.
//! [`with_rejection_response`](CustomerSessionLayer::with_rejection_response) replaces both; a
//! closure `|rejection: &Rejection| -> Response` will do.
//!
//! # Rights
//!
//! [`require_scopes`], [`require_role`] and [`require`] make a layer for routes, inside of the
//! [`CustomerSessionLayer`], that lets a session pass only if it has what the routes ask for:
//!
//! ```
//! use axum::{Router, body::Body, http::{Request, header::WWW_AUTHENTICATE}, routing::{get, post}};
//! # use customer_session::{Customer, VerifiedSession, provider::SessionFacts, session::CustomerRecord};
//! use customer_session_axum::{CustomerSessionLayer, require, require_role, require_scopes};
//! use tower::ServiceExt;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let facts = SessionFacts::new("c1").scopes(["orders:read"]).roles(["owner"]);
//! # let ada = Customer::assertion(CustomerRecord::new("c1"), "test");
//! # let session = VerifiedSession::assertion(facts, ada);
//! // Every request is signed in with a session of the scope `orders:read` and the role `owner`.
//! let config = customer_session_test::signed_in_with(session);
//! let read = get(|| async { "orders" }).route_layer(require_scopes(["orders:read"])?);
//! let write = post(|| async { "ordered" })
//!     .route_layer(require_scopes(["orders:read", "orders:write"])?);
//! let app = Router::new()
//!     .route("/orders", read.merge(write))
//!     .route_layer(require_role("owner")?)
//!     .route_layer(require(|session| !session.is_stale()))
//!     .layer(CustomerSessionLayer::new(config));
//!
//! let response = app.clone().oneshot(Request::get("/orders").body(Body::empty())?).await?;
//! assert_eq!(response.status(), 200);
//!
//! let response = app.oneshot(Request::post("/orders").body(Body::empty())?).await?;
//! assert_eq!(response.status(), 403);
//! let challenge = response.headers()[WWW_AUTHENTICATE].to_str()?;
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
//! | no session, and passed as anonymous; a CORS preflight too | the refusal that the mode held back |
//! | no [`CustomerSessionLayer`] outside | 500 `layer_missing` |
//!
//! It is checked at every request, a remembered session's too, and before the body is read and
//! extractors run. The session of the nearest layer outside of the requirement counts. So where
//! layers are nested, put requirements inside of the innermost: one between two of them judges the
//! outer layer's session, and the inner layer decides anew for the handler. The response is
//! replaced as an extractor's is, or by the requirement's
//! [own](RequireLayer::with_rejection_response).
//!
//! # Endpoints
//!
//! A webhook is a route beside those of customers. Routes that are added after a `.layer(..)` are
//! outside of it, and a webhook carries no session:
//!
//! ```
//! # use axum::Router;
//! # use customer_session::{CustomerSessionConfig, endpoint::Endpoint};
//! # use customer_session_axum::{CustomerSessionLayer, EndpointService};
//! # fn app(for_customers: Router, config: CustomerSessionConfig, webhook: impl Endpoint) -> Router {
//! for_customers
//!     .layer(CustomerSessionLayer::new(config))
//!     .route_service("/webhooks/polar", EndpointService::new(webhook))
//! # }
//! ```
//!
//! # Deployment caveats
//!
//! - **The last `.layer(..)` is the outermost.** Put `CorsLayer` outside, so that rejections have
//!   its headers; a `TraceLayer` outside records query tokens with the address, and one inside does
//!   not.
//! - **`Router::layer` wraps the router's fallback too**, so that an unknown path is a 401 without
//!   a session. `Router::route_layer` leaves it a 404.
//! - **Routes that are added after `.layer(..)` are not wrapped**; an extractor on one is a 500
//!   that says so.
//! - **A WebSocket or a stream** is judged when it begins, and may outlive its session: end it at
//!   [`expires_at`](customer_session::VerifiedSession::expires_at).
//!
//! | feature | default | what it does |
//! |---|---|---|
//! | `original-uri` | on | takes query tokens out of axum's `OriginalUri` too, and switches that on; switch it off only if axum's own feature of this name is off |

mod extract;
mod layer;
mod rejection;
mod require;
mod responder;

pub use customer_session_tower::EndpointService;

pub use self::{
    extract::{CurrentCustomer, CurrentSession, MaybeCustomer},
    layer::CustomerSessionLayer,
    rejection::CustomerSessionRejection,
    require::{RequireLayer, require, require_role, require_scopes},
    responder::{Custom, Problem},
};
