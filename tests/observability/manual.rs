//! The manual's chapter on observability lists what is said, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use customer_session::Reason;

use crate::{
    recorder::Recorder,
    script,
    witness::{Kind, Witness},
};

const CHAPTER: &str = include_str!("../../crates/customer-session/src/manual/observability.rs");

/// The cells of the table under this heading, without its two first lines.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let section = CHAPTER.split(&format!("//! # {heading}\n")).nth(1);
    let rows = section
        .unwrap_or_default()
        .lines()
        .take_while(|line| !line.starts_with("//! # "))
        .filter_map(|line| line.strip_prefix("//! | "))
        .skip(1);
    let cells = |row: &'static str| row.split(" | ").map(|cell| cell.trim_end_matches(" |"));
    rows.map(|row| cells(row).collect()).collect()
}

/// The words between back quotes.
fn words(cell: &'static str) -> BTreeSet<&'static str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn word(cell: &'static str) -> &'static str {
    words(cell).pop_first().unwrap_or_default()
}

/// What stands between one or two back quotes, which may hold some.
fn message(cell: &'static str) -> &'static str {
    cell.trim_matches('`').trim()
}

type Fields<'a> = BTreeSet<&'a str>;

#[tokio::test]
async fn every_event_is_listed_with_its_level_and_fields_and_no_other() {
    let witness = Witness::listen();
    script::play().await;

    let heard = witness.heard();
    let said: BTreeSet<(String, String, Fields<'_>)> = heard
        .iter()
        .filter(|heard| heard.target == "customer_session")
        .filter_map(|heard| match &heard.kind {
            Kind::Event(message, fields) => Some((
                message.clone(),
                heard.level.to_string().to_lowercase(),
                fields.iter().copied().collect(),
            )),
            Kind::Record | Kind::Span(..) => None,
        })
        .collect();
    let listed: BTreeSet<_> = table("Events")
        .iter()
        .map(|row| (message(row[0]).to_owned(), row[1].to_owned(), words(row[2])))
        .collect();

    assert_eq!(said, listed);
}

#[tokio::test]
async fn every_span_is_listed_with_its_fields_and_no_other() {
    let witness = Witness::listen();
    script::play().await;

    let heard = witness.heard();
    let begun: BTreeSet<(&str, Fields<'_>)> = heard
        .iter()
        .filter(|heard| heard.target == "customer_session")
        .filter_map(|heard| match &heard.kind {
            Kind::Span(name, fields) => Some((*name, fields.iter().copied().collect())),
            Kind::Event(..) | Kind::Record => None,
        })
        .collect();
    let listed: BTreeSet<_> = table("Spans")
        .iter()
        .map(|row| (word(row[0]), words(row[1])))
        .collect();

    assert_eq!(begun, listed);
}

#[tokio::test]
async fn every_metric_is_listed_with_its_kind_and_labels_and_described_and_no_other() {
    let recorder = Recorder::start();
    script::play().await;

    let recorded = recorder.take();
    let seen: BTreeSet<(&str, &str, Fields<'_>)> = recorded
        .iter()
        .map(|metric| (&*metric.name, metric.kind, metric.label_names()))
        .collect();
    let listed: BTreeSet<_> = table("Metrics")
        .iter()
        .map(|row| (word(row[0]), row[1], words(row[2])))
        .collect();

    assert_eq!(seen, listed);
    for metric in recorded {
        assert!(metric.described, "{}", metric.name);
    }
}

#[tokio::test]
async fn every_label_is_listed_with_its_values_and_no_other() {
    let recorder = Recorder::start();
    script::play().await;

    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in recorder.take().into_iter().flat_map(|metric| metric.labels) {
        seen.entry(name).or_default().insert(value);
    }

    let rows = table("Labels");
    let listed: BTreeSet<_> = rows.iter().map(|row| word(row[0])).collect();
    let names: BTreeSet<_> = seen.keys().map(String::as_str).collect();
    assert_eq!(names, listed);
    let reasons: BTreeSet<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    for row in rows {
        let name = word(row[0]);
        // Where no words are listed, it is a name of the program's own choice, or a reason.
        let words = match (name, words(row[1])) {
            ("provider" | "sender", _) => BTreeSet::from(["jwt", "polar"]),
            ("reason", _) => reasons.clone(),
            (_, words) => words,
        };
        let values = &seen[name];
        for value in values {
            assert!(words.contains(&**value), "{name} is {value}");
        }
    }
}
