//! The whole road without a web framework: from an `Authorization` header, over real HTTP to a fake
//! of Polar, to a verdict.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod printed;
mod witness;
mod world;

mod build;
mod canary;
mod changed_fields;
mod check;
mod concurrency;
mod conformance;
mod create;
mod documented;
mod failures;
mod long_state;
mod one_customer;
mod organizations;
mod own_transport;
mod recognition;
mod staleness;
mod state;
mod success;
mod versions;
