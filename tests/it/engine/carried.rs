//! Customers whom the facts about a session carry, so that nobody asks for them.

use std::time::Duration;

use customer_session::{Reason, provider::SessionFacts};

use super::{ADA, ADA_PHONE, GRACE, World, record};

/// A world in which the facts carry Ada.
fn carrying() -> World {
    let world = World::with(|builder| builder.session_lifetime(HOUR).customer_lifetime(MINUTE));
    for token in [ADA, ADA_PHONE] {
        world.issuer.sign_in_carried(token, record("ada", "Ada"));
    }
    world
}

#[tokio::test]
async fn a_customer_that_the_facts_carry_is_never_asked_for() {
    let world = carrying();

    let name = world.name(ADA).await;

    assert_eq!(name, "Ada");
    assert!(world.remembers(ADA));
    assert_eq!(world.issuer.customers.total(), 0);
}

#[tokio::test]
async fn a_customer_that_the_facts_carry_is_brought_anew_by_them() {
    let world = carrying();
    world.name(ADA).await;
    world
        .issuer
        .sign_in_carried(ADA, record("ada", "Ada Byron"));

    world.clock.advance(MINUTE - TICK);
    let before = world.name(ADA).await;
    world.clock.advance(TICK);
    let after = world.name(ADA).await;

    assert_eq!([before, after], ["Ada", "Ada Byron"]);
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
    assert_eq!(world.issuer.customers.total(), 0);
}

#[tokio::test]
async fn a_newer_answer_about_a_customer_is_seen_at_once_by_a_session_that_is_remembered() {
    let world = carrying();
    world.name(ADA).await;
    world
        .issuer
        .sign_in_carried(ADA_PHONE, record("ada", "Ada Byron"));

    world.name(ADA_PHONE).await;
    let seen = world.remembers(ADA);
    let name = world.name(ADA).await;

    assert_eq!((seen, &*name), (true, "Ada Byron"));
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
}

#[tokio::test]
async fn a_carried_customer_stands_in_the_place_of_one_that_was_asked_for() {
    let world = carrying();
    world.name(ADA).await;
    world
        .issuer
        .sessions
        .yes(ADA_PHONE, SessionFacts::new("ada"));

    let name = world.name(ADA_PHONE).await;

    assert_eq!(name, "Ada");
    assert_eq!(world.issuer.customers.total(), 0);
}

#[tokio::test]
async fn facts_that_carry_another_customer_are_not_believed() {
    let world = World::new();
    let facts = SessionFacts::new("ada").customer(record("grace", "Mallory"));
    world.issuer.sessions.yes(ADA, facts);

    let refused = world.ask(ADA).await.unwrap_err();

    assert_eq!(refused.status(), 503);
    assert_eq!(refused.reason(), Reason::IssuerAnswerMalformed);
    assert_eq!(world.name(GRACE).await, "Grace");
}

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);
const TICK: Duration = Duration::from_nanos(1);
