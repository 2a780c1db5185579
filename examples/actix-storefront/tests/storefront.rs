//! What a newcomer sees: the same table of requests and answers as on axum.

#[path = "../../storefront/tests/common/mod.rs"]
mod common;
#[path = "../../storefront/tests/steps/mod.rs"]
mod steps;

steps::every_step!(env!("CARGO_BIN_EXE_actix-storefront"));
