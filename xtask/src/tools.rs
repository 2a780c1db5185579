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
    program("apt-get", &["update", "-qq"])?;
    program(
        "apt-get",
        &["install", "-y", "-qq", "--no-install-recommends", package],
    )?;
    if succeeds(name, arguments) {
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
