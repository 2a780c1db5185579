//! Sessions and customers that are asked about anew, because they changed.

use customer_session::{Reason, revoke::Sessions};

use super::super::{ADA, World, record};

#[tokio::test]
async fn a_session_is_verified_anew_where_its_facts_changed() {
    let world = World::new();
    world.sign_in_member("bo", "m1");
    world.ask("bo").await.unwrap();
    world.ask(ADA).await.unwrap();

    world.recheck(&Sessions::of_member("stub", "m1"));

    assert_eq!(world.name("bo").await, "Ada");
    assert_eq!(world.issuer.sessions.calls("bo"), 2);
    assert!(world.remembers("bo"));
    assert!(world.remembers(ADA));
}

#[tokio::test]
async fn a_customer_is_asked_for_anew_where_it_changed_and_its_sessions_are_not() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.issuer.customers.yes("ada", record("ada", "Ada King"));

    world.recheck(&Sessions::of_customer("stub", "ada"));

    assert_eq!(world.name(ADA).await, "Ada King");
    assert_eq!(world.issuer.sessions.calls(ADA), 1);
    assert!(world.remembers(ADA));
}

#[tokio::test]
async fn an_answer_about_a_customer_from_before_the_change_serves_nobody_later() {
    let world = World::new();
    world.issuer.customers.close();
    let first = async { world.name(ADA).await };
    let changing = async {
        world.issuer.customers.asked(1).await;
        world.recheck(&Sessions::of_customer("stub", "ada"));
        world.issuer.customers.open();
    };
    tokio::join!(first, changing);
    world.issuer.customers.yes("ada", record("ada", "Ada King"));

    assert_eq!(world.name(ADA).await, "Ada King");
    assert_eq!(world.issuer.customers.calls("ada"), 2);
}

#[tokio::test]
async fn rechecking_lets_no_ended_session_in() {
    let world = World::new();
    world.ask(ADA).await.unwrap();
    world.end(&Sessions::of_customer("stub", "ada"));

    world.recheck(&Sessions::of_customer("stub", "ada"));
    world.recheck(&Sessions::all());

    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
}
