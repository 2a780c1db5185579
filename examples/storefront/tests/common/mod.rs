//! Runs a storefront as a newcomer does: as a process, on a port of its own.

#[allow(dead_code, reason = "each test binary uses its part")]
#[path = "../../../axum-jwt/tests/common/curl.rs"]
pub(crate) mod curl;

use std::process::Stdio;

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// A running storefront; killed when dropped.
pub(crate) struct Storefront {
    pub(crate) address: String,
    /// The token that it printed; empty if it printed none.
    #[allow(dead_code, reason = "each test binary uses its part")]
    pub(crate) token: String,
    /// What it printed.
    #[allow(dead_code, reason = "each test binary uses its part")]
    pub(crate) printed: Vec<String>,
    _process: Child,
    /// Kept open: a process that prints into a closed pipe ends.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Storefront {
    /// Starts this program with these variables in its environment and waits for its greeting.
    pub(crate) async fn start(program: &str, environment: &[(&str, &str)]) -> Self {
        let mut process = command(program, environment)
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo built the storefront");
        let mut lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let mut printed = Vec::new();
        while let Ok(Some(line)) = lines.next_line().await {
            let is_last = line.contains("/demo/stats");
            printed.push(line);
            if is_last {
                break;
            }
        }
        let last_word = |text: &str| {
            let line = printed.iter().find(|line| line.contains(text))?;
            line.rsplit(' ').next().map(str::to_owned)
        };
        Self {
            address: last_word("is open").expect("it prints its address"),
            token: last_word("fresh token").unwrap_or_default(),
            printed,
            _process: process,
            _output: lines,
        }
    }
}

/// What a storefront says that cannot open in this environment: the exit code, and what it printed
/// to stdout and stderr.
#[allow(dead_code, reason = "each test binary uses its part")]
pub(crate) async fn refusal(
    program: &str,
    environment: &[(&str, &str)],
) -> (Option<i32>, String, String) {
    let output = command(program, environment).output().await;
    let output = output.expect("cargo built the storefront");
    let text = |bytes| String::from_utf8(bytes).expect("it prints text");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn command(program: &str, environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(program);
    command
        .env("PORT", "0")
        .env_remove("POLAR_ACCESS_TOKEN")
        .env_remove("POLAR_ORGANIZATION_ID")
        .env_remove("POLAR_SERVER")
        .env_remove("POLAR_WEBHOOK_SECRET")
        .envs(environment.iter().copied())
        .kill_on_drop(true);
    command
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
