//! Sending: the worker of each webhook, and a single attempt.

use std::{sync::Arc, time::Duration};

use super::{
    attempt::{Attempt, Outcome},
    delivery::Delivery,
    http::{self, Target},
    outbox::{Message, Next, Outbox},
    secret::Secret,
};

/// Sends the events of a webhook, one at a time, until the fake is gone.
pub(super) async fn work(outbox: Arc<Outbox>, webhook_id: String) {
    tokio::select! {
        biased;
        () = outbox.wait_until(|state| state.closed) => {}
        () = send_all(&outbox, &webhook_id) => {}
    }
}

async fn send_all(outbox: &Arc<Outbox>, webhook_id: &str) {
    loop {
        // Before the look, so that no change between the look and the wait is missed.
        let mut changes = outbox.changes();
        let now = outbox.clock().monotonic();
        let next = outbox.state().next(webhook_id, now);
        match next {
            Next::Rest => {
                // The sender of changes lives in the outbox.
                let _ = changes.changed().await;
            }
            Next::Send(message) => {
                attempt(outbox, &message).await;
            }
            Next::Until(due) => tokio::select! {
                _ = changes.changed() => {}
                () = outbox.clock().sleep(due.saturating_sub(now)) => {}
            },
        }
    }
}

/// Sends an event once, and notes what came of it.
pub(super) async fn attempt(outbox: &Arc<Outbox>, message: &Arc<Message>) -> Attempt {
    let flight = Flight::begin(outbox, message);
    let unix_seconds = outbox.unix_seconds();
    let outcome = match recipient(outbox, message) {
        Some((target, secrets)) => {
            let body = message.body.as_slice();
            let delivery = Delivery::signed(&secrets, &message.id, unix_seconds, body);
            exchange(outbox, &target, &delivery).await
        }
        // Webhooks are never taken away.
        None => Outcome::Unanswered,
    };
    let attempt = Attempt {
        event_id: message.id.clone(),
        kind: message.kind.clone(),
        webhook_id: message.webhook_id.clone(),
        number: flight.number,
        unix_seconds,
        outcome,
    };
    let now = outbox.clock().monotonic();
    outbox.change(|state| state.settle(message, attempt.clone(), now));
    attempt
}

fn recipient(outbox: &Outbox, message: &Message) -> Option<(Target, Vec<Secret>)> {
    let state = outbox.state();
    let webhook = state.webhook(&message.webhook_id)?;
    Some((webhook.target.clone(), webhook.secrets.clone()))
}

async fn exchange(outbox: &Outbox, target: &Target, delivery: &Delivery) -> Outcome {
    tokio::select! {
        biased;
        posted = http::post(target, delivery) => {
            posted.map_or(Outcome::Unanswered, Outcome::Answered)
        }
        () = outbox.clock().sleep(TIMEOUT) => Outcome::TimedOut,
    }
}

/// An attempt that is under way; dropping it ends that, even if the attempt was cancelled.
struct Flight<'a> {
    outbox: &'a Outbox,
    message: &'a Arc<Message>,
    number: u32,
}

impl<'a> Flight<'a> {
    fn begin(outbox: &'a Outbox, message: &'a Arc<Message>) -> Self {
        let number = outbox.change(|state| state.begin(message));
        Self {
            outbox,
            message,
            number,
        }
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.outbox.change(|state| state.end(self.message));
    }
}

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(10);
