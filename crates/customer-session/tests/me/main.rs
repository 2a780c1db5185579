//! Sessions that a server is asked about with their own token: what passes, and what becomes of
//! everything else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod canary;
#[expect(dead_code, reason = "it can do more than is needed here")]
#[path = "../common/mod.rs"]
mod common;
mod configuration;
mod memory;
mod outcomes;
mod presets;
mod questions;
mod reading;
