//! The middleware on apps, scopes and resources, its extractors, and the workers of a real server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod address;
mod errors;
mod extractors;
mod places;
mod readiness;
mod refusals;
mod rights;
mod signed_in;
mod stub;
mod workers;
