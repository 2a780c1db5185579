//! Control over what is sent, and when.

use std::sync::Arc;

use super::{
    attempt::Attempt,
    event::Event,
    outbox::{Message, Outbox, State},
    retry::RetryJitter,
};

/// The deliveries of all webhooks of a fake.
///
/// They are sent in the background, unless they are [held](Self::hold) back.
#[derive(Clone, Debug)]
pub struct Webhooks(Arc<Outbox>);

impl Webhooks {
    pub(in crate::polar) fn new(outbox: &Arc<Outbox>) -> Self {
        Self(Arc::clone(outbox))
    }

    /// Holds deliveries back from now on: only what is [delivered](Event::deliver) by hand is sent.
    ///
    /// An attempt that is under way goes on.
    pub fn hold(&self) {
        self.0.change(|state| state.held = true);
    }

    /// Sends deliveries in the background again, and those first that were held back.
    pub fn release(&self) {
        self.0.change(|state| state.held = false);
    }

    /// Sets how much longer than they have to events wait after a failure; by default
    /// [`RetryJitter::None`], so that a test knows when the next attempt is.
    pub fn set_retry_jitter(&self, jitter: RetryJitter) {
        self.0.change(|state| state.jitter = jitter);
    }

    /// The events that wait for their first or next attempt, in the order of the changes.
    #[must_use]
    pub fn queued(&self) -> Vec<Event> {
        self.listed(self.0.state().queued())
    }

    /// The latest events, whatever became of them, in the order of the changes; ten thousand are
    /// kept, and beyond them those that are queued.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.listed(self.0.state().events())
    }

    /// The latest attempts, in the order in which they ended; at most ten thousand are kept.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.0.state().attempts().cloned().collect()
    }

    /// Delivers the first event in the queue, once and now; none if there is none.
    pub async fn deliver_next(&self) -> Option<Attempt> {
        let first = self.queued().into_iter().next()?;
        Some(first.deliver().await)
    }

    /// Delivers each event that is in the queue now, once and in order.
    pub async fn deliver_all(&self) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        for event in self.queued() {
            attempts.push(event.deliver().await);
        }
        attempts
    }

    /// Waits until the queue is empty: every event was delivered, given up, discarded or skipped.
    ///
    /// An event that failed stays in the queue until its next attempt, so that with a clock that
    /// stands still this waits until somebody moves it; see [`attempted`](Self::attempted). It
    /// waits as well for events that are [held](Self::hold) back. It returns when the fake is gone.
    pub async fn flush(&self) {
        let is_empty = |state: &State| state.closed || state.queued().next().is_none();
        self.0.wait_until(is_empty).await;
    }

    /// Waits until nothing is being sent and nothing is due by the fake's clock: every event that
    /// may be sent now was tried.
    ///
    /// With a clock that a test moves, this is the moment to move it on to the next attempt. It
    /// returns when the fake is gone.
    pub async fn attempted(&self) {
        let clock = self.0.clock();
        self.0
            .wait_until(|state| state.is_at_rest(clock.monotonic()))
            .await;
    }

    fn listed<'a>(&self, messages: impl Iterator<Item = &'a Arc<Message>>) -> Vec<Event> {
        messages
            .map(|message| Event::new(&self.0, message))
            .collect()
    }
}
