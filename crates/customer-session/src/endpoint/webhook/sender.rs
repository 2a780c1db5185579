//! The trait of those who send webhooks.

use std::fmt;

use super::{Delivery, Event, MalformedEvent, SigningKey};
use crate::endpoint::EndpointRequest;

/// Knows the deliveries of one sender: how they are signed, and what they say.
///
/// # What you must guarantee
///
/// - [`delivery`](Self::delivery) says what the sender signed, byte for byte, and the body is a part
///   of it: what it leaves out can be forged.
/// - [`event`](Self::event) reads ids only. It is called after the signature and the timestamp
///   proved good.
/// - Neither panics, whatever arrives.
///
/// # Example
///
/// ```
/// use customer_session::endpoint::{
///     EndpointRequest,
///     webhook::{Change, Delivery, Event, MalformedEvent, SigningKey, WebhookSender},
/// };
///
/// /// Signs `<timestamp>:<body>`, and sends the id of a customer who is gone.
/// #[derive(Debug)]
/// struct MySender;
///
/// impl WebhookSender for MySender {
///     fn name(&self) -> &str {
///         "mine"
///     }
///
///     fn keys(&self, secret: &str) -> Result<Vec<SigningKey>, &'static str> {
///         Ok(vec![SigningKey::new(secret.as_bytes())])
///     }
///
///     fn delivery<'a>(&self, request: &'a EndpointRequest) -> Option<Delivery<'a>> {
///         let timestamp = request.sole_header("x-timestamp")?;
///         let signature = request.header("x-signature").next()?.try_into().ok()?;
///         let signed = vec![timestamp.as_bytes(), b":", &request.body];
///         Some(Delivery::new(timestamp.parse().ok()?, signed, vec![signature]))
///     }
///
///     fn event(&self, request: &EndpointRequest) -> Result<Event, MalformedEvent> {
///         let id = str::from_utf8(&request.body).map_err(|_| MalformedEvent::new("no text"))?;
///         Event::new(id, "gone")?.with(Change::CustomerGone(id.to_owned()))
///     }
/// }
/// ```
pub trait WebhookSender: fmt::Debug + Send + Sync + 'static {
    /// A short name for events, such as `polar`.
    fn name(&self) -> &str;

    /// The [name](crate::provider::SessionProvider::name) of the provider whose sessions the events
    /// are about. Default: the sender's own.
    fn provider(&self) -> &str {
        self.name()
    }

    /// The keys that a secret may stand for.
    ///
    /// # Errors
    ///
    /// What to do instead, when this can be no secret of the sender's. It must not hold the secret.
    fn keys(&self, secret: &str) -> Result<Vec<SigningKey>, &'static str>;

    /// What the request claims to be signed; `None` if it claims nothing that could be verified.
    fn delivery<'a>(&self, request: &'a EndpointRequest) -> Option<Delivery<'a>>;

    /// What the sender tells.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or misses an id that it must have.
    fn event(&self, request: &EndpointRequest) -> Result<Event, MalformedEvent>;
}
