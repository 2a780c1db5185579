//! The repository's chores, in plain Rust: `cargo xtask` lists them.

mod deny;
mod foreign;
mod model;
mod run;
mod tools;

use std::{env, process::ExitCode};

use crate::run::{Outcome, cargo};

/// Something to do.
struct Chore {
    name: &'static str,
    purpose: &'static str,
    run: fn() -> Outcome,
}

/// Everything that CI asks of a change.
const CHORES: &[Chore] = &[
    Chore {
        name: "test",
        purpose: "install or start what the tests need, then run every test, doc tests included",
        run: test,
    },
    Chore {
        name: "fmt",
        purpose: "check the formatting",
        run: fmt,
    },
    Chore {
        name: "clippy",
        purpose: "run clippy, warnings as errors",
        run: clippy,
    },
    Chore {
        name: "doc",
        purpose: "build the docs, warnings as errors",
        run: doc,
    },
    Chore {
        name: "deny",
        purpose: "check licences, banned crates and sources; installs cargo-deny",
        run: deny::check,
    },
    Chore {
        name: "features",
        purpose: "build the libraries without their default features, and with some alone",
        run: features,
    },
    Chore {
        name: "model",
        purpose: "try every order in which the threads of the state machines can run",
        run: model::check,
    },
    Chore {
        name: "bench",
        purpose: "check that the benchmarks compile",
        run: bench,
    },
];

fn main() -> ExitCode {
    let wish = env::args().nth(1);
    let outcome = match wish.as_deref() {
        Some("ci") => CHORES.iter().try_for_each(|chore| (chore.run)()),
        Some("lint") => CHORES
            .iter()
            .filter(|chore| chore.name != "test")
            .try_for_each(|chore| (chore.run)()),
        Some(name) => match CHORES.iter().find(|chore| chore.name == name) {
            Some(chore) => (chore.run)(),
            None => Err(format!(
                "there is no chore `{name}`; `cargo xtask` lists them"
            )),
        },
        None => {
            list();
            Ok(())
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list() {
    for Chore { name, purpose, .. } in CHORES {
        println!("cargo xtask {name:10} {purpose}");
    }
    println!("cargo xtask {:10} all but the tests", "lint");
    println!("cargo xtask {:10} all of them", "ci");
}

fn test() -> Outcome {
    tools::need("chromium", "chromium")?;
    tools::need("chromedriver", "chromium-driver")?;
    let foreign_tools = foreign::install()?;
    // All features: those that need foreign programs are among them.
    run::with_env(
        [
            (foreign::VARIABLE, &foreign_tools.to_string_lossy()),
            // A tenth of it is run by `cargo test` alone.
            ("CUSTOMER_SESSION_SCHEDULES", "100000"),
        ],
        &["test", "--workspace", "--all-features"],
    )?;
    backends(&["test"], &[])
}

fn fmt() -> Outcome {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["fmt", "--manifest-path", "bench/Cargo.toml", "--check"])?;
    cargo(&["fmt", "--manifest-path", BACKENDS, "--check"])
}

fn clippy() -> Outcome {
    cargo(&[
        "clippy",
        "--workspace",
        "--all-features",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ])?;
    cargo(&[
        "clippy",
        "--manifest-path",
        "bench/Cargo.toml",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ])?;
    backends(&["clippy", "--all-targets"], &["--", "-D", "warnings"])
}

fn doc() -> Outcome {
    run::with_env(
        [("RUSTDOCFLAGS", "-D warnings")],
        &["doc", "--workspace", "--all-features", "--no-deps"],
    )
}

fn features() -> Outcome {
    for (package, features) in [
        ("customer-session", ""),
        ("customer-session", "introspection"),
        ("customer-session", "jwt"),
        ("customer-session", "me"),
        ("customer-session", "registry"),
        ("customer-session", "verify-call"),
        // Told of one thing and not of the other: what is said for nobody must not be in the way.
        ("customer-session", "metrics"),
        ("customer-session", "tracing"),
        ("customer-session-polar", ""),
        // Of each provider alone nothing else is compiled, and nothing is left over.
        ("customer-session-settings", ""),
        ("customer-session-settings", "jwt"),
        ("customer-session-settings", "introspection"),
        ("customer-session-settings", "me"),
        ("customer-session-settings", "polar"),
        ("customer-session-settings", "stripe"),
        ("customer-session-settings", "verify-call"),
        ("customer-session-settings", "webhook"),
        ("customer-session-stripe", ""),
        ("customer-session-tower", ""),
    ] {
        run::with_env(
            [("RUSTFLAGS", "-D warnings")],
            &[
                "check",
                "--package",
                package,
                "--no-default-features",
                "--features",
                features,
            ],
        )?;
    }
    Ok(())
}

fn bench() -> Outcome {
    cargo(&["bench", "--manifest-path", "bench/Cargo.toml", "--no-run"])
}

/// Does something in the workspace where `jsonwebtoken` has two backends. What both workspaces need
/// is built once.
fn backends(before: &[&str], after: &[&str]) -> Outcome {
    let target = run::target_directory();
    let target = target.to_string_lossy();
    let which = ["--manifest-path", BACKENDS, "--target-dir", &target];
    cargo(&[before, &which, after].concat())
}

const BACKENDS: &str = "tests/backends/Cargo.toml";
