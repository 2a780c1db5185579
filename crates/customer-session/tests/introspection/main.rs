//! Sessions that an OAuth server is asked about (RFC 7662): what passes, and what becomes of
//! everything else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[cfg(feature = "jwt")]
mod assertions;
mod canary;
mod checks;
mod commercetools;
#[expect(dead_code, reason = "it can do more than is needed here")]
#[path = "../common/mod.rs"]
mod common;
mod configuration;
mod customers;
mod discovery;
#[cfg(all(feature = "jwt", feature = "upstream"))]
mod loopback;
mod memory;
#[cfg(feature = "jwt")]
#[expect(dead_code, reason = "it can do more than is needed here")]
#[path = "../jwt/mint.rs"]
mod mint;
mod outcomes;
mod questions;
mod separate;
mod server;
#[cfg(feature = "jwt")]
mod signed;
mod site;
