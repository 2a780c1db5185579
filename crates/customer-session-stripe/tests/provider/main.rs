//! The whole road without a web framework: from a session that is created, over real HTTP to a fake
//! of Stripe, to a verdict about its token.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../../customer-session-polar/tests/provider/printed.rs"]
mod printed;
#[allow(dead_code, reason = "not all who listen ask for all")]
#[path = "../../../customer-session-polar/tests/provider/witness.rs"]
mod witness;
mod world;

mod build;
mod canary;
mod create;
mod endings;
mod failures;
mod own_transport;
mod pacing;
mod refusals;
mod separation;
mod success;
mod trouble;
mod twin;
mod webhook;
