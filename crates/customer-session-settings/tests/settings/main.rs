//! Settings as their users write them: every example, every refusal, and what is built.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod environment;
mod examples;
#[cfg(not(feature = "jwt"))]
mod features;
#[cfg(all(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "polar",
    feature = "schema",
    feature = "stripe",
    feature = "verify-call",
    feature = "webhook"
))]
mod live;
#[cfg(all(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "polar",
    feature = "schema",
    feature = "stripe",
    feature = "verify-call",
    feature = "webhook"
))]
mod published;
#[cfg(all(
    feature = "introspection",
    feature = "jwt",
    feature = "me",
    feature = "polar",
    feature = "schema",
    feature = "stripe",
    feature = "verify-call",
    feature = "webhook"
))]
mod refusals;
mod secrets;
mod world;
