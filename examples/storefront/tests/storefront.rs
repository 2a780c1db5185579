//! What a newcomer sees: the storefront's own table of requests and answers.

mod common;
mod steps;

steps::every_step!(env!("CARGO_BIN_EXE_storefront"));
