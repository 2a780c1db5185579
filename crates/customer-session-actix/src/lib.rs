//! Customer-session authentication for [actix-web](https://docs.rs/actix-web): the middleware and
//! the extractors.
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
//! [`CustomerSessionMiddleware`] puts the customer into the request's extensions, and
//! [`CurrentCustomer`], [`CurrentSession`] and [`MaybeCustomer`] hand it to handlers.
//!
//! # Quick start
//!
//! ```
//! use actix_web::{App, http::header, test, web};
//! use customer_session::CustomerSessionConfig;
//! use customer_session_actix::{CurrentCustomer, CustomerSessionMiddleware, MaybeCustomer};
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
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // `DevelopmentSession` vouches for the token `dev_ada` and denies every other. Build the
//! // configuration outside of `HttpServer::new`'s closure, and clone it inside.
//! let config = CustomerSessionConfig::builder().provider(DevelopmentSession).build()?;
//! let app = App::new()
//!     .service(
//!         web::resource("/me")
//!             .wrap(CustomerSessionMiddleware::new(config.clone()))
//!             .route(web::get().to(me)),
//!     )
//!     .service(
//!         web::resource("/greeting")
//!             .wrap(CustomerSessionMiddleware::new(config).optional())
//!             .route(web::get().to(greeting)),
//!     );
//! # let app = test::init_service(app).await;
//! # let status = async |path: &str, token: Option<&str>| {
//! #     let mut request = test::TestRequest::get().uri(path);
//! #     if let Some(token) = token {
//! #         request = request.insert_header((header::AUTHORIZATION, format!("Bearer {token}")));
//! #     }
//! #     test::call_service(&app, request.to_request()).await.status().as_u16()
//! # };
//!
//! // `status` sends a request with or without a token and reads the status of the response.
//! assert_eq!(status("/me", Some("dev_ada")).await, 200);
//! assert_eq!(status("/me", None).await, 401);
//! assert_eq!(status("/greeting", None).await, 200);
//! assert_eq!(status("/greeting", Some("dev_eve")).await, 401);
//! # Ok(())
//! # }
//! ```
//!
//! With Polar, the provider is `customer_session_polar::Polar`. To test handlers without tokens,
//! build the middleware from `customer_session_test::signed_in_as(customer)`.
//!
//! # What passes
//!
//! 1. A request with one good token, in every mode. [What makes it
//!    good](mod@customer_session#what-passes).
//! 2. A request without a token, as anonymous, behind `.optional()` or `.lenient()`.
//! 3. A request with a bad token or malformed credentials, as anonymous, behind `.lenient()` only.
//! 4. A CORS preflight, as anonymous, unless `.authenticate_preflights()` is set.
//!
//! A fault (429, 500, 503) passes in no mode. Where middleware of this family is nested, the inner
//! one decides anew. Then the extractors:
//!
//! | extractor | with a session | anonymous | without a middleware |
//! |---|---|---|---|
//! | [`CurrentCustomer`], [`CurrentSession`] | the customer, the session | the refusal that the mode held back | 500 `layer_missing` |
//! | [`MaybeCustomer`] | `Some` | `None` | 500 `layer_missing` |
//! | `Option<CurrentCustomer>` | `Some` | `None` | `None`: actix-web drops the error, so use [`MaybeCustomer`] |
//!
//! # What a rejection looks like
//!
//! The same from the middleware and from an extractor: a problem document (RFC 9457) with the
//! status, the challenge and the `Retry-After` of the [`Rejection`](customer_session::Rejection),
//! which also stands in the response's extensions.
//! [`with_rejection_response`](CustomerSessionMiddleware::with_rejection_response) replaces both; a
//! closure `|rejection: &Rejection| -> HttpResponse` will do.
//!
//! How middleware further out sees it depends on who refused:
//!
//! | who refused | what middleware further out sees |
//! |---|---|
//! | [`CustomerSessionMiddleware`], [`RequireMiddleware`] | a response |
//! | an extractor of a handler | a response, which actix-web makes at the handler |
//! | an extractor of a middleware, as in `from_fn(\|_: CurrentCustomer, ..\|)` | `Err`, with a [`CustomerSessionRejection`] that `Error::as_error` finds; it becomes the response outside of everything |
//!
//! Middleware further out that works on responses alone passes the last by.
//!
//! # Rights
//!
//! [`require_scopes`], [`require_role`] and [`require`] make a middleware for an app, a scope, a
//! resource or a route, inside of the [`CustomerSessionMiddleware`], that lets a session pass only
//! if it has what is asked for. A route has methods of its own, and is wrapped after its `.to(..)`:
//!
//! ```
//! use actix_web::{App, http::header::WWW_AUTHENTICATE, test, web};
//! # use customer_session::{Customer, VerifiedSession, provider::SessionFacts, session::CustomerRecord};
//! use customer_session_actix::{CustomerSessionMiddleware, require, require_role, require_scopes};
//!
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let facts = SessionFacts::new("c1").scopes(["orders:read"]).roles(["owner"]);
//! # let ada = Customer::assertion(CustomerRecord::new("c1"), "test");
//! # let session = VerifiedSession::assertion(facts, ada);
//! // Every request is signed in with a session of the scope `orders:read` and the role `owner`.
//! let config = customer_session_test::signed_in_with(session);
//! let read = web::get().to(async || "orders").wrap(require_scopes(["orders:read"])?);
//! let write = web::post()
//!     .to(async || "ordered")
//!     .wrap(require_scopes(["orders:read", "orders:write"])?);
//! let app = App::new()
//!     .service(web::resource("/orders").route(read).route(write))
//!     .wrap(require_role("owner")?)
//!     .wrap(require(|session| !session.is_stale()))
//!     .wrap(CustomerSessionMiddleware::new(config));
//! let app = test::init_service(app).await;
//!
//! let request = test::TestRequest::get().uri("/orders").to_request();
//! assert_eq!(test::call_service(&app, request).await.status(), 200);
//!
//! let request = test::TestRequest::post().uri("/orders").to_request();
//! let response = test::call_service(&app, request).await;
//! assert_eq!(response.status(), 403);
//! let challenge = response.headers().get(WWW_AUTHENTICATE).ok_or("no challenge")?.to_str()?;
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
//! | no [`CustomerSessionMiddleware`] outside | 500 `layer_missing` |
//!
//! It is checked at every request, a remembered session's too, and before the body is read and
//! extractors run. The session of the nearest middleware outside of the requirement counts. So where
//! middleware is nested, put requirements inside of the innermost: one between two of them judges
//! the outer one's session, and the inner one decides anew for the handler. The response is
//! replaced as an extractor's is, or by the requirement's
//! [own](RequireMiddleware::with_rejection_response).
//!
//! # Endpoints
//!
//! A webhook is a route beside the scope of customers, since it carries no session. Make the handler
//! outside of `HttpServer::new`'s closure, so that all workers share one:
//!
//! ```
//! # use actix_web::{App, web};
//! # use customer_session::{CustomerSessionConfig, endpoint::Endpoint};
//! # use customer_session_actix::{CustomerSessionMiddleware, EndpointHandler};
//! # fn app(config: CustomerSessionConfig, webhook: impl Endpoint) {
//! let handler = EndpointHandler::new(webhook);
//! let app = App::new()
//!     .route("/webhooks/polar", web::to(handler.clone()))
//!     .service(web::scope("/me").wrap(CustomerSessionMiddleware::new(config)));
//! # }
//! ```
//!
//! # Deployment caveats
//!
//! - **Build the configuration outside of `HttpServer::new`'s closure.** The closure runs once per
//!   worker; a configuration that is built inside gives each worker a cache of its own.
//! - **The runtime.** Workers are runtimes of their own. Issuers are asked on the runtime on which
//!   the configuration was built, in `main`, which outlives them.
//! - **The last `.wrap(..)` is the outermost.** Put `actix-cors` outside, so that rejections have
//!   its headers; a `Logger` outside writes query tokens with the request line, and one inside does
//!   not.
//! - **Shared caches.** Where the token did not stand in `Authorization`, the response is marked
//!   `Cache-Control: private`, unless it says so itself or is `no-store`. The response to an error
//!   of a middleware further in is too: the error stays the one it is, and the mark is part of what
//!   `Error::error_response` answers. Middleware further out that makes a response of its own, or
//!   asks `Error::as_response_error` for one, marks it itself.
//! - **Clones of the request.** A token is taken out of the query by changing the request, and
//!   actix-web panics where a request is changed of which somebody holds an `HttpRequest`, such as
//!   middleware of a resource, `from_fn(|held: HttpRequest, request, next| ..)`, around this one.
//!   The panic is caught and the request refused: a 500, and a rejection of the reason
//!   `misconfigured` that names the mend. The panic hook still runs, and with `panic = "abort"`
//!   nothing is caught. So where tokens may stand in the query, put this middleware outside of such
//!   middleware, or let that read the `ServiceRequest`.
//! - **A WebSocket or a stream** is judged when it begins, and may outlive its session: end it at
//!   [`expires_at`](customer_session::VerifiedSession::expires_at).
//!
//! This crate has no features.

mod endpoint;
mod extensions;
mod extract;
mod future;
mod head;
mod middleware;
mod rejection;
mod require;
mod response;
mod service;
mod uri;

pub use self::{
    endpoint::{EndpointFuture, EndpointHandler},
    extract::{CurrentCustomer, CurrentSession, MaybeCustomer},
    future::ResponseFuture,
    middleware::CustomerSessionMiddleware,
    rejection::CustomerSessionRejection,
    require::{
        RequireFuture, RequireMiddleware, RequireService, require, require_role, require_scopes,
    },
    response::{Problem, ResponseForRejection},
    service::CustomerSessionService,
};
