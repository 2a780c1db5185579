//! Creates and verifies [Stripe](https://stripe.com) customer sessions, and takes Stripe's webhooks.
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
//! [`Stripe`] is one value with two uses: it [creates](Stripe::create_customer_session) customer
//! sessions, and it is the provider that verifies those that it created. [`StripeWebhook`] makes an
//! endpoint that ends the sessions of deleted customers and has changed customers looked up anew.
//!
//! # What is verified, and what is not
//!
//! **Stripe has no call that looks a customer session up.** It creates one, and gives a secret with
//! which *its own* front ends reach *its own* API; whose the secret is, it says once. So this crate
//! keeps a [registry](customer_session::provider::registry): of each session that it creates, a
//! digest of the secret goes into a store, with the customer, the account, the mode, the components
//! and the expiry. A token that is presented is looked for there, and its customer is asked for at
//! Stripe. That means:
//!
//! - Only sessions that **this backend** created are known, or one that shares its store. One that
//!   somebody creates with `curl` is denied.
//! - With [`MemoryStore`](customer_session::provider::registry::MemoryStore) a restart forgets them,
//!   and a second process does not know them.
//! - Ending a session ends it **here**. Stripe offers no way to end one: its secret can be used at
//!   Stripe until it expires.
//! - That a customer may authenticate to your API by it is your convention, not Stripe's.
//!
//! # Quick start
//!
//! With axum; actix-web is the same but for the last lines.
//!
//! ```
//! use axum::{Json, Router, extract::State, response::IntoResponse, routing::{get, post}};
//! use customer_session::{
//!     CustomerSessionConfig, provider::registry::MemoryStore, token::DigestSecret,
//! };
//! use customer_session_axum::{CurrentCustomer, CustomerSessionLayer, EndpointService};
//! use customer_session_stripe::{Bearer, NewCustomerSession, Stripe, StripeWebhook};
//!
//! # struct SignedIn { stripe_customer_id: String }
//! # impl<S: Send + Sync> axum::extract::FromRequestParts<S> for SignedIn {
//! #     type Rejection = axum::http::StatusCode;
//! #     async fn from_request_parts(_: &mut axum::http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
//! #         Err(axum::http::StatusCode::UNAUTHORIZED)
//! #     }
//! # }
//! # fn app(key: String, digest_secret: String, webhook_secret: String) -> Result<Router, Box<dyn std::error::Error>> {
//! let stripe = Stripe::test() // or `live()`: the key must be of the same mode
//!     .secret_key(key) // a restricted key: writes customer sessions, reads customers
//!     .store(MemoryStore::new(), DigestSecret::new(digest_secret)?)
//!     .bearer(Bearer::OwnToken) // Stripe's secret goes to Stripe.js alone
//!     .build()?;
//! let config = CustomerSessionConfig::builder().provider(stripe.clone()).build()?;
//! let webhook = StripeWebhook::builder(config.revocations()).secret(webhook_secret).build()?;
//!
//! // Who is signed in by your own means, here `SignedIn`, gets a session.
//! async fn begin(State(stripe): State<Stripe>, user: SignedIn) -> impl IntoResponse {
//!     let new = NewCustomerSession::for_customer(user.stripe_customer_id).pricing_table();
//!     let issued = stripe.create_customer_session(new).await.map_err(|_| "try again later")?;
//!     Ok::<_, &str>(Json([
//!         // For Stripe.js: `customer-session-client-secret`.
//!         issued.session.client_secret.expose().to_owned(),
//!         // For the calls to your own API: `Authorization: Bearer css_…`.
//!         issued.token.map_or_else(String::new, |token| token.expose().to_owned()),
//!     ]))
//! }
//!
//! // Who presents it is the customer.
//! async fn me(CurrentCustomer(customer): CurrentCustomer) -> String {
//!     customer.id().to_string()
//! }
//!
//! let app = Router::new()
//!     .route("/me", get(me))
//!     .layer(CustomerSessionLayer::new(config))
//!     .route("/session", post(begin))
//!     .with_state(stripe)
//!     .route_service("/webhooks/stripe", EndpointService::new(webhook));
//! # Ok(app) }
//! ```
//!
//! In actix-web: `App::new().wrap(CustomerSessionMiddleware::new(config.clone()))`, and for the
//! webhook, which is built outside of `HttpServer::new`'s closure:
//!
//! ```
//! use actix_web::{App, web};
//! use customer_session::endpoint::webhook::Webhook;
//! use customer_session_actix::EndpointHandler;
//! use customer_session_stripe::StripeWebhook;
//!
//! # fn app(webhook: Webhook<StripeWebhook>) {
//! let app = App::new().route("/webhooks/stripe", web::to(EndpointHandler::new(webhook.clone())));
//! # }
//! ```
//!
//! # Which token to present
//!
//! Stripe says of its secret that it "should not be stored, logged, or exposed to anyone other than
//! the relevant customer". What is sent to your API with every request passes your proxies and
//! logs. So each session has a second token, [`IssuedSession::token`]: 256 random bits behind
//! `css_`, bound to the same session, and good for nothing at Stripe. **Use that one**, and set
//! [`Bearer::OwnToken`], so that Stripe's secret is not taken at all. The default takes
//! [either](Bearer::Either).
//!
//! # What passes
//!
//! 1. The token has the form of an own token, or of a client secret (`cuss_…`), and the
//!    configuration takes that kind. No look-up is made for any other.
//! 2. Its digest is in the store, for this server, this mode and this account
//!    (`Stripe-Account`): a session of test mode is none in live mode, and one of a connected account
//!    is none of another, though they share a store. Two accounts with a key each are told apart by
//!    [`own_account`](StripeBuilder::own_account) only.
//! 3. The session's time is not over.
//! 4. Asked with **your** key, Stripe knows the customer (`/v1/customers/{id}`), in the mode of the
//!    key, and does not call them deleted. For customers who were deleted Stripe answers 200, with
//!    `"deleted": true`.
//!
//! The handler's `Customer` is made from the answer to 4; [`Customer`] is its model, for
//! `details::<customer_session_stripe::Customer>()`. The scopes of a session are the names of its
//! components, such as `pricing_table`.
//!
//! # Calls and rate limits
//!
//! A session costs no call of Stripe's. Its customer costs one, which counts against **one limit for
//! all customers together**: Stripe allows 25 calls a second of an endpoint, whatever the id. So a
//! customer is remembered for 10 min, across all of their sessions; those who ask at once share one
//! call; and no second sees more than 25: beyond it, sessions of customers who are not remembered
//! are refused with 503 and told when to come back.
//!
//! That is for one configuration in one process; a call that is tried once more counts twice. Divide
//! the [rate](StripeBuilder::customer_rate) by the number of replicas, and leave room for what else
//! calls Stripe with the account.
//!
//! Sessions stand in your own store, so that Stripe's limit and Stripe's outages hold back look-ups of
//! customers and nothing else: a session that was never presented passes meanwhile, if another one of
//! its customer's was a moment ago.
//!
//! # What Stripe's answers become
//!
//! All calls are made with your key, so that nothing that Stripe refuses is the fault of whoever
//! presents a session:
//!
//! | Stripe's answer to the look-up | outcome |
//! |---|---|
//! | 200 in JSON, of the same customer and mode | yes |
//! | 200, `deleted: true` | 401 `not_our_customer` |
//! | 404, `resource_missing` | 401 `not_our_customer` |
//! | 401 or 403 of Stripe's | 500 `credentials_refused` |
//! | 401 or 403 of anybody else: a proxy speaks | 503 `issuer_unavailable` |
//! | any other 404, 3xx, 400 of Stripe's | 500 `misconfigured` |
//! | 429, or 400 `rate_limit` | 503 `own_rate_limited` |
//! | 409, 5xx, or no answer | 503 |
//! | HTML, cut JSON, another customer or mode | 503 `issuer_answer_malformed` |
//!
//! A store that fails is a 503 too. A token that is not in the store is a 401 `token_denied`.
//!
//! # Creating sessions
//!
//! [`Stripe::create_customer_session`] sends an `Idempotency-Key` with each request: a random one,
//! or [yours](NewCustomerSession::idempotency_key). With the same key Stripe gives the same secret
//! again for at least 24 h, and it is the same session here. A session lasts for less: if it is over
//! when its key is repeated, that is [`SessionOver`](StripeErrorKind::SessionOver), and a new key is
//! needed. One that was ended begins anew if its key is repeated: do
//! not repeat the key of a session that you end. How long a session lasts is documented nowhere; its
//! `expires_at` is what counts.
//!
//! To end one, end it in the store, by `stripe.registry().revoke_session(token)` with either of its
//! tokens, `revoke_id(&issued.id)` or `revoke_customer(id)`, and in the engine, which may remember it for 60 s:
//! `config.revocations().end(&Sessions::of_session("stripe", issued.id))`.
//!
//! # API versions
//!
//! Calls pin `2026-10-28.endive` unless you [choose](StripeBuilder::api_version) another. The models
//! read every version since customer sessions exist: two components in the first, seven today.
//! Unknown fields, components and words are kept.
//!
//! # Webhooks
//!
//! Without them, the deletion of a customer is noticed when the customer is next looked up. Of a
//! configuration whose provider has another name, `StripeWebhook::new().provider("shop")` and
//! [`Webhook::builder`](customer_session::endpoint::webhook::Webhook::builder) make the endpoint.
//!
//! ## What each event does
//!
//! | event | does |
//! |---|---|
//! | `customer.created` | forgets a remembered "not our customer", so that a token which was refused is asked about again, 10 s after it was refused |
//! | `customer.updated` | the customer is looked up anew; sessions stay |
//! | `customer.deleted` | ends all sessions of the customer |
//! | `customer.discount.*`, `customer.source.*`, `customer.subscription.*`, `customer.tax_id.*`, and any other `customer.*.*` | the customer is looked up anew |
//! | `entitlements.active_entitlement_summary.updated` | the same |
//! | `v2.core.account.updated`, `v2.core.account[configuration.customer].updated` | the account is looked up anew, where the customer's id is the account's (`acct_…`); a customer (`cus_…`) who belongs to it is, when `customer.updated` says so |
//! | `v2.core.account.closed` | ends the sessions of which Stripe said that they are of this account (`customer_account`), or whose customer's id is the account's |
//! | any other | nothing, and is answered with 204 like the rest |
//!
//! Subscribe to those that you need and no others: each delivery is hashed. **Stripe has no event
//! for customer sessions**, neither for their creation nor for their end.
//!
//! Snapshot events and thin ones (`v1.customer.deleted`, `v2.core.account.updated`) are taken. A
//! thin event names one object: where that is a subscription or a tax id, it does not say whose, and
//! does nothing. Nor does Stripe send a thin `customer.updated`. So prefer snapshot events.
//!
//! ## Signatures
//!
//! `Stripe-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>` with the whole secret
//! (`whsec_…`), in lower-case hex. Of several `v1` one good one is enough; other schemes, such as
//! `v0`, are not looked at. Unlike Stripe's own libraries, this one refuses a timestamp that is too
//! far ahead as it refuses one that is too old.
//!
//! # Deployment caveats
//!
//! - **A store that several accounts share: name the account.** A key does not say whose it is. Two
//!   accounts of one mode (shops, sandboxes) with one store and one digest secret take each other's
//!   sessions, unless each is named by [`own_account`](StripeBuilder::own_account). Where customers
//!   were copied with their ids, a customer of one is signed in at the other.
//! - **The digest secret** is shared by all processes that share a store, and outlives them. Replace
//!   it in two phases, so that no process meets a session that it cannot find: first
//!   `DigestSecret::new(old)?.previous(new)?` everywhere, and when that runs everywhere,
//!   `new(new)?.previous(old)?`. Drop the old one when no session of its time can last any more. See
//!   [`previous`](customer_session::token::DigestSecret::previous).
//! - **Whole seconds.** Stripe dates sessions by the second. When all sessions of a customer are
//!   ended, one that begins within the same second is ended too.
//! - **Several accounts** in one configuration need [`Bearer::OwnToken`], since Stripe's secrets
//!   begin alike in all of them, and an [own token prefix](StripeBuilder::own_token_prefix) and a
//!   [name](StripeBuilder::name) each.
//! - **Connect.** An event about an object of a connected account does nothing, since who owns that
//!   account chooses what is in it. Set [`account`](StripeWebhook::account) where the sessions are
//!   those of one connected account's customers.
//! - **One secret per endpoint.** Live mode and each sandbox have endpoints of their own, each with
//!   its secret. Add several with
//!   [`secret`](customer_session::endpoint::webhook::WebhookBuilder::secret).
//! - **Not tried on Stripe's own servers.** Signatures are tested against Stripe's own libraries, for
//!   Node and Python; sessions are tested against a fake of Stripe that those libraries work with
//!   unchanged.
//!
//! # Features
//!
//! | feature | gives | default |
//! |---|---|---|
//! | `tracing` | the events of the core | on |
//! | `upstream` | the HTTP client to ask with; without it, bring a [`transport`](StripeBuilder::transport) | on |

mod answer;
mod builder;
mod client;
mod create;
mod error;
mod form;
mod issue;
mod key;
mod model;
mod provider;
mod stripe;
mod validate;
mod webhook;

pub use self::{
    builder::StripeBuilder,
    create::NewCustomerSession,
    error::{StripeError, StripeErrorKind},
    issue::IssuedSession,
    key::Mode,
    model::{
        AllowRedisplay, Component, Components, Customer, CustomerSession, CustomerSheetFeatures,
        Expandable, MobilePaymentElementFeatures, NoFeatures, PaymentElementFeatures, SaveUsage,
        Switch, TaxExempt, TaxIdElementFeatures,
    },
    provider::Bearer,
    stripe::Stripe,
    webhook::StripeWebhook,
};
