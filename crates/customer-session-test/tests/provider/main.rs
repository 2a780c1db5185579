//! The suite of providers: it passes those that keep the rules, and tells each broken rule.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod broken;
mod configured;
mod introspection;
mod meddling;
mod reports;
mod rules;

// The provider of the manual and its test, as they are shown there.
#[path = "../../../customer-session/src/manual/by_hand/conformance.rs"]
mod conformance;
#[path = "../../../customer-session/src/manual/by_hand/provider.rs"]
#[expect(unreachable_pub, reason = "it is shown as an application has it")]
mod provider;

use customer_session_test::provider::{Report, Rule};

/// The rules to which something was not tried.
fn untried(report: &Report) -> Vec<Rule> {
    let untried = report.untried().iter();
    untried.map(|untried| untried.rule).collect()
}
