//! What the fake answers, compared with what Polar was seen to answer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod client;
mod receiver;

mod create_session;
mod customers;
mod demo;
mod failures;
mod faults;
mod lifecycle;
mod members;
mod oauth2;
mod portal;
mod rate_limits;
mod shapes;
mod tokens;
mod versions;
mod webhooks;
