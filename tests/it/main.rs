//! One binary of request-level tests.

mod adapters;
mod endpoints;
mod engine;
mod jwt;
