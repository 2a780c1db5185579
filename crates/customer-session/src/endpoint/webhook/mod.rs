//! Webhooks: an issuer tells that a customer changed, and what is remembered gives way.
//!
//! A [`Webhook`] is an [`Endpoint`] that takes the deliveries of one [`WebhookSender`]. Those of
//! Polar and Stripe stand in the crates `customer-session-polar` and `customer-session-stripe`;
//! implement the trait for any other.
//!
//! # What happens to a delivery
//!
//! 1. Its body is read up to the bound. A longer one is a 413.
//! 2. Another method than `POST` is a 405.
//! 3. The signature is verified over the bytes as they came, by each secret in turn, in constant
//!    time. A bad one, a missing one, and a timestamp further than the tolerance from now are a
//!    401, which does not tell them apart.
//! 4. The event is read. One that cannot be read is a 400.
//! 5. An event whose id was seen before is not applied again, and answered with 204.
//! 6. Its [changes](Change) are applied, and 204 is answered. An event that means nothing here is a
//!    204 too.
//! 7. If a change is [refused](crate::revoke::RevocationError), the answer is a 503 with
//!    `Retry-After`, and the event does not count as seen: the sender sends it again.
//!
//! Nothing is waited for: a delivery is answered as fast as it can be hashed.
//!
//! # What it cannot do
//!
//! - **Other processes.** A delivery reaches one process, and what other processes remember lives
//!   on for its [lifetime](crate::CustomerSessionConfig::staleness).
//! - **Order.** Deliveries may be late, repeated and out of order. No change makes an ended session
//!   good again: a late "changed" after "gone" only asks the issuer once more.
//! - **Your own use of events.** Either register a second address with the sender, or call
//!   [`Endpoint::answer`] from a handler of your own and read the body after a 204.
//!
//! # Security
//!
//! - Of an event's data only ids are read, and they only remove what is remembered, or end sessions.
//!   No event makes a customer, or becomes one.
//! - Secrets are neither printed nor logged. Refusals hold constants only.
//! - Whoever holds the secret can sign customers out and cause questions to the issuer, and nothing
//!   more.

mod builder;
mod event;
mod sender;
mod signature;

use std::{
    error::Error,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use self::signature::Tolerance;
pub use self::{
    builder::WebhookBuilder,
    event::{Change, Event, MalformedEvent},
    sender::WebhookSender,
    signature::{Delivery, SigningKey},
};
use super::{Endpoint, EndpointProblem, EndpointRequest, EndpointResponse, seen::Seen};
use crate::{
    clock::Clock,
    observe::{self, Refusals},
    revoke::{RevocationError, Revocations, Sessions},
};

/// The endpoint that takes the deliveries of one sender. See the [module](self).
///
/// Cheap to clone: clones share what was seen.
pub struct Webhook<S>(Arc<Receiver<S>>);

struct Receiver<S> {
    clock: Arc<dyn Clock>,
    keys: Vec<SigningKey>,
    max_body_bytes: usize,
    refusals: Refusals,
    revocations: Revocations,
    seen: Seen,
    sender: S,
    tolerance: Tolerance,
}

impl<S: WebhookSender> Webhook<S> {
    /// Begins an endpoint for the deliveries of this sender, whose events reach the engine behind
    /// `revocations`.
    pub fn builder(sender: S, revocations: Revocations) -> WebhookBuilder<S> {
        WebhookBuilder::new(sender, revocations)
    }
}

impl<S: WebhookSender> Endpoint for Webhook<S> {
    fn max_body_bytes(&self) -> usize {
        self.0.max_body_bytes
    }

    async fn answer(&self, request: EndpointRequest) -> EndpointResponse {
        match self.0.receive(&request) {
            Ok(()) => EndpointResponse::new(204),
            Err(refusal) => {
                let (sender, clock) = (self.0.sender.name(), &*self.0.clock);
                self.0.refusals.refused(sender, &refusal, clock);
                refusal.response()
            }
        }
    }
}

impl<S> Clone for Webhook<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Shows no key.
impl<S: fmt::Debug> fmt::Debug for Webhook<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("sender", &self.0.sender)
            .field("tolerance", &self.0.tolerance)
            .field("max_body_bytes", &self.0.max_body_bytes)
            .finish_non_exhaustive()
    }
}

impl<S: WebhookSender> Receiver<S> {
    fn receive(&self, request: &EndpointRequest) -> Result<(), Refusal> {
        if request.method != "POST" {
            return Err(Refusal::Method);
        }
        let moment = self.verify(request)?;
        let event = self.sender.event(request).map_err(Refusal::Malformed)?;
        let first = self
            .seen
            .once(&event.id, self.clock.monotonic(), || {
                self.apply(&event, moment)
            })
            .map_err(Refusal::NotApplied)?;
        observe::delivery_taken(self.sender.name(), &event, first);
        Ok(())
    }

    /// Verifies that the sender signed the request, and says which moment it is for sender and us.
    fn verify(&self, request: &EndpointRequest) -> Result<SystemTime, Refusal> {
        let delivery = self.sender.delivery(request).ok_or(Refusal::Unsigned)?;
        let now = self.clock.precise_wall();
        // First what costs nothing.
        if !self.tolerance.allows(delivery.timestamp, now) {
            return Err(Refusal::Untimely);
        }
        if !self.keys.iter().any(|key| key.signed(&delivery)) {
            return Err(Refusal::Forged);
        }
        // Where our clock is behind the sender's, a session that began a moment ago by theirs would
        // count as one that begins later.
        Ok(match UNIX_EPOCH + Duration::from_secs(delivery.timestamp) {
            ahead if ahead > now => ahead + ROUNDED_DOWN,
            _ => now,
        })
    }

    /// Applies what was sent at `moment`, until when sessions end.
    fn apply(&self, event: &Event, moment: SystemTime) -> Result<(), RevocationError> {
        event
            .changes
            .iter()
            .try_for_each(|change| self.apply_change(change, moment))
    }

    fn apply_change(&self, change: &Change, moment: SystemTime) -> Result<(), RevocationError> {
        let provider = self.sender.provider();
        match change {
            Change::CustomerAppeared(id) => self.revocations.forget_denial(provider, id),
            Change::CustomerChanged(id) => {
                let sessions = Sessions::of_customer(provider, id.as_str());
                self.revocations.recheck(&sessions)
            }
            Change::CustomerGone(id) => {
                let sessions = Sessions::of_customer(provider, id.as_str());
                self.revocations.end(&sessions.before(moment))
            }
            Change::MemberChanged(id) => {
                let sessions = Sessions::of_member(provider, id.as_str());
                self.revocations.recheck(&sessions)
            }
            Change::MemberGone(id) => {
                let sessions = Sessions::of_member(provider, id.as_str());
                self.revocations.end(&sessions.before(moment))
            }
            Change::SubjectGone(id) => {
                let sessions = Sessions::of_subject(provider, id.as_str());
                self.revocations.end(&sessions.before(moment))
            }
        }
    }
}

/// Why a delivery was not taken.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The signature is nobody's who knows a secret.
    Forged,
    /// The event cannot be read.
    Malformed(MalformedEvent),
    /// It was not posted.
    Method,
    /// The engine did not take a change.
    NotApplied(RevocationError),
    /// There is no signature that could be verified.
    Unsigned,
    /// It was signed too long ago, or too far ahead.
    Untimely,
}

impl Refusal {
    /// What lies behind it. The sender is not told.
    pub(crate) fn cause(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Malformed(error) => Some(error),
            Self::NotApplied(error) => Some(error),
            Self::Forged | Self::Method | Self::Unsigned | Self::Untimely => None,
        }
    }

    fn response(&self) -> EndpointResponse {
        match self {
            Self::Forged | Self::Unsigned | Self::Untimely => {
                EndpointResponse::problem(EndpointProblem::SignatureInvalid)
            }
            Self::Malformed(_) => EndpointResponse::problem(EndpointProblem::BodyMalformed),
            Self::Method => EndpointResponse::problem(EndpointProblem::MethodNotAllowed)
                .with_header("allow", "POST"),
            Self::NotApplied(_) => EndpointResponse::problem(EndpointProblem::Unavailable)
                .with_header("retry-after", RETRY_AFTER.as_secs().to_string()),
        }
    }
}

/// What may be missing from a time in whole seconds.
const ROUNDED_DOWN: Duration = Duration::from_secs(1);

/// What is full makes room as sessions reach their end, which takes minutes rather than seconds.
const RETRY_AFTER: Duration = Duration::from_secs(60);
