//! The table of all cases, which stands in the manual too.
//!
//! Each case has a test that holds it against what happens; this one holds the manual against the
//! cases. `cargo test -p customer-session-tests --test faults table -- --nocapture` prints the
//! table.

use crate::{answers, broken, connections, own};

const MANUAL: &str = include_str!("../../crates/customer-session/src/manual/outages.rs");

#[test]
fn the_manual_has_the_table_of_all_cases() {
    let right = table();
    let pasted: String = right.iter().map(|line| format!("//! {line}\n")).collect();
    println!("{}", right.join("\n"));

    let written = written(&right[0]);

    for (number, line) in right.iter().enumerate() {
        assert_eq!(
            written.get(number),
            Some(&line.as_str()),
            "manual/outages.rs: this is the right table:\n\n{pasted}"
        );
    }
    assert_eq!(
        written.len(),
        right.len(),
        "manual/outages.rs has rows that are no cases; this is the right table:\n\n{pasted}"
    );
}

fn table() -> Vec<String> {
    let cases = [
        connections::all(),
        broken::all(),
        answers::all(),
        own::all(),
    ];
    let rows = cases.iter().flatten().map(|case| case.row());
    HEADER.map(str::to_owned).into_iter().chain(rows).collect()
}

/// The lines of the manual's table with this header.
fn written(header: &str) -> Vec<&'static str> {
    let lines = MANUAL.lines().map(|line| line.trim_start_matches("//! "));
    lines
        .skip_while(|line| *line != header)
        .take_while(|line| line.starts_with('|'))
        .collect()
}

const HEADER: [&str; 2] = [
    "| the issuer | status | reason | `code` | `Retry-After` | calls | answered | remembered |",
    "|---|---|---|---|---|---|---|---|",
];
