//! What a report says, and what it does with what was not tried.

use customer_session_test::provider::{Bench, Rule, conformance};

use crate::{
    broken::{Broken, Fault},
    conformance::{ADA, documented, good, harbor},
};

fn broken(fault: Fault) -> Bench<Broken> {
    documented(Bench::new(move |address: &str| Broken::new(fault, address)))
}

#[tokio::test]
async fn a_report_names_the_rule_what_was_done_what_came_and_the_mend() {
    let report = conformance(broken(Fault::DeniesOutages)).await;

    let printed = report.to_string();

    assert!(!report.is_conformant());
    for part in [
        "rules that the provider breaks: 1;",
        "broken: what could not be found out is never a denial",
        "- GET /v1/session was answered with 502 and a page: expected a fault of the issuer's (503); came the denial `token_denied` (401)",
        "- the issuer refused connections: ",
        "mend: Return `denied`, `expired` and `not_our_customer` only for",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    let finding = report.findings().next().unwrap();
    assert_eq!(finding.rule, Rule::FaultsAreNoDenials);
    assert_eq!(finding.done, "the issuer refused connections");
}

#[tokio::test]
#[should_panic(expected = "broken: `name` is a short label that does not change")]
async fn asserting_a_broken_rule_panics_with_the_report() {
    conformance(broken(Fault::NamedBySentence)).await.assert();
}

#[tokio::test]
async fn a_good_session_that_is_refused_says_what_was_asked_and_is_all_that_is_tried() {
    let report = conformance(broken(Fault::KnowsNobody)).await;

    let findings: Vec<_> = report.findings().collect();
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].seen,
        "the denial `token_denied` (401), after GET /v1/session (answered 200)"
    );
    // All but that rule, and those to which any question is held.
    assert_eq!(report.untried().len(), Rule::ALL.len() - 3);
}

#[tokio::test]
async fn an_address_without_an_answer_is_named() {
    let incomplete = customer_session_test::provider::Session::new(ADA).answer(
        "GET",
        "/v1/session",
        good("cus_ada"),
    );

    let bench = Bench::new(|address: &str| harbor(address).unwrap());
    let report = conformance(bench.good("cus_ada", incomplete)).await;

    let finding = report.findings().next().unwrap();
    assert!(
        finding
            .seen
            .ends_with("GET /v1/customers/cus_ada (no answer in the bench)"),
        "{}",
        finding.seen
    );
}

#[tokio::test]
async fn a_rule_that_is_waived_breaks_nothing_and_is_told_with_its_reason() {
    let bench = broken(Fault::NamedBySentence).waive(Rule::LabelsItself, "the name is a brand");

    let report = conformance(bench).await;

    report.assert();
    let printed = report.to_string();
    assert!(
        printed.contains(
            "waived: `name` is a short label that does not change\n- the name is a brand"
        ),
        "{printed}"
    );
}

/// Whoever shows the suite one good session only is told what that leaves out.
#[tokio::test]
async fn what_the_bench_does_not_show_is_listed() {
    let (customer, session) = (
        "cus_ada",
        crate::conformance::session(ADA, "cus_ada", "mer_1"),
    );

    let bench = Bench::new(|address: &str| harbor(address).unwrap());
    let report = conformance(bench.good(customer, session)).await;

    let untried: Vec<_> = report
        .untried()
        .iter()
        .map(|untried| untried.rule)
        .collect();
    for rule in [
        Rule::DeniesDenied,
        Rule::EndsSessions,
        Rule::OwnsItsCredentials,
        Rule::RefusesForeignCustomers,
        Rule::TellsSessionsApart,
    ] {
        assert!(untried.contains(&rule), "{rule:?}");
        let line = format!("not tried: {rule}");
        assert!(report.to_string().contains(&line), "{report}");
    }
}

/// Two runs say the same, to the letter.
#[tokio::test]
async fn a_report_is_the_same_each_time() {
    let once = conformance(broken(Fault::DeniesJunk)).await.to_string();

    let again = conformance(broken(Fault::DeniesJunk)).await.to_string();

    assert_eq!(once, again);
}
