//! Sessions that an OAuth server is asked about (RFC 7662): what passes, and what becomes of
//! everything else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod canary;
mod checks;
mod commercetools;
mod configuration;
mod customers;
mod memory;
mod outcomes;
mod questions;
mod server;
