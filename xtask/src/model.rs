//! Tries every order in which the threads of a state machine can run.

use std::{env, path::PathBuf};

use crate::run::{self, Outcome};

/// Runs the models of the core with loom. The cfg reaches every dependency, so that all are compiled
/// anew: in a directory of their own, to spare the ordinary builds.
pub(crate) fn check() -> Outcome {
    let target = target_directory().join("model");
    run::with_env(
        "RUSTFLAGS",
        "--cfg customer_session_model -D warnings",
        &[
            "test",
            "--package",
            "customer-session",
            "--lib",
            "--target-dir",
            &target.to_string_lossy(),
            "::model::",
        ],
    )
}

fn target_directory() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}
