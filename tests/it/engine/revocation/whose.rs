//! Whose sessions end: those that were named, from the next request on, and no others.

use customer_session::{
    Reason, VerifiedSession, provider::SessionFacts, revoke::Sessions, token::SessionToken,
};

use super::super::{ADA, ADA_PHONE, GRACE, World, record};

#[tokio::test]
async fn a_customers_sessions_end_with_the_next_request() {
    let world = World::new();
    for token in [ADA, ADA_PHONE, GRACE] {
        world.ask(token).await.unwrap();
    }

    world.end(&Sessions::of_customer("stub", "ada"));

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.reason(ADA_PHONE).await, Reason::SessionEnded);
    assert_eq!(world.name(GRACE).await, "Grace");
}

#[tokio::test]
async fn a_token_ends_alone_and_nobody_is_asked_about_it_again() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.ask(ADA_PHONE).await.unwrap();

    world.end(&Sessions::of_token(SessionToken::new(ADA)));
    world.advance_seconds(61);

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert_eq!(world.name(ADA_PHONE).await, "Ada");
}

#[tokio::test]
async fn a_token_that_was_never_seen_can_be_ended() {
    let world = World::new();

    world.end(&Sessions::of_token(SessionToken::new(ADA)));

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.issuer.sessions.total(), 0);
}

#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let world = World::new();
    let session = world.ask(ADA).await.unwrap();
    world.ask(ADA_PHONE).await.unwrap();

    session.sign_out().unwrap();

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    assert_eq!(world.name(ADA_PHONE).await, "Ada");
}

#[tokio::test]
async fn a_members_sessions_end_and_those_of_the_team_do_not() {
    let world = World::new();
    world.sign_in_member("bo", "m1");
    world.sign_in_member("cy", "m2");
    for token in ["bo", "cy", ADA] {
        world.ask(token).await.unwrap();
    }

    world.end(&Sessions::of_member("stub", "m1"));

    assert_eq!(world.reason("bo").await, Reason::SessionEnded);
    assert_eq!(world.name("cy").await, "Ada");
    assert_eq!(world.name(ADA).await, "Ada");
}

#[tokio::test]
async fn a_session_ends_by_the_issuers_id_of_it() {
    let world = World::new();
    let facts = SessionFacts::new("ada").session_id("s1".to_owned());
    world.issuer.sessions.yes("named", facts);
    world.ask("named").await.unwrap();

    world.end(&Sessions::of_session("stub", "s1"));

    assert_eq!(world.reason("named").await, Reason::SessionEnded);
    assert_eq!(world.name(ADA).await, "Ada");
}

#[tokio::test]
async fn an_issuers_sessions_end_and_so_does_everything() {
    for sessions in [Sessions::of_issuer("stub"), Sessions::all()] {
        let world = World::new();
        world.ask(ADA).await.unwrap();
        world.ask(GRACE).await.unwrap();

        world.end(&sessions);

        assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
        assert_eq!(world.reason(GRACE).await, Reason::SessionEnded);
    }
}

#[tokio::test]
async fn presenting_an_ended_session_again_and_again_asks_nobody() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.end(&Sessions::of_customer("stub", "ada"));

    for _ in 0..1000 {
        assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
    }

    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert_eq!(world.config.stats().negative_hits, 1000);
}

#[tokio::test]
async fn a_session_that_everybody_is_signed_in_with_can_be_signed_out() {
    use customer_session::{Customer, CustomerSessionConfig};

    let customer = Customer::assertion(record("ada", "Ada"), "test");
    let asserted = VerifiedSession::assertion(SessionFacts::new("ada"), customer);
    let config = CustomerSessionConfig::builder()
        .signed_in_as(asserted)
        .build()
        .unwrap();
    let world = World {
        config,
        ..World::new()
    };
    let session = world.ask("anything").await.unwrap();

    session.sign_out().unwrap();

    assert_eq!(world.reason("anything").await, Reason::SessionEnded);
}
