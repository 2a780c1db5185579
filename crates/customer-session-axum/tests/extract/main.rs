//! The layer in a router, and the extractors in its handlers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod extractors;
mod original_uri;
mod refusals;
mod rights;
mod routes;
mod signed_in;
mod stacks;
mod stub;
