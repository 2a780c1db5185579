//! Verifies and creates [Polar](https://polar.sh) customer sessions.
//!
//! ```text
//! request ──▶ 1 extract ──▶ 2 recall ──▶ 3 route ──▶ 4 ask ──────▶ 5 inject ──▶ handler
//!             one bearer     local key →   whose token  the issuer:     Customer with CurrentCustomer
//!             or a           cached        is it? no    session, then   its session
//!             rejection      verdict       I/O          customer        in extensions
//!                            └── hit: straight to 5 ────────────────────┘
//!                                          └─────── this crate ───────┘
//! ```
//!
//! [`Polar`] is one value with three uses: the provider that verifies sessions, the client that
//! [creates](Polar::create_customer_session) them, and a [check](Polar::check) of its own
//! configuration. With the feature `webhook`, `PolarWebhook` makes an endpoint for what Polar tells.
//!
//! # Quick start
//!
//! ```no_run
//! use customer_session::CustomerSessionConfig;
//! use customer_session_polar::{NewCustomerSession, Polar};
//!
//! # async fn start() -> Result<(), Box<dyn std::error::Error>> {
//! let polar = Polar::production() // or `sandbox()`, or `server("http://127.0.0.1:4010")`
//!     .access_token(std::env::var("POLAR_ACCESS_TOKEN")?)
//!     .organization_id(std::env::var("POLAR_ORGANIZATION_ID")?)
//!     .build()?;
//!
//! // At start-up, if you like: can the settings work? Two calls, which change nothing.
//! polar.check().await?;
//!
//! // Sign a customer in: give the token to them, and to nobody else.
//! let session = polar
//!     .create_customer_session(NewCustomerSession::for_external_customer("usr_4411"))
//!     .await?;
//! let token = session.token.expose();
//!
//! // Verify: with this configuration, any layer or middleware of the family.
//! let config = CustomerSessionConfig::builder().provider(polar).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # What passes
//!
//! Polar's portal endpoints accept the session of **any** organization and do not say which one it
//! belongs to. Anybody can open an organization, add a customer with the e-mail address of a
//! customer of yours, and create a session for it; Polar calls that session good. So a session
//! passes if, in this order:
//!
//! 1. The token begins with `polar_cst_` (a customer's session) or `polar_mst_` (a member's), is 53
//!    characters long, and its checksum fits ([`Checksum`]). No call is made for any other.
//! 2. Asked with the token itself, Polar says until when the session lasts
//!    (`…/customer-session/introspect`) and who acts in it (`…/customer-session/user`), side by
//!    side. For the customer session of a team without an e-mail address Polar refuses the second
//!    (422) though the session is good; there the customer is asked for (`…/customers/me`). A
//!    member's session must name its member.
//! 3. Asked with **your** access token, Polar knows the customer (`/v1/customers/{id}`, or with
//!    [its state](#what-a-customer-may-use)), and the answer names your organization and no deletion.
//!
//! The handler's `Customer` is made from the answer to 3, which has the external id and the
//! metadata; [`Customer`] is its model, for `details::<customer_session_polar::Customer>()`. In a
//! member's session it is the customer who pays, and `VerifiedSession::member` is the person who
//! acts.
//!
//! Of that answer the ids, the e-mail address and whether it is verified, the name and the deletion
//! are read. If Polar changes the type of another field, customers stay signed in: `details` reads the
//! answer as it came, into [`Customer`] no more, and into a type of your own.
//!
//! # What a customer may use
//!
//! With [`PolarBuilder::customer_state`] step 3 asks for the customer's state
//! (`/v1/customers/{id}/state`) in the place of the customer: the same record, with active
//! subscriptions, granted benefits and active meters. It is one call still. A handler reads it from
//! the customer, without a call and without parsing:
//!
//! ```
//! use customer_session::Customer;
//! use customer_session_polar::CustomerState;
//!
//! fn may_export(customer: &Customer) -> bool {
//!     let state = customer.extension::<CustomerState>();
//!     state.is_some_and(|state| state.has_benefit("0f4c0a35-4a0c-4c0e-8a4b-5d7a3a0a9d11"))
//! }
//! ```
//!
//! It is as old as the customer: 10 min at most, unless you set another
//! `customer_lifetime`. With the webhook `customer.state_changed`, which Polar sends 1 to 5 s after a
//! purchase, the process that the event reaches asks anew at the customer's next request. What must
//! be exact, such as the last unit of a meter, belongs in a call of its own.
//!
//! # Calls and rate limits
//!
//! A cold session costs three calls, one whose customer is known costs two, and a remembered one
//! none. The first two count against a limit of the customer's own (500 a minute, in the sandbox
//! 100). The third counts against **one limit for your whole organization** (500 a minute, in the
//! sandbox 100), which every access token and every use of Polar's API shares. So the customer is
//! remembered for 10 min, across all of its sessions, and a customer who is not yours is remembered
//! as such.
//!
//! # What Polar's answers become
//!
//! | Polar's answer | to a call with the session's token | to a call with your access token |
//! |---|---|---|
//! | 200 in JSON | yes | yes |
//! | 401, `invalid_token` | 401 `token_denied`: Polar does not tell unknown, expired and revoked apart | 500 `credentials_refused` |
//! | any other 401 or 403, in JSON | 503 `issuer_answer_malformed` | 500 `credentials_refused` |
//! | 401 or 403, not in JSON: a proxy speaks | 503 `issuer_unavailable` | 503 `issuer_unavailable` |
//! | 404, `ResourceNotFound` | 503 `issuer_answer_malformed` | 401 `not_our_customer` |
//! | any other 404, or 3xx | 500 `misconfigured` | 500 `misconfigured` |
//! | 429 | 429 `rate_limited` | 503 `own_rate_limited` |
//! | 5xx, or no answer | 503 | 503 |
//! | HTML or cut JSON with 200 | 503 `issuer_answer_malformed` | 503 `issuer_answer_malformed` |
//!
//! # API versions
//!
//! Calls pin [`ApiVersion`] `2026-10` unless you choose another. Polar publishes a version each
//! quarter, keeps three alive, and answers 404 to any other, be it retired, not published yet or
//! mistyped; that 404 is told from a missing customer by its body and by the `Polar-Version` header
//! that it lacks. When Polar does not know the pinned version, each call is made once more without it
//! and an event at error level says so: customers stay signed in, at twice the number of calls.
//! [`Polar::check`] reports it as an error, which names the version that Polar answers in.
//!
//! The models read what any version since 2024-12-19 sends, and what Polar's Python, PHP, Go and
//! TypeScript SDKs print. Required are ids, and what an answer is about: token, expiry and customer of
//! a [`CustomerSession`], the expiry of an [`Introspection`], the three lists of a [`CustomerState`].
//! Unknown fields and unknown words are kept.
//!
//! # Creating sessions
//!
//! [`Polar::create_customer_session`] needs the scope `customer_sessions:write`. Polar decides by a
//! setting of the organization whether it gives a customer's or a member's session, and both pass
//! here. A session lasts one hour. Nothing prolongs it, and no call ends it: it ends early only
//! when the customer or the member is deleted.
//!
//! # Webhooks
//!
//! Without them, the deletion of a customer is noticed when the session is next verified, and a
//! change when the customer is next looked up. `PolarWebhook` (feature `webhook`) takes Polar's
//! events, so that both are noticed at once by the process that the event reaches. Its page says
//! what each event does. With `let webhook =
//! PolarWebhook::builder(config.revocations()).secret(secret).build()?` it is mounted in one line:
//!
//! | with | line |
//! |---|---|
//! | axum | `.route_service("/webhooks/polar", EndpointService::new(webhook))` |
//! | actix-web | `.route("/webhooks/polar", web::to(EndpointHandler::new(webhook)))` |
//! | any tower | `EndpointService::new(webhook)` |
//!
//! # Deployment caveats
//!
//! - **Two worlds.** Production and sandbox have data and tokens of their own. A session of one is
//!   denied by the other, and so is an access token.
//! - **Scopes.** `customers:read` to verify; without it every request with a new token is a 500.
//! - **A new organization without customers** cannot be confirmed by [`Polar::check`] yet: see
//!   [`Checked`].
//! - **`customer_session_token` in success URLs.** Polar sends a buyer to your success URL with a
//!   session in the query. To accept it, add `TokenSource::Query("customer_session_token".into())`,
//!   and redirect to an address without it.
//! - **Not tried on Polar's own servers.** The behaviour above was seen on the wire of Polar's
//!   server software, and is tested against a fake that agrees with it.
//!
//! # Features
//!
//! | feature | gives | default |
//! |---|---|---|
//! | `tracing` | an event when Polar does not know the pinned version, and those of the core | on |
//! | `upstream` | the HTTP client to ask with; without it, bring a [`transport`](PolarBuilder::transport) | on |
//! | `webhook` | `PolarWebhook`, the endpoint for Polar's webhooks | off |

mod answer;
mod builder;
mod check;
mod client;
mod create;
mod error;
mod format;
mod model;
mod observe;
mod polar;
mod provider;
mod version;
#[cfg(feature = "webhook")]
mod webhook;

#[cfg(feature = "webhook")]
pub use self::webhook::PolarWebhook;
pub use self::{
    builder::PolarBuilder,
    check::Checked,
    create::NewCustomerSession,
    error::{PolarError, PolarErrorKind},
    format::Checksum,
    model::{
        ActiveMeter, ActiveSubscription, Address, BenefitType, Customer, CustomerSession,
        CustomerState, CustomerType, GrantedBenefit, Introspection, Member, MemberRole,
        PortalCustomer, PortalUrl, PortalUser, PortalUserType, RecurringInterval, SessionKind,
        SubscriptionMeter, SubscriptionStatus, TaxId,
    },
    polar::Polar,
    version::ApiVersion,
};
