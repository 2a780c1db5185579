//! The layer as a tower citizen: readiness, cancellation, errors, bodies, and the layers around it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bodies;
mod cancellation;
mod errors;
mod named;
mod readiness;
mod replaced;
mod rights;
mod stacks;
mod stub;
mod target;
