//! The engine, seen through [`CustomerSessionConfig::authenticate`]: one road, a scripted issuer, and a clock that stands still.
//!
//! Tests count what the issuer is asked. A clock of this kind moves the deadlines of the cache, and nothing waits in real time.
//!
//! [`CustomerSessionConfig::authenticate`]: customer_session::CustomerSessionConfig::authenticate

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod allocations;
mod asking;
mod beyond;
mod bounds;
mod carried;
mod clocks;
mod customers;
mod denials;
mod end;
mod enriched;
mod expiry;
mod flights;
mod issuer;
mod lifetimes;
mod local;
mod lost;
mod overload;
mod paces;
mod readiness;
mod renewal;
mod revocation;
mod routing;
mod settings;
mod signed;
mod signed_in;
mod stale;
mod statistics;
mod timeouts;
mod trouble;
pub(crate) mod world;

use self::{
    issuer::{Issuer, record},
    world::{ADA, ADA_PHONE, GRACE, World, now, settle},
};
