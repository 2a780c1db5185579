//! One binary of request-level tests.

mod adapters;
mod engine;
