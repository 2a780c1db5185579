//! Configurations that are signed in without a token.

use customer_session::{
    Access, Customer, CustomerSessionConfig, VerifiedSession,
    engine::{Decision, Verdict},
    provider::SessionFacts,
};
use customer_session_tests::Head;

use super::{ADA, World, record};

fn session() -> VerifiedSession {
    let facts = SessionFacts::new("ada").scopes(["orders:read"]);
    let customer = Customer::assertion(record("ada", "Ada"), "test");
    VerifiedSession::assertion(facts, customer)
}

/// The session with which a request of this field line passes.
fn passes(config: &CustomerSessionConfig, line: Option<&str>) -> VerifiedSession {
    let decision = config.authenticate(&Head(line), Access::default()).decision;
    let Decision::Decided(Verdict::Verified(session)) = decision else {
        panic!("everybody is signed in: {decision:?}")
    };
    session
}

#[test]
fn every_request_is_signed_in_whatever_it_carries() {
    let builder = CustomerSessionConfig::builder().signed_in_as(session());
    let config = builder.build().unwrap();

    for line in [
        None,
        Some("Bearer anything"),
        Some("Bearer a b"),
        Some("Basic YTpi"),
    ] {
        let session = passes(&config, line);

        assert_eq!(session.customer().name(), Some("Ada"));
        assert_eq!(session.customer().provider(), "test");
        assert_eq!(session.scopes(), ["orders:read"]);
    }
}

#[test]
fn a_signed_in_configuration_asks_no_issuer() {
    let world = World::with(|builder| builder.signed_in_as(session()));

    passes(&world.config, Some(&format!("Bearer {ADA}")));

    assert_eq!(world.issuer.sessions.total(), 0);
    assert_eq!(world.config.stats().upstream_calls, 0);
}

#[tokio::test]
async fn a_token_that_is_remembered_makes_no_difference() {
    let world = World::with(|builder| builder.signed_in_as(session()));
    world.config.verify(ADA).await.unwrap();

    let signed_in = passes(&world.config, Some(&format!("Bearer {ADA}")));

    assert_eq!(signed_in.customer().provider(), "test");
}

#[test]
fn a_handler_finds_the_session_that_it_is_signed_in_with() {
    let builder = CustomerSessionConfig::builder().signed_in_as(session());
    let config = builder.build().unwrap();

    let customer = passes(&config, None).into_customer();

    let found = VerifiedSession::of(&customer).unwrap();
    assert_eq!(found.scopes(), ["orders:read"]);
}

#[test]
fn the_test_kits_customer_is_the_one_who_is_signed_in() {
    let ada = Customer::assertion(record("ada", "Ada"), "test");
    let config = customer_session_test::signed_in_as(ada);

    assert_eq!(passes(&config, None).customer().id().as_str(), "ada");
}
