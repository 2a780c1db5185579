//! Nothing that is secret or personal is said, printed or counted.

use std::fmt::Write;

use crate::{recorder::Recorder, script, witness::Witness, world::CANARY};

#[tokio::test]
async fn no_token_no_secret_and_nothing_personal_is_ever_said_printed_or_counted() {
    let (witness, recorder) = (Witness::listen(), Recorder::start());

    let printed = script::play().await;

    let mut said = String::new();
    for heard in witness.heard() {
        let _ = writeln!(said, "{} {:?} {}", heard.target, heard.kind, heard.text);
    }
    let counted = format!("{:#?}", recorder.take());
    // The ears are open.
    assert!(said.contains("session could not be verified"), "{said}");
    assert!(printed.0.contains("CustomerSessionConfig"));
    assert!(counted.contains("customer_session_lookups_total"));
    for (place, text) in [
        ("tracing", &said),
        ("Debug or Display", &printed.0),
        ("metrics", &counted),
    ] {
        let found = text
            .lines()
            .find(|line| line.to_ascii_lowercase().contains(CANARY));
        assert_eq!(found, None, "{place}");
    }
}
