//! Requests a second of a whole server on loopback, with and without the layer: `cargo bench
//! --bench server`.
//!
//! Needs `wrk` (Debian package `wrk`). Both servers run throughout; wrk loads them in turn, pair
//! after pair.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};

use customer_session_bench::{provider, statistics::median};

// Many short turns: a neighbour who slows the machine down for a while slows both servers.
const PAIRS: usize = 61;
const SECONDS: usize = 1;
const SESSIONS: usize = 1_000;

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(kind: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_bench-server"))
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
    let (noop, session) = (Server::start("noop"), Server::start("session"));
    load(&noop, &script);
    load(&session, &script);

    let mut ratios = Vec::new();
    let mut rates = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        // Whoever comes second may find the machine warmer: take turns.
        let (without, with) = if pair % 2 == 0 {
            let without = load(&noop, &script);
            (without, load(&session, &script))
        } else {
            let with = load(&session, &script);
            (load(&noop, &script), with)
        };
        ratios.push(with / without);
        rates.0.push(without);
        rates.1.push(with);
    }
    let (without, with, ratio) = (median(rates.0), median(rates.1), median(ratios));
    println!(
        "{PAIRS} interleaved pairs of {SECONDS} s, wrk with 1 thread and 32 connections, {SESSIONS} live sessions\n"
    );
    println!("| server | requests a second |");
    println!("|---|---|");
    println!(
        "| no-op layer | {:.0} ± {:.0} |",
        without.value, without.noise
    );
    println!(
        "| cached sessions | {:.0} ± {:.0} |",
        with.value, with.noise
    );
    println!("\nratio {:.3} ± {:.3}", ratio.value, ratio.noise);
}

fn load(server: &Server, script: &std::path::Path) -> f64 {
    let output = Command::new("wrk")
        .args(["-t1", "-c32", &format!("-d{SECONDS}s"), "-s"])
        .arg(script)
        .arg(format!("http://{}/me", server.address))
        .output()
        .expect("wrk is installed (Debian package `wrk`)");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!text.contains("Non-2xx"), "{text}");
    let rate = text
        .lines()
        .find_map(|line| line.strip_prefix("Requests/sec:"));
    rate.and_then(|rate| rate.trim().parse().ok())
        .unwrap_or_else(|| panic!("wrk said: {text}"))
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
