//! The fake Polar of the command, in a process of its own.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
};

use crate::command::command;

/// A running `customer-session fake polar`; killed when dropped.
pub(crate) struct FakePolar {
    child: Child,
    pub(crate) exports: HashMap<String, String>,
    pub(crate) printed: String,
}

impl FakePolar {
    pub(crate) fn start() -> Self {
        let mut child = command(["fake", "polar", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let printed = until(&mut child, "$MALLORY\" | customer-session verify");
        let exports = exports(&printed);
        Self {
            child,
            exports,
            printed,
        }
    }

    pub(crate) fn export(&self, name: &str) -> &str {
        &self.exports[name]
    }

    /// The command, told of this fake by the environment.
    pub(crate) fn told<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let told = ["POLAR_ACCESS_TOKEN", "POLAR_ORGANIZATION_ID"];
        command.envs(told.map(|name| (name, self.export(name))))
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What a fake prints, up to the line in which this stands.
pub(crate) fn until(child: &mut Child, last: &str) -> String {
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let mut printed = String::new();
    for line in stdout.lines() {
        printed.push_str(&line.unwrap());
        printed.push('\n');
        if printed.contains(last) {
            break;
        }
    }
    printed
}

/// The variables that a fake prints.
pub(crate) fn exports(printed: &str) -> HashMap<String, String> {
    let exports = printed
        .lines()
        .filter_map(|line| line.strip_prefix("export ")?.split_once('='));
    exports
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

impl Drop for FakePolar {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_prints_all_that_an_app_needs() {
    let fake = FakePolar::start();

    assert!(fake.export("POLAR_SERVER").starts_with("http://127.0.0.1:"));
    assert!(fake.export("POLAR_ACCESS_TOKEN").starts_with("polar_oat_"));
    assert_eq!(fake.export("POLAR_ORGANIZATION_ID").len(), 36);
    for name in ["ADA", "BO", "MALLORY"] {
        assert!(fake.export(name).starts_with("polar_"), "{name}");
    }
    let curl = format!(
        "curl -s {}/v1/customer-portal/customer-session/introspect -H 'Authorization: Bearer {}'\n",
        fake.export("POLAR_SERVER"),
        fake.export("ADA")
    );
    assert!(fake.printed.contains(&curl), "{}", fake.printed);
}

#[test]
fn every_line_that_it_prints_is_one_for_a_shell() {
    let fake = FakePolar::start();
    let mut shell = Command::new("sh");

    let read = shell.args(["-n", "-c", &fake.printed]).output().unwrap();

    assert!(read.status.success(), "{read:?}");
}

#[test]
fn a_port_that_is_taken_is_wrong_usage() {
    let fake = FakePolar::start();
    let port = fake
        .export("POLAR_SERVER")
        .rsplit(':')
        .next()
        .unwrap()
        .to_owned();

    let second = crate::command::run(["fake", "polar", "--port", &port]);

    assert_eq!((second.code, &*second.stdout), (Some(2), ""));
    assert!(second.stderr.contains("--port"), "{}", second.stderr);
}

#[test]
fn webhooks_are_signed_with_a_secret_that_is_printed() {
    let mut child = command([
        "fake",
        "polar",
        "--port",
        "0",
        "--webhook-url",
        "http://127.0.0.1:9/hook",
    ])
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    let mut printed = [0; 512];

    child
        .stdout
        .take()
        .unwrap()
        .read_exact(&mut printed)
        .unwrap();

    child.kill().unwrap();
    child.wait().unwrap();
    let printed = String::from_utf8_lossy(&printed);
    assert!(
        printed.contains("export POLAR_WEBHOOK_SECRET="),
        "{printed}"
    );
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_well() {
    let mut fake = FakePolar::start();

    let id = fake.child.id().to_string();
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -INT {id}")])
        .status()
        .unwrap();

    assert!(sent.success());
    assert_eq!(fake.child.wait().unwrap().code(), Some(0));
}
