//! Each broken rule is told, and no rule that is kept.

use customer_session_test::provider::{Bench, Rule, conformance};

use crate::{
    broken::{Broken, Fault},
    conformance::documented,
};

/// Each fault, and the rules that it breaks.
const TABLE: &[(Fault, &[Rule])] = &[
    (Fault::BelievesAnybody, &[Rule::BelievesNoOther]),
    (Fault::BelievesJunk, &[Rule::OnlyAnswersVouch]),
    (Fault::BlamesTheIssuer, &[Rule::OwnsItsCredentials]),
    (Fault::BlamesUs, &[Rule::NamesTrouble]),
    (Fault::Blocks, &[Rule::DropsCleanly]),
    (Fault::CountsWrong, &[Rule::CountsCalls]),
    (Fault::DeniesJunk, &[Rule::FaultsAreNoDenials]),
    (Fault::DeniesLimits, &[Rule::FaultsAreNoDenials]),
    (Fault::DeniesOutages, &[Rule::FaultsAreNoDenials]),
    (Fault::DeniesWrongAddresses, &[Rule::FaultsAreNoDenials]),
    (Fault::FollowsRedirects, &[Rule::FollowsNoRedirect]),
    (Fault::ForgetsTheWait, &[Rule::TellsTheWait]),
    (Fault::ForgetsWhose, &[Rule::RefusesForeignCustomers]),
    (Fault::IgnoresOddEnds, &[Rule::OnlyAnswersVouch]),
    (
        Fault::IgnoresTheStatus,
        &[Rule::OnlyAnswersVouch, Rule::TellsTheWait],
    ),
    (Fault::KnowsNobody, &[Rule::AcceptsGood]),
    (Fault::MixesUpLimits, &[Rule::NamesLimits]),
    (Fault::NamedBySentence, &[Rule::LabelsItself]),
    (Fault::OtherShape, &[Rule::ShapeTakesGood]),
    (Fault::PanicsAtJunk, &[Rule::NeverPanics]),
    (Fault::PanicsAtShortTokens, &[Rule::NeverPanics]),
    (Fault::ReadsForEver, &[Rule::BoundsAnswers]),
    (Fault::ReadsMilliseconds, &[Rule::StatesTimes]),
    (Fault::RefusesGoodTokens, &[Rule::RecognizesGood]),
    (Fault::RemembersTheFirst, &[Rule::TellsSessionsApart]),
    (Fault::RepeatsTheParser, &[Rule::KeepsSecrets]),
    (Fault::RepeatsTheToken, &[Rule::KeepsSecrets]),
    (Fault::SameIdentity, &[Rule::TellsSessionsApart]),
    (Fault::SendsSpacesForPlusSigns, &[Rule::SendsTokensWhole]),
    (
        Fault::SendsTokensInAddresses,
        &[Rule::KeepsTokensOutOfAddresses],
    ),
    (Fault::ServesThePast, &[Rule::EndsSessions]),
    (Fault::ShowsTheKey, &[Rule::KeepsSecrets]),
    (Fault::StaysBusy, &[Rule::DropsCleanly]),
    (Fault::StumblesOverNews, &[Rule::TakesNewMembers]),
    (
        Fault::TellsStories,
        &[Rule::DropsCleanly, Rule::StaysTheSame],
    ),
    (Fault::UnsureOfTheNo, &[Rule::DeniesDenied]),
];

/// A provider that breaks one rule is told so, and of nothing that it keeps.
#[tokio::test]
async fn every_broken_rule_is_told() {
    let mut wrong = Vec::new();
    for &(fault, expected) in TABLE {
        let bench = Bench::new(move |address: &str| Broken::new(fault, address));

        let report = conformance(documented(bench)).await;

        let broken = report.broken();
        wrong.extend((broken != expected).then(|| format!("{fault:?}: {broken:?}\n{report}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No rule is there for nothing: some provider of the table breaks it.
#[test]
fn every_rule_is_broken_by_somebody() {
    for rule in Rule::ALL {
        let broken = TABLE.iter().any(|(_, rules)| rules.contains(rule));
        assert!(broken, "{rule:?}");
    }
}
