//! The page in a real browser: signs in, calls the API, ends sessions, breaks Polar, and watches the
//! counters.

mod common;

use std::process::Stdio;

use customer_session_test::polar::FakePolar;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::common::Storefront;

/// A headless Chromium and the driver that it is told by; killed when dropped.
struct Browser {
    client: Client,
    _driver: Child,
    /// What the browser writes; removed when dropped.
    _files: TempDir,
}

impl Browser {
    async fn start() -> Self {
        let files = tempfile::tempdir().expect("a directory for the browser");
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .env("TMPDIR", files.path())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("`cargo xtask test` installs chromedriver");
        let mut lines = BufReader::new(driver.stdout.take().expect("it is piped")).lines();
        let port = loop {
            let line = lines
                .next_line()
                .await
                .expect("it prints text")
                .expect("chromedriver says where it listens");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        let arguments = json!([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // It ends with its driver, also where a test fails before it closes it.
            "--remote-debugging-pipe",
        ]);
        let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("it is an object").clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        Self {
            client,
            _driver: driver,
            _files: files,
        }
    }

    /// Ends the browser, so that nothing of it writes any more when its files are removed.
    async fn close(self) {
        self.client.close().await.expect("the browser answers");
    }

    async fn click(&self, selector: &str) {
        self.client
            .find(Locator::Css(selector))
            .await
            .expect("the browser answers")
            .click()
            .await
            .expect("the browser answers");
    }

    /// Waits until the log shows an answer with this status at its head.
    async fn answered(&self, status: u16) {
        let newest = format!("[data-log] > [data-status]:first-child[data-status='{status}']");
        self.client
            .wait()
            .for_element(Locator::Css(&newest))
            .await
            .unwrap_or_else(|_| panic!("no {status} in the log"));
    }

    /// Waits until a counter shows this number.
    async fn counts(&self, stat: &str, number: u64) {
        self.shows(stat, &[&number.to_string()]).await;
    }

    /// Waits until this stands in the note on the session.
    async fn notes(&self, text: &str) {
        let script = "return document.getElementById('session-note').textContent";
        self.comes(script, text, |shown| shown.contains(text)).await;
    }

    /// Waits until the page shows one of these beside the counters.
    async fn shows(&self, stat: &str, texts: &[&str]) {
        let script =
            format!("return document.querySelector(\"[data-stat='{stat}']\").textContent.trim()");
        self.comes(&script, &texts.join(" or "), |shown| texts.contains(&shown))
            .await;
    }

    /// Waits until what this script returns is enough.
    async fn comes(&self, script: &str, text: &str, enough: impl Fn(&str) -> bool) {
        let shown = async || {
            let shown = self.client.execute(script, vec![]).await;
            let shown = shown.expect("the browser answers");
            enough(shown.as_str().expect("it is text"))
        };
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        while !shown().await {
            assert!(
                tokio::time::Instant::now() < deadline,
                "{text} was never shown: {script}"
            );
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_and_stays_signed_in_while_polar_is_down() {
    let shop = Storefront::start(env!("CARGO_BIN_EXE_storefront"), &[]).await;
    let browser = Browser::start().await;
    browser.client.goto(&shop.address).await.unwrap();

    browser.click("[data-action='sign-in-ada']").await;
    browser.answered(201).await;
    browser.click("[data-action='call-me']").await;
    browser.answered(200).await;
    browser.counts("upstream_calls", 3).await;
    browser.click("[data-action='tamper']").await;
    browser.answered(401).await;
    browser.counts("upstream_calls", 3).await;

    browser.click("[data-mode='down']").await;
    browser.answered(204).await;
    browser.click("[data-action='call-me']").await;
    browser.answered(200).await;
    browser.click("[data-action='sign-in-bo']").await;
    browser.answered(201).await;
    browser.click("[data-action='call-me']").await;
    browser.answered(503).await;

    browser.click("[data-mode='up']").await;
    browser.answered(204).await;
    browser.click("[data-action='sign-in-mallory']").await;
    browser.answered(201).await;
    browser.click("[data-action='call-me']").await;
    browser.answered(401).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_signed_out_in_each_of_three_ways() {
    let shop = Storefront::start(env!("CARGO_BIN_EXE_storefront"), &[]).await;
    let browser = Browser::start().await;
    browser.client.goto(&shop.address).await.unwrap();

    // One click ends all sessions here, the other deletes the customer at Polar, whose webhook does.
    for (ended, way) in [(1, "revoke"), (2, "delete")] {
        browser.click("[data-action='sign-in-ada']").await;
        browser.answered(201).await;
        browser.click("[data-action='call-me']").await;
        browser.answered(200).await;
        browser.click(&format!("[data-action='{way}']")).await;
        browser.answered(204).await;
        browser.click("[data-action='call-me']").await;
        browser.answered(401).await;
        browser.counts("rejected", ended).await;
    }

    browser.click("[data-action='sign-in-ada']").await;
    browser.answered(201).await;
    browser.click("[data-action='sign-out']").await;
    browser.answered(204).await;
    browser.click("[data-action='call-me']").await;
    browser.answered(401).await;
    browser.counts("rejected", 3).await;
    browser.shows("refreshed", &["0"]).await;
    browser.shows("stale_hits", &["0"]).await;
    browser.shows("breaker", &["closed"]).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sees_that_polar_is_left_alone() {
    let shop = Storefront::start(env!("CARGO_BIN_EXE_storefront"), &[]).await;
    let browser = Browser::start().await;
    browser.client.goto(&shop.address).await.unwrap();
    browser.click("[data-action='sign-in-ada']").await;
    browser.answered(201).await;
    browser.click("[data-mode='down']").await;
    browser.answered(204).await;

    // One after the other: those beside each other would be one question.
    for refused in 1..=5 {
        browser.click("[data-action='call-me']").await;
        browser.counts("rejected", refused).await;
    }

    browser.answered(503).await;
    // After five seconds it is half open, which is when a slow browser may look.
    browser.shows("breaker", &["open", "half open"]).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_why_there_is_no_session() {
    let polar = FakePolar::start().await.expect("a port is free");
    let acme = polar.organization();
    let (token, organization, server) = (acme.access_token(), acme.id(), polar.url());
    let environment = [
        ("POLAR_ACCESS_TOKEN", &*token),
        ("POLAR_ORGANIZATION_ID", &*organization),
        ("POLAR_SERVER", &*server),
    ];
    let shop = Storefront::start(env!("CARGO_BIN_EXE_storefront"), &environment).await;
    let browser = Browser::start().await;
    browser.client.goto(&shop.address).await.unwrap();

    for (customer, why) in [
        ("ada", "create a customer with the external id `ada`"),
        ("mallory", "choose one of ada, bo"),
    ] {
        browser
            .click(&format!("[data-action='sign-in-{customer}']"))
            .await;
        browser.answered(404).await;
        browser.notes(why).await;
    }
    browser.close().await;
}
