//! What is to be sent, and what was: shared by the world that changes, the workers that send, and
//! the handles.

mod message;
mod state;
mod webhook_row;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

use customer_session::clock::Clock;
use tokio::{runtime::Handle, sync::watch};

pub(super) use self::{
    message::Message,
    state::{Next, State},
    webhook_row::WebhookRow,
};
use super::{envelope::Occurrence, error::WebhookError, new::NewWebhook, send};

/// Events to send, and the journal of those that were sent.
///
/// Whoever holds the world's lock may take this one's; never the other way round.
#[derive(Debug)]
pub(in crate::polar) struct Outbox {
    clock: Arc<dyn Clock>,
    /// The runtime that the fake was started on; workers run there, whoever adds a webhook.
    runtime: Handle,
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

impl Outbox {
    /// An empty outbox, whose workers will run on the runtime that this is called on.
    pub(in crate::polar) fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            runtime: Handle::current(),
            state: Mutex::default(),
            changed: watch::Sender::new(()),
        })
    }

    /// Adds a webhook and the worker that sends to it, and returns the webhook's id.
    pub(in crate::polar) fn add(
        self: &Arc<Self>,
        organization_id: &str,
        new: NewWebhook,
    ) -> Result<String, WebhookError> {
        let row = WebhookRow::new(organization_id, new)?;
        let id = row.id.clone();
        self.change(|state| state.webhooks.push(row));
        self.runtime.spawn(send::work(Arc::clone(self), id.clone()));
        Ok(id)
    }

    /// Stops all workers for good.
    pub(in crate::polar) fn close(&self) {
        self.change(|state| state.closed = true);
    }

    /// Whether anybody would be sent events of this organization.
    pub(super) fn is_listened_to(&self, organization_id: &str) -> bool {
        let state = self.state();
        !state.closed
            && state
                .webhooks
                .iter()
                .any(|row| row.enabled && row.organization_id == organization_id)
    }

    /// Queues an event for each webhook of the organization that wants it.
    pub(super) fn push(&self, organization_id: &str, occurrence: &Occurrence<'_>) {
        let now = self.clock.monotonic();
        self.change(|state| {
            let wanting = state
                .webhooks
                .iter()
                .filter(|row| row.wants(organization_id, occurrence.kind));
            let messages: Vec<Message> = wanting.map(|row| Message::new(row, occurrence)).collect();
            for message in messages {
                state.queue(message, now);
            }
        });
    }

    /// The clock that everything here goes by.
    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The time that a delivery of now is stamped with: whole seconds, rounded down.
    pub(super) fn unix_seconds(&self) -> i64 {
        let seconds = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        match self.clock.wall().duration_since(UNIX_EPOCH) {
            Ok(after) => seconds(after),
            Err(before) if before.duration().subsec_nanos() == 0 => -seconds(before.duration()),
            Err(before) => -seconds(before.duration()) - 1,
        }
    }

    /// Reads.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        // A test that panics while it holds the lock must not take the fake down for others.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and wakes those who wait for it.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let made = change(&mut self.state());
        self.changed.send_replace(());
        made
    }

    /// Waits until `is_so`, which is asked after every change.
    pub(super) async fn wait_until(&self, is_so: impl Fn(&State) -> bool) {
        let mut changes = self.changed.subscribe();
        while !is_so(&self.state()) {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// A listener for changes after this moment.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }
}
