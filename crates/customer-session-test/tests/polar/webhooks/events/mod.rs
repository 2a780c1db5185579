//! Which events a change makes, and what is in them.

mod customers;
mod envelopes;
mod members;

use customer_session_test::polar::{FakePolar, NewCustomer, webhook::Event};
use serde_json::Value;

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

fn ada() -> NewCustomer {
    NewCustomer::individual("ada@shop.example")
        .id(ADA)
        .external_id("usr_4411")
}

/// Takes all events that are queued.
fn taken(polar: &FakePolar) -> Vec<Event> {
    let queued = polar.webhooks().queued();
    queued.iter().for_each(|event| assert!(event.discard()));
    queued
}

fn body(event: &Event) -> Value {
    serde_json::from_slice(event.body()).unwrap()
}
