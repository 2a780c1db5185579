//! The fake Stripe of the command, in a process of its own.

use std::{
    collections::HashMap,
    fs,
    process::{Child, Command, Stdio},
};

use customer_session_settings::{CustomerSessions, Environment, Settings};
use customer_session_stripe::NewCustomerSession;

use crate::{
    command::command,
    fake_polar::{exports, until},
};

/// A running `customer-session fake stripe`; killed when dropped.
pub(crate) struct FakeStripe {
    child: Child,
    pub(crate) exports: HashMap<String, String>,
    printed: String,
}

impl FakeStripe {
    pub(crate) fn start() -> Self {
        let mut child = command(["fake", "stripe", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let printed = until(&mut child, "/v1/customers/");
        Self {
            child,
            exports: exports(&printed),
            printed,
        }
    }

    /// The settings that it prints, with the digest secret in this folder.
    pub(crate) fn settings(&self, folder: &std::path::Path) -> String {
        fs::write(folder.join("digest"), "d".repeat(32)).unwrap();
        let lines = self
            .printed
            .lines()
            .filter_map(|line| line.strip_prefix("#   "));
        let settings: String = lines.map(|line| format!("{line}\n")).collect();
        settings.replace("/run/secrets/digest", "digest")
    }

    /// A backend with these settings.
    pub(crate) fn backend(&self, folder: &std::path::Path) -> CustomerSessions {
        let file = folder.join("backend.toml");
        fs::write(&file, self.settings(folder)).unwrap();
        let loader = Settings::loader().file(file);
        let settings = loader
            .environment(Environment::given(self.exports.clone()))
            .load();
        settings.unwrap().build().unwrap()
    }
}

impl Drop for FakeStripe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_that_it_prints_make_a_backend_that_creates_and_knows_sessions() {
    let folder = tempfile::tempdir().unwrap();
    let fake = FakeStripe::start();
    let sessions = fake.backend(folder.path());

    let new = NewCustomerSession::for_customer(fake.exports["ADA"].as_str()).pricing_table();
    let issued = sessions
        .stripe("shop")
        .unwrap()
        .create_customer_session(new)
        .await
        .unwrap();

    let token = issued.token.unwrap();
    let session = sessions.config().verify(token.expose()).await.unwrap();
    assert_eq!(session.customer().email(), Some("ada@shop.example"));
}

#[test]
fn every_line_that_it_prints_is_one_for_a_shell() {
    let fake = FakeStripe::start();
    assert!(fake.exports["STRIPE_SERVER"].starts_with("http://127.0.0.1:"));
    assert!(fake.exports["STRIPE_SECRET_KEY"].starts_with("sk_test_"));

    let read = Command::new("sh")
        .args(["-n", "-c", &fake.printed])
        .output()
        .unwrap();

    assert!(read.status.success(), "{read:?}");
}

#[test]
fn a_port_that_is_taken_is_wrong_usage() {
    let fake = FakeStripe::start();
    let port = fake.exports["STRIPE_SERVER"]
        .rsplit(':')
        .next()
        .unwrap()
        .to_owned();

    let second = crate::command::run(["fake", "stripe", "--port", &port]);

    assert_eq!((second.code, &*second.stdout), (Some(2), ""));
    assert!(second.stderr.contains("--port"), "{}", second.stderr);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_well() {
    let mut fake = FakeStripe::start();

    let id = fake.child.id().to_string();
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -INT {id}")])
        .status()
        .unwrap();

    assert!(sent.success());
    assert_eq!(fake.child.wait().unwrap().code(), Some(0));
}
