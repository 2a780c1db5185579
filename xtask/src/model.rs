//! Tries every order in which the threads of a state machine can run.

use crate::run::{self, Outcome, target_directory};

/// Runs the models of the core with loom. The cfg reaches every dependency, so that all are compiled
/// anew: in a directory of their own, to spare the ordinary builds.
pub(crate) fn check() -> Outcome {
    let target = target_directory().join("model");
    run::with_env(
        [("RUSTFLAGS", "--cfg customer_session_model -D warnings")],
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
