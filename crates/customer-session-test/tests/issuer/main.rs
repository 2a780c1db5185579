//! The fake issuer over its wire.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod client;
mod faults;
mod introspection;
mod keys;
mod revocation;
mod tokens;
mod verified;
mod who_asks;
