//! Polar's webhooks: what Polar tells of customers reaches what is remembered of them.

mod event;
mod signature;

use customer_session::{
    endpoint::{
        EndpointRequest,
        webhook::{
            Delivery, Event, MalformedEvent, SigningKey, Webhook, WebhookBuilder, WebhookSender,
        },
    },
    revoke::Revocations,
};

/// Polar as the sender of webhooks.
///
/// Its [builder](Self::builder) makes an endpoint. Mount it outside of the session layer, and give
/// its address to Polar, in the format *Raw*:
///
/// ```
/// use axum::Router;
/// use customer_session::CustomerSessionConfig;
/// use customer_session_axum::EndpointService;
/// use customer_session_polar::PolarWebhook;
///
/// # fn routes(config: CustomerSessionConfig, secret: String) -> Result<Router, customer_session::ConfigError> {
/// let webhook = PolarWebhook::builder(config.revocations()).secret(secret).build()?;
/// let app: Router = Router::new().route_service("/webhooks/polar", EndpointService::new(webhook));
/// # Ok(app) }
/// ```
///
/// In actix-web, with the endpoint built outside of `HttpServer::new`'s closure:
///
/// ```
/// use actix_web::{App, web};
/// use customer_session::endpoint::webhook::Webhook;
/// use customer_session_actix::EndpointHandler;
/// use customer_session_polar::PolarWebhook;
///
/// # fn app(webhook: Webhook<PolarWebhook>) {
/// let app = App::new().route("/webhooks/polar", web::to(EndpointHandler::new(webhook.clone())));
/// # }
/// ```
///
/// # What each event does
///
/// | event | does |
/// |---|---|
/// | `customer.created` | forgets a remembered "not our customer", so that a token which was refused is asked about again, 10 s after it was refused |
/// | `customer.updated` | the customer is looked up anew; sessions stay |
/// | `customer.state_changed` | the same, so that a [state](crate::CustomerState) is asked for anew; with `deleted_at`, as `customer.deleted` |
/// | `customer.deleted` | ends all sessions of the customer |
/// | `member.created` | forgets that the member's customer was "not our customer" |
/// | `member.updated`, `customer_seat.assigned`, `customer_seat.claimed` | the member's sessions are verified anew |
/// | `member.deleted`, `customer_seat.revoked` | ends all sessions of the member |
/// | any other | nothing, and is answered with 204 like the rest |
///
/// The state that `customer.state_changed` carries is not believed, but asked for: deliveries may be
/// late and out of order, and an old one must not bring back what was cancelled since. It costs one
/// call with your access token, at the customer's next request.
///
/// A seat that names no member belongs to nobody who could have a member's session; then its
/// customer, if it names one, is looked up anew.
///
/// Subscribe to these and no others: each delivery is hashed. **Polar has no event for the end of a
/// session**, neither for its expiry nor for a revoked token. A session that ends without its
/// customer or member is noticed when it is next verified.
///
/// # Signatures
///
/// As [Standard Webhooks](https://www.standardwebhooks.com) has it: `webhook-signature` is
/// HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<body>`, in base64 after `v1,`. Polar uses one
/// of two keys, and the secret does not tell which:
///
/// - The whole secret as it is, prefix included: all secrets that Polar made before 2026-09-08, and
///   all that were chosen by the merchant.
/// - What the secret says in base64 after `whsec_`: those that Polar made since.
///
/// Both are tried. The secret is refused by `build()` if it is shorter than 16 bytes after its
/// prefix, or a token of Polar's.
///
/// # Polar's side
///
/// Polar sends an event again, up to ten times, until the answer is a 2xx within 10 s, and switches
/// a webhook off after ten events in a row that failed. So look at the log after a secret was
/// changed.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct PolarWebhook;

impl PolarWebhook {
    /// Begins an endpoint for Polar's webhooks, whose events reach the engine behind
    /// [`revocations`](customer_session::CustomerSessionConfig::revocations). At least one
    /// [`secret`](WebhookBuilder::secret) is required.
    pub fn builder(revocations: Revocations) -> WebhookBuilder<Self> {
        Webhook::builder(Self, revocations)
    }
}

impl WebhookSender for PolarWebhook {
    fn name(&self) -> &str {
        "polar"
    }

    fn keys(&self, secret: &str) -> Result<Vec<SigningKey>, &'static str> {
        signature::keys(secret)
    }

    fn delivery<'a>(&self, request: &'a EndpointRequest) -> Option<Delivery<'a>> {
        signature::delivery(request)
    }

    fn event(&self, request: &EndpointRequest) -> Result<Event, MalformedEvent> {
        // The id was signed.
        let id = request.sole_header(signature::ID).unwrap_or_default();
        event::read(id, &request.body)
    }
}
