//! What the fake of Stripe answers, byte by byte.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod client;

mod customers;
mod events;
mod faults;
mod limits;
mod sessions;
