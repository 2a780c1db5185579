//! [Stripe](https://stripe.com)'s webhooks: what Stripe tells of customers reaches what is
//! remembered of them.
//!
//! ```text
//! request ──▶ 1 extract ──▶ 2 recall ──▶ 3 route ──▶ 4 ask ──────▶ 5 inject ──▶ handler
//!             one bearer     local key →   whose token  the issuer:     Customer with CurrentCustomer
//!             or a           cached        is it? no    session, then   its session
//!             rejection      verdict       I/O          customer        in extensions
//!                            └── hit: straight to 5 ────────────────────┘
//!                            └─ this crate ─┘
//! ```
//!
//! [`StripeWebhook`] makes an endpoint that ends the sessions of deleted customers and has changed
//! customers looked up anew. It does not verify sessions: Stripe has no call that could. It serves
//! beside any provider whose customers have Stripe's ids.
//!
//! # Quick start
//!
//! With axum, outside of the session layer:
//!
//! ```
//! use axum::Router;
//! use customer_session::{CustomerSessionConfig, endpoint::webhook::Webhook};
//! use customer_session_axum::EndpointService;
//! use customer_session_stripe::StripeWebhook;
//!
//! # fn routes(config: CustomerSessionConfig, secret: String) -> Result<Router, customer_session::ConfigError> {
//! // `shop` is the name of the provider that verifies the sessions.
//! let stripe = StripeWebhook::new().provider("shop");
//! let webhook = Webhook::builder(stripe, config.revocations()).secret(secret).build()?;
//! let app: Router = Router::new().route_service("/webhooks/stripe", EndpointService::new(webhook));
//! # Ok(app) }
//! ```
//!
//! With actix-web, and with the endpoint built outside of `HttpServer::new`'s closure:
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
//! # What each event does
//!
//! | event | does |
//! |---|---|
//! | `customer.created` | forgets a remembered "not our customer", so that a token which was refused is asked about again, 10 s after it was refused |
//! | `customer.updated` | the customer is looked up anew; sessions stay |
//! | `customer.deleted` | ends all sessions of the customer |
//! | `customer.discount.*`, `customer.source.*`, `customer.subscription.*`, `customer.tax_id.*`, and any other `customer.*.*` | the customer is looked up anew |
//! | `entitlements.active_entitlement_summary.updated` | the same |
//! | `v2.core.account.updated`, `v2.core.account[configuration.customer].updated` | the account is looked up anew, for sessions whose customer is an account (`acct_…`) |
//! | `v2.core.account.closed` | ends all sessions of the account |
//! | any other | nothing, and is answered with 204 like the rest |
//!
//! Subscribe to those that you need and no others: each delivery is hashed. **Stripe has no event
//! for customer sessions**, neither for their creation nor for their end.
//!
//! Snapshot events and thin ones (`v1.customer.deleted`, `v2.core.account.updated`) are taken. A
//! thin event names one object: where that is a subscription or a tax id, it does not say whose, and
//! does nothing. Nor does Stripe send a thin `customer.updated`. So prefer snapshot events.
//!
//! # Signatures
//!
//! `Stripe-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<t>.<body>` with the whole secret
//! (`whsec_…`), in lower-case hex. Of several `v1` one good one is enough; other schemes, such as
//! `v0`, are not looked at. Unlike Stripe's own libraries, this one refuses a timestamp that is too
//! far ahead as it refuses one that is too old.
//!
//! # Deployment caveats
//!
//! - **Connect.** An event about an object of a connected account does nothing, since who owns that
//!   account chooses what is in it. Set [`account`](StripeWebhook::account) where the sessions are
//!   those of one connected account's customers.
//! - **One secret per endpoint.** Live mode and each sandbox have endpoints of their own, each with
//!   its secret. Add several with
//!   [`secret`](customer_session::endpoint::webhook::WebhookBuilder::secret).
//! - **Not tried on Stripe's own servers.** Signatures are tested against Stripe's own libraries, for
//!   Node and Python.
//!
//! # Features
//!
//! | feature | gives | default |
//! |---|---|---|
//! | `tracing` | the events of the core | on |

mod answer;
mod builder;
mod client;
mod create;
mod error;
mod form;
mod key;
mod model;
mod provider;
mod stripe;
mod webhook;

pub use self::{
    builder::StripeBuilder,
    create::{IssuedSession, NewCustomerSession},
    error::{StripeError, StripeErrorKind},
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
