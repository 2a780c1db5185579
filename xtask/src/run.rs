//! Runs programs and says which one failed.

use std::{env, path::PathBuf, process::Command};

/// Done, or what went wrong.
pub(crate) type Outcome = Result<(), String>;

/// Runs the cargo that runs this.
pub(crate) fn cargo(arguments: &[&str]) -> Outcome {
    program(&cargo_path(), arguments)
}

/// Runs cargo with variables in its environment.
pub(crate) fn with_env<const N: usize>(
    variables: [(&str, &str); N],
    arguments: &[&str],
) -> Outcome {
    let mut command = Command::new(cargo_path());
    finish(
        command.envs(variables).args(arguments),
        &cargo_path(),
        arguments,
    )
}

/// Runs a program.
pub(crate) fn program(path: &str, arguments: &[&str]) -> Outcome {
    finish(Command::new(path).args(arguments), path, arguments)
}

/// Whether a program runs and says yes.
pub(crate) fn succeeds(path: &str, arguments: &[&str]) -> bool {
    Command::new(path)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}

/// Where cargo builds, relative to the workspace if nobody said otherwise.
pub(crate) fn target_directory() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

fn finish(command: &mut Command, path: &str, arguments: &[&str]) -> Outcome {
    eprintln!("xtask: {path} {}", arguments.join(" "));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{path} {}` failed: {status}", arguments.join(" "))),
        Err(error) => Err(format!("`{path}` could not be started: {error}")),
    }
}

fn cargo_path() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
