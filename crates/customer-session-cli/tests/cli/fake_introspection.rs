//! The fake OAuth server of the command, in a process of its own.

use std::{
    collections::HashMap,
    process::{Child, Command, Stdio},
};

use customer_session_settings::{Environment, Settings};

use crate::{
    command::command,
    fake_polar::{exports, until},
};

/// A running `customer-session fake introspection`; killed when dropped.
pub(crate) struct FakeIntrospection {
    child: Child,
    pub(crate) exports: HashMap<String, String>,
    pub(crate) printed: String,
}

impl FakeIntrospection {
    pub(crate) fn start() -> Self {
        let mut child = command(["fake", "introspection", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let printed = until(&mut child, "echo \"$BO\"");
        let mut exports = exports(&printed);
        for value in exports.values_mut() {
            // As the shell reads it.
            *value = value.trim_matches('\'').to_owned();
        }
        Self {
            child,
            exports,
            printed,
        }
    }

    pub(crate) fn export(&self, name: &str) -> &str {
        &self.exports[name]
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for FakeIntrospection {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_that_it_prints_make_a_backend_that_knows_its_tokens() {
    let fake = FakeIntrospection::start();
    let lines = fake
        .printed
        .lines()
        .filter_map(|line| line.strip_prefix("#   "));
    let settings: String = lines.map(|line| format!("{line}\n")).collect();
    let loader = Settings::loader().toml(settings);
    let settings = loader
        .environment(Environment::given(fake.exports.clone()))
        .load()
        .unwrap();

    let sessions = settings.build().unwrap();

    let session = sessions.config().verify(fake.export("ADA")).await.unwrap();
    assert_eq!(session.customer().id().as_str(), "ada");
    assert_eq!(session.customer().provider(), "login");
}

#[test]
fn every_line_that_it_prints_is_one_for_a_shell() {
    let fake = FakeIntrospection::start();

    let read = Command::new("sh")
        .args(["-n", "-c", &fake.printed])
        .output()
        .unwrap();

    assert!(read.status.success(), "{read:?}");
}

#[test]
fn a_port_that_is_taken_is_wrong_usage() {
    let fake = FakeIntrospection::start();
    let url = fake.export("INTROSPECTION_URL");
    let port = url
        .split([':', '/'])
        .find(|part| part.parse::<u16>().is_ok())
        .unwrap();

    let second = crate::command::run(["fake", "introspection", "--port", port]);

    assert_eq!((second.code, &*second.stdout), (Some(2), ""));
    assert!(second.stderr.contains("--port"), "{}", second.stderr);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_well() {
    let mut fake = FakeIntrospection::start();

    let id = fake.child.id().to_string();
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -INT {id}")])
        .status()
        .unwrap();

    assert!(sent.success());
    assert_eq!(fake.child.wait().unwrap().code(), Some(0));
}
