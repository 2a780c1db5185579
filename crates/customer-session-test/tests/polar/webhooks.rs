//! What the fake sends to webhooks, compared with what Polar was seen to send.

mod control;
mod delivery;
mod events;
mod retries;
mod signatures;

use customer_session::clock::ManualClock;
use customer_session_test::polar::{
    FakePolar,
    webhook::{NewWebhook, Webhook},
};

use crate::{client::still, receiver::Receiver};

/// A fake with a clock that stands still, and a receiver of all that it sends.
async fn sending() -> (FakePolar, ManualClock, Receiver, Webhook) {
    let (polar, clock) = still().await;
    let receiver = Receiver::start().await;
    let new = NewWebhook::new(&receiver.url);
    let webhook = polar.organization().add_webhook(new).unwrap();
    (polar, clock, receiver, webhook)
}

/// A fake that only queues, for what is in events rather than how they are sent.
async fn holding() -> FakePolar {
    let (polar, _) = still().await;
    polar.webhooks().hold();
    let new = NewWebhook::new("http://127.0.0.1:9/");
    polar.organization().add_webhook(new).unwrap();
    polar
}

/// The types of the events that are queued.
fn kinds(polar: &FakePolar) -> Vec<String> {
    let queued = polar.webhooks().queued();
    queued.iter().map(|event| event.kind().to_owned()).collect()
}
