//! Requests a second of a whole server on loopback, with and without the layer: `cargo bench
//! --bench server`.
//!
//! Needs Linux with two processors at least, `wrk` (Debian package `wrk`) and `taskset`
//! (util-linux). wrk loads both servers in turn, pair after pair. The servers keep to one processor
//! and wrk to another: else the ratio says as much about who was moved where. They are started anew
//! after some pairs: where their memory happens to lie makes a difference of some percent, for as
//! long as they run.
//!
//! Beside the requests a second stands what the server's own processor time says. The two agree as
//! long as the server is what limits the rate.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};

use customer_session_bench::{provider, statistics::median};

// Many short turns: a neighbour who slows the machine down for a while slows both servers.
const PAIRS: usize = 9;
const STARTS: usize = 7;
const SECONDS: usize = 1;
const SESSIONS: usize = 1_000;

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(kind: &str) -> Self {
        let mut process = on_processor(0, env!("CARGO_BIN_EXE_bench-server"))
            .arg(kind)
            .stdout(Stdio::piped())
            .spawn()
            .expect("cargo built it");
        let mut address = String::new();
        BufReader::new(process.stdout.take().expect("it is piped"))
            .read_line(&mut address)
            .expect("it prints");
        Self {
            process,
            address: address.trim().to_owned(),
        }
    }

    /// How long its threads ran so far, in nanoseconds.
    fn ran(&self) -> f64 {
        let threads = fs::read_dir(format!("/proc/{}/task", self.process.id())).expect("Linux");
        threads
            .map(|thread| {
                let path = thread.expect("it runs").path().join("schedstat");
                let text = fs::read_to_string(path).expect("it runs");
                let ran = text
                    .split(' ')
                    .next()
                    .and_then(|ran| ran.parse::<f64>().ok());
                ran.expect("the time comes first")
            })
            .sum()
    }
}

/// A program that keeps to one processor.
fn on_processor(number: usize, program: &str) -> Command {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &number.to_string(), program]);
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn main() {
    let script = write_script();
    let (mut noop_turns, mut session_turns) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let (noop, session) = (Server::start("noop"), Server::start("session"));
        load(&noop, &script);
        load(&session, &script);
        for pair in 0..PAIRS {
            // Whoever comes second may find the machine warmer: take turns.
            if pair % 2 == 0 {
                noop_turns.push(load(&noop, &script));
                session_turns.push(load(&session, &script));
            } else {
                session_turns.push(load(&session, &script));
                noop_turns.push(load(&noop, &script));
            }
        }
    }
    report(&noop_turns, &session_turns);
}

fn report(noop: &[Turn], session: &[Turn]) {
    println!(
        "{STARTS} starts, {PAIRS} interleaved pairs of {SECONDS} s each, wrk with 1 thread and 32 connections, {SESSIONS} live sessions\n"
    );
    println!("| server | requests a second | processor time a request, ns |");
    println!("|---|---|---|");
    for (name, turns) in [("no-op layer", noop), ("cached sessions", session)] {
        let rate = median(turns.iter().map(|turn| turn.rate));
        let spent = median(turns.iter().map(|turn| turn.spent));
        println!(
            "| {name} | {:.0} ± {:.0} | {:.0} ± {:.0} |",
            rate.value, rate.noise, spent.value, spent.noise
        );
    }
    let pairs = || noop.iter().zip(session);
    let rate = median(pairs().map(|(noop, session)| session.rate / noop.rate));
    let spent = median(pairs().map(|(noop, session)| noop.spent / session.spent));
    println!(
        "\nratio {:.3} ± {:.3} of the requests a second, {:.3} ± {:.3} by processor time",
        rate.value, rate.noise, spent.value, spent.noise
    );
}

/// What one turn of wrk came to.
struct Turn {
    /// Requests a second.
    rate: f64,
    /// Nanoseconds of the server's processor time for each request.
    spent: f64,
}

fn load(server: &Server, script: &std::path::Path) -> Turn {
    let before = server.ran();
    let output = on_processor(1, "wrk")
        .args(["-t1", "-c32", &format!("-d{SECONDS}s"), "-s"])
        .arg(script)
        .arg(format!("http://{}/me", server.address))
        .output()
        .expect("taskset is installed");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "wrk must be installed (Debian package `wrk`): {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!text.contains("Non-2xx"), "{text}");
    let number = |line: Option<&str>| {
        let number = line.and_then(|line| line.trim().parse::<f64>().ok());
        number.unwrap_or_else(|| panic!("wrk said: {text}"))
    };
    let mut lines = text.lines();
    let requests = lines.find_map(|line| line.split_once(" requests in").map(|(count, _)| count));
    let rate = lines.find_map(|line| line.strip_prefix("Requests/sec:"));
    Turn {
        rate: number(rate),
        spent: (server.ran() - before) / number(requests),
    }
}

/// Both servers get the same requests, each with one of the tokens in turn.
fn write_script() -> std::path::PathBuf {
    let path =
        std::env::temp_dir().join(format!("customer-session-bench-{}.lua", std::process::id()));
    let mut file = std::fs::File::create(&path).expect("a temporary file");
    let prefix = provider::token(0);
    let prefix = &prefix[..prefix.len() - 12];
    write!(
        file,
        "local requests = {{}}\nlocal at = 0\n\
         init = function(args)\n  for i = 1, {SESSIONS} do\n    \
         requests[i] = wrk.format(\"GET\", \"/me\", {{ [\"Authorization\"] = string.format(\"Bearer {prefix}%012d\", i - 1) }})\n  \
         end\nend\n\
         request = function()\n  at = at % {SESSIONS} + 1\n  return requests[at]\nend\n"
    )
    .expect("it can be written");
    path
}
