//! Foreign programs that tests need.

use crate::run::{Outcome, program, succeeds};

/// Makes sure that a program is there: installs its Debian package where that is possible, else
/// says what to install.
pub(crate) fn need(name: &str, package: &str) -> Outcome {
    need_with(name, &["--version"], package)
}

/// The same for a program that is not whole unless it runs with these arguments.
pub(crate) fn need_with(name: &str, arguments: &[&str], package: &str) -> Outcome {
    if succeeds(name, arguments) {
        return Ok(());
    }
    let arguments_text = arguments.join(" ");
    let manual = format!(
        "`{name} {arguments_text}` fails: install `{name}` (Debian package `{package}`) and run \
         this again"
    );
    if !succeeds("apt-get", &["--version"]) || !is_root() {
        return Err(manual);
    }
    apt(&["update", "-qq"])?;
    apt(&["install", "-y", "-qq", "--no-install-recommends", package])?;
    if succeeds(name, arguments) {
        Ok(())
    } else {
        Err(manual)
    }
}

/// Runs apt-get, which asks nobody, tries downloads again, and waits for others who install.
fn apt(arguments: &[&str]) -> Outcome {
    let patience = ["-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=600"];
    let quietly = ["DEBIAN_FRONTEND=noninteractive", "apt-get"];
    program("env", &[&quietly[..], &patience[..], arguments].concat())
}

fn is_root() -> bool {
    std::process::Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
