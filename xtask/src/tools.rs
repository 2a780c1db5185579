//! Foreign programs that tests need.

use crate::run::{Outcome, program, succeeds};

/// Makes sure that a program is there: installs its Debian package where that is possible, else
/// says what to install.
pub(crate) fn need(name: &str, package: &str) -> Outcome {
    if succeeds(name, &["--version"]) {
        return Ok(());
    }
    let manual = format!("install `{name}` (Debian package `{package}`) and run this again");
    if !succeeds("apt-get", &["--version"]) || !is_root() {
        return Err(manual);
    }
    program("apt-get", &["update", "-qq"])?;
    program(
        "apt-get",
        &["install", "-y", "-qq", "--no-install-recommends", package],
    )?;
    if succeeds(name, &["--version"]) {
        Ok(())
    } else {
        Err(manual)
    }
}

fn is_root() -> bool {
    std::process::Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
