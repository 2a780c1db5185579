//! One table of requests to endpoints that tower, axum and actix-web must answer alike.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod drivers;
mod end_to_end;
mod mounting;
mod presented;
mod probe;
pub(crate) mod servers;
mod webhooks;
pub(crate) mod wire;

use self::{
    drivers::{Sent, everywhere},
    presented::present,
    probe::Probe,
};
