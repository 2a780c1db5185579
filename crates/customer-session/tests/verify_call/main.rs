//! Sessions that an issuer is asked about with our own secret: what passes, and what becomes of
//! everything else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod canary;
#[expect(dead_code, reason = "it can do more than is needed here")]
#[path = "../common/mod.rs"]
mod common;
mod configuration;
mod outcomes;
mod presets;
mod questions;
