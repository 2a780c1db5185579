//! The queue, and the rules by which it moves.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::{Message, WebhookRow};
use crate::polar::webhook::{
    attempt::Attempt,
    event::EventStatus,
    retry::{MOST_ATTEMPTS, RetryJitter},
};

/// Everything that is sent and was sent.
#[derive(Debug, Default)]
pub(in crate::polar::webhook) struct State {
    /// Whether the fake is gone.
    pub(in crate::polar::webhook) closed: bool,
    /// Whether workers leave the queue alone.
    pub(in crate::polar::webhook) held: bool,
    pub(in crate::polar::webhook) jitter: RetryJitter,
    pub(in crate::polar::webhook) webhooks: Vec<WebhookRow>,
    /// Oldest first, finished ones included.
    events: VecDeque<EventRow>,
    /// Oldest first.
    attempts: VecDeque<Attempt>,
}

/// An event, and how far it is.
#[derive(Debug)]
struct EventRow {
    message: Arc<Message>,
    status: EventStatus,
    queued_at: Duration,
    /// When it may be tried next, as long as it is queued.
    due: Duration,
    /// How many attempts were begun.
    attempts: u32,
    /// How many of them are not over.
    in_flight: u32,
}

/// What a worker does next.
#[derive(Debug)]
pub(in crate::polar::webhook) enum Next {
    /// Nothing, until something changes.
    Rest,
    /// It sends this.
    Send(Arc<Message>),
    /// Nothing, until something changes or this moment comes.
    Until(Duration),
}

impl State {
    /// Puts an event at the end of the queue.
    pub(super) fn queue(&mut self, message: Message, now: Duration) {
        if self.events.len() >= REMEMBERED {
            self.forget_oldest_finished();
        }
        self.events.push_back(EventRow {
            message: Arc::new(message),
            status: EventStatus::Queued,
            queued_at: now,
            due: now,
            attempts: 0,
            in_flight: 0,
        });
    }

    /// What the worker of a webhook does next.
    ///
    /// 1. While deliveries are held back, nothing.
    /// 2. The first event in the queue is sent when it is due.
    /// 3. The others are sent when they are due and one minute old, so that one that fails does not
    ///    stop all others.
    pub(in crate::polar::webhook) fn next(&self, webhook_id: &str, now: Duration) -> Next {
        if self.held || self.closed {
            return Next::Rest;
        }
        let mut next = None;
        let queued = self
            .events
            .iter()
            .filter(|row| row.is_queued() && row.message.webhook_id == webhook_id);
        for (place, row) in queued.enumerate() {
            let ready = match place {
                0 => row.due,
                _ => row.due.max(row.queued_at + GUARDED_FOR),
            };
            if row.in_flight > 0 {
                continue;
            }
            if ready <= now {
                return Next::Send(Arc::clone(&row.message));
            }
            next = Some(next.map_or(ready, |next: Duration| next.min(ready)));
        }
        next.map_or(Next::Rest, Next::Until)
    }

    /// Notes that an attempt begins, and returns its number.
    pub(in crate::polar::webhook) fn begin(&mut self, message: &Arc<Message>) -> u32 {
        let Some(row) = self.row_mut(message) else {
            return 1;
        };
        row.attempts += 1;
        row.in_flight += 1;
        row.attempts
    }

    /// Notes that an attempt is over, whether or not anything came of it.
    pub(in crate::polar::webhook) fn end(&mut self, message: &Arc<Message>) {
        if let Some(row) = self.row_mut(message) {
            row.in_flight = row.in_flight.saturating_sub(1);
        }
    }

    /// Notes what came of an attempt.
    ///
    /// 1. A success delivers the event, even one that was given up.
    /// 2. The tenth failure gives a queued event up; any other has it wait for the next attempt.
    /// 3. A failure of an event that is not queued, such as a duplicate, changes nothing.
    pub(in crate::polar::webhook) fn settle(
        &mut self,
        message: &Arc<Message>,
        attempt: Attempt,
        now: Duration,
    ) {
        let succeeded = attempt.succeeded();
        self.remember(attempt);
        let jitter = self.jitter;
        let Some(row) = self.row_mut(message) else {
            return;
        };
        let before = row.status;
        row.status = match (before, succeeded) {
            (_, true) => EventStatus::Delivered,
            (EventStatus::Queued, false) if row.attempts >= MOST_ATTEMPTS => EventStatus::GivenUp,
            (_, false) => before,
        };
        row.due = now + jitter.wait_after(row.attempts);
        if row.status != before {
            self.note_finished(&message.webhook_id, succeeded);
        }
    }

    /// Takes an event out of the queue, and returns whether it was in it.
    pub(in crate::polar::webhook) fn discard(&mut self, message: &Arc<Message>) -> bool {
        let queued = self.row_mut(message).filter(|row| row.is_queued());
        let discarded = queued.map(|row| row.status = EventStatus::Discarded);
        discarded.is_some()
    }

    /// The event's status; one that is remembered no longer was delivered or given up long ago.
    pub(in crate::polar::webhook) fn status(&self, message: &Arc<Message>) -> Option<EventStatus> {
        let row = self.events.iter().find(|row| row.is_of(message));
        row.map(|row| row.status)
    }

    /// The events in the queue, oldest first.
    pub(in crate::polar::webhook) fn queued(&self) -> impl Iterator<Item = &Arc<Message>> {
        let queued = self.events.iter().filter(|row| row.is_queued());
        queued.map(|row| &row.message)
    }

    /// All events that are remembered, oldest first.
    pub(in crate::polar::webhook) fn events(&self) -> impl Iterator<Item = &Arc<Message>> {
        self.events.iter().map(|row| &row.message)
    }

    /// All attempts that are remembered, oldest first.
    pub(in crate::polar::webhook) fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter()
    }

    /// Whether nothing is being sent, and nothing is due.
    pub(in crate::polar::webhook) fn is_at_rest(&self, now: Duration) -> bool {
        let in_flight = self.events.iter().any(|row| row.in_flight > 0);
        let is_due = |webhook: &WebhookRow| matches!(self.next(&webhook.id, now), Next::Send(_));
        self.closed || !(in_flight || self.webhooks.iter().any(is_due))
    }

    /// A webhook by its id.
    pub(in crate::polar::webhook) fn webhook(&self, id: &str) -> Option<&WebhookRow> {
        self.webhooks.iter().find(|row| row.id == id)
    }

    /// A webhook by its id, to change it.
    pub(in crate::polar::webhook) fn webhook_mut(&mut self, id: &str) -> Option<&mut WebhookRow> {
        self.webhooks.iter_mut().find(|row| row.id == id)
    }

    /// Disables a webhook; what is still queued for it is not sent any more.
    pub(in crate::polar::webhook) fn disable(&mut self, webhook_id: &str) {
        if let Some(webhook) = self.webhook_mut(webhook_id) {
            webhook.set_enabled(false);
        }
        let abandoned = self
            .events
            .iter_mut()
            .filter(|row| row.is_queued() && row.message.webhook_id == webhook_id);
        abandoned.for_each(|row| row.status = EventStatus::Skipped);
    }

    fn note_finished(&mut self, webhook_id: &str, delivered: bool) {
        let unreachable = self
            .webhook_mut(webhook_id)
            .is_some_and(|webhook| webhook.note_finished(delivered));
        if unreachable {
            self.disable(webhook_id);
        }
    }

    fn row_mut(&mut self, message: &Arc<Message>) -> Option<&mut EventRow> {
        self.events.iter_mut().rev().find(|row| row.is_of(message))
    }

    fn remember(&mut self, attempt: Attempt) {
        if self.attempts.len() >= REMEMBERED {
            self.attempts.pop_front();
        }
        self.attempts.push_back(attempt);
    }

    /// The queue itself is never cut.
    fn forget_oldest_finished(&mut self) {
        let finished = self
            .events
            .iter()
            .position(|row| !row.is_queued() && row.in_flight == 0);
        if let Some(place) = finished {
            self.events.remove(place);
        }
    }
}

impl EventRow {
    fn is_queued(&self) -> bool {
        self.status == EventStatus::Queued
    }

    fn is_of(&self, message: &Arc<Message>) -> bool {
        Arc::ptr_eq(&self.message, message)
    }
}

/// How many events and attempts are remembered; a load test makes more than anybody reads.
const REMEMBERED: usize = 10_000;
/// For how long an event waits for those before it.
const GUARDED_FOR: Duration = Duration::from_secs(60);
