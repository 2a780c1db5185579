//! The transport of the `upstream` feature, over real sockets on loopback.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[expect(dead_code, reason = "it can do more than is needed here")]
#[path = "../common/mod.rs"]
mod common;
mod proxies;
