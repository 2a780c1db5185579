//! Runs a storefront as a newcomer does: as a process, on a port of its own.

use std::process::Stdio;

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// A running storefront; killed when dropped.
pub(crate) struct Storefront {
    pub(crate) address: String,
    /// The token that it printed.
    #[allow(dead_code, reason = "each test binary uses its part")]
    pub(crate) token: String,
    _process: Child,
    /// Kept open: a process that prints into a closed pipe ends.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Storefront {
    /// Starts this program with these variables in its environment and waits for its greeting.
    pub(crate) async fn start(program: &str, environment: &[(&str, &str)]) -> Self {
        let mut process = Command::new(program)
            .env("PORT", "0")
            .env_remove("POLAR_ACCESS_TOKEN")
            .env_remove("POLAR_ORGANIZATION_ID")
            .env_remove("POLAR_SERVER")
            .env_remove("POLAR_WEBHOOK_SECRET")
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("cargo built the storefront");
        let mut lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let (mut address, mut token) = (None, None);
        while let Ok(Some(line)) = lines.next_line().await {
            let last = line.rsplit(' ').next().map(str::to_owned);
            if line.contains("is open") {
                address = last;
            } else if line.contains("fresh token") {
                token = last;
            } else if line.contains("/demo/stats") {
                break;
            }
        }
        Self {
            address: address.expect("it prints its address"),
            token: token.expect("it prints a token"),
            _process: process,
            _output: lines,
        }
    }
}

/// Sends JSON and returns the status and the JSON of the answer, or `null`.
#[allow(dead_code, reason = "each test binary uses its part")]
pub(crate) async fn post(shop: &Storefront, path: &str, body: Value) -> (u16, Value) {
    let client = reqwest::Client::new();
    let answer = client
        .post(format!("{}{path}", shop.address))
        .json(&body)
        .send()
        .await
        .expect("the shop is up");
    (
        answer.status().as_u16(),
        answer.json().await.unwrap_or_default(),
    )
}
