//! Licences, banned crates and sources.

use crate::run::{Outcome, cargo, succeeds};

/// Runs cargo-deny, and installs it first if it is not there. Advisories are left out: their
/// database is not part of the repository and cannot be fetched everywhere.
pub(crate) fn check() -> Outcome {
    if !succeeds("cargo-deny", &["--version"]) {
        cargo(&["install", "cargo-deny", "--locked", "--version", VERSION])?;
    }
    cargo(&[
        "deny",
        "--all-features",
        "check",
        "licenses",
        "bans",
        "sources",
    ])
}

const VERSION: &str = "0.20.2";
