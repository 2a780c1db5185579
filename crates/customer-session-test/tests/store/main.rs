//! The suite of stores: it passes the store that keeps the rules, and tells each broken rule.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod broken;
mod memory;
mod table;

use customer_session::provider::registry::MemoryStore;
use customer_session_test::store::conformance;

use self::broken::{Broken, Fault};

#[tokio::test]
async fn the_memory_store_keeps_every_rule() {
    for capacity in [5, 100, 100_000] {
        let report = conformance(async |clock| MemoryStore::with(capacity, clock)).await;

        assert!(report.is_ok(), "{}", report.unwrap_err());
    }
}

/// A store that breaks one rule is told so, and of nothing that it keeps.
#[tokio::test]
async fn every_broken_rule_is_told() {
    let mut wrong = Vec::new();
    for (fault, expected) in table::table() {
        let report = conformance(async |clock| Broken::new(fault, clock)).await;

        let broken = report.unwrap_err();
        let rules: Vec<_> = broken.rules().iter().map(|broken| broken.rule).collect();
        println!("{fault:?}: {broken}");
        wrong.extend((rules != expected).then_some((fault, rules)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_report_names_rules_and_what_was_seen() {
    let report = conformance(async |clock| Broken::new(Fault::Deaf, clock)).await;

    let printed = report.unwrap_err().to_string();

    assert!(printed.starts_with("the store breaks "), "{printed}");
    assert!(
        printed.contains("the store of sessions is out of order: deaf"),
        "{printed}"
    );
}
