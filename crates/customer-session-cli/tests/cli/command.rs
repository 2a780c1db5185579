//! Runs the real binary.

use std::{
    ffi::OsStr,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_customer-session");

/// What a run said, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// The lines of stdout, as JSON.
    pub(crate) fn json(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// `accepted`, or the reasons.
    pub(crate) fn verdicts(&self) -> Vec<String> {
        let word = |line: Value| {
            let word = match &line["outcome"] {
                outcome if outcome == "accepted" => outcome,
                _ => &line["reason"],
            };
            word.as_str().unwrap().to_owned()
        };
        self.json().into_iter().map(word).collect()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The command with these arguments, in an environment that says nothing of any issuer.
pub(crate) fn command(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(BINARY);
    command.args(args);
    for variable in [
        "INTROSPECTION_CLIENT_SECRET",
        "POLAR_ACCESS_TOKEN",
        "POLAR_ORGANIZATION_ID",
        "POLAR_SERVER",
    ] {
        command.env_remove(variable);
    }
    command
}

pub(crate) fn run(args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
    feed(&mut command(args), b"")
}

pub(crate) fn run_in(folder: &Path, args: &[&str]) -> Ran {
    feed(command(args).current_dir(folder), b"")
}

/// Runs it with this on stdin.
pub(crate) fn feed(command: &mut Command, stdin: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let stdin = stdin.to_owned();
    // Beside, since the command answers while it reads. It may not read at all.
    let writer = std::thread::spawn(move || drop(pipe.write_all(&stdin)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output.into()
}
