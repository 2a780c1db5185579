//! An event that was queued for a webhook.

use std::{fmt, sync::Arc};

use serde_json::Value;

use super::{
    attempt::Attempt,
    delivery::Delivery,
    handle::Webhook,
    outbox::{Message, Outbox},
    send,
};

/// An event on its way to one webhook; clones are handles of the same one.
#[derive(Clone)]
pub struct Event {
    outbox: Arc<Outbox>,
    message: Arc<Message>,
}

/// How far an event is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum EventStatus {
    /// The receiver took it.
    Delivered,
    /// A test took it out of the queue.
    Discarded,
    /// All ten attempts failed.
    GivenUp,
    /// It waits for its first or its next attempt.
    Queued,
    /// It was still queued when its webhook was disabled.
    Skipped,
}

impl Event {
    pub(super) fn new(outbox: &Arc<Outbox>, message: &Arc<Message>) -> Self {
        Self {
            outbox: Arc::clone(outbox),
            message: Arc::clone(message),
        }
    }

    /// The id, a UUID of version 4: what `webhook-id` says in every attempt.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.message.id
    }

    /// The type, such as `customer.deleted`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.message.kind
    }

    /// The body, exactly as it is sent.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.message.body
    }

    /// The data of the body: the customer, member or seat.
    #[must_use]
    pub fn data(&self) -> Value {
        let mut body: Value = serde_json::from_slice(&self.message.body).unwrap_or_default();
        body["data"].take()
    }

    /// The webhook that it is sent to.
    #[must_use]
    pub fn webhook(&self) -> Webhook {
        Webhook::new(&self.outbox, self.message.webhook_id.clone())
    }

    /// How far it is; none once ten thousand later events have pushed it out of memory.
    #[must_use]
    pub fn status(&self) -> Option<EventStatus> {
        self.outbox.state().status(&self.message)
    }

    /// Sends it once, now, and returns what came of it.
    ///
    /// It does not matter whether deliveries are held back, whether it is due or in turn, or was
    /// delivered before; in the last case, this is the duplicate that Polar's button to redeliver
    /// makes. A queued event that fails waits for its next attempt as after any other.
    ///
    /// # Cancellation
    ///
    /// Dropping the future breaks the connection off. The attempt counts, and is not in the
    /// journal.
    pub async fn deliver(&self) -> Attempt {
        send::attempt(&self.outbox, &self.message).await
    }

    /// Takes it out of the queue, so that it is never sent; returns whether it was in the queue.
    pub fn discard(&self) -> bool {
        self.outbox.change(|state| state.discard(&self.message))
    }

    /// What an attempt would send now, signed, without sending it.
    #[must_use]
    pub fn signed(&self) -> Delivery {
        self.signed_at(self.outbox.unix_seconds())
    }

    /// What an attempt at this time would send, in seconds since 1970.
    #[must_use]
    pub fn signed_at(&self, unix_seconds: i64) -> Delivery {
        self.webhook()
            .sign(self.id(), unix_seconds, self.message.body.as_slice())
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("id", &self.id())
            .field("kind", &self.kind())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
