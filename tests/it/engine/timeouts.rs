//! Issuers that do not answer in time.

use std::time::Duration;

use customer_session::{
    Reason,
    engine::{Decision, Verdict},
};

use super::{ADA, ADA_PHONE, World, now, settle, world::until};

/// Presents a token and lets five seconds, the default, pass while both desks are closed.
async fn timed_out(world: &World, token: &str) -> Reason {
    let asked = || world.issuer.sessions.total() + world.issuer.customers.total();
    let before = asked();
    let thinking = async {
        until(|| asked() > before).await;
        world.clock.advance(TIMEOUT);
    };
    tokio::join!(world.reason(token), thinking).0
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_in_time_is_a_503() {
    let world = World::new();
    world.issuer.sessions.close();

    let reason = timed_out(&world, ADA).await;

    assert_eq!((reason.status(), reason), (503, Reason::IssuerTimeout));
}

#[tokio::test]
async fn an_issuer_is_waited_for_until_the_time_is_over() {
    let world = World::new();
    world.issuer.sessions.close();
    let Decision::Asking(mut waiting) = world.present(ADA) else {
        panic!("nothing is remembered")
    };
    world.issuer.sessions.asked(1).await;

    world.clock.advance(TIMEOUT - Duration::from_nanos(1));
    settle().await;
    let early = now(&mut waiting);
    world.issuer.sessions.open();
    waiting.await;

    assert!(early.is_none());
    assert!(world.remembers(ADA));
}

/// Of the usual time: with more of it the others would wait here for ever.
#[tokio::test]
async fn at_the_end_of_five_seconds_an_issuer_is_waited_for_no_longer() {
    let world = World::new();
    world.issuer.sessions.close();
    let Decision::Asking(mut waiting) = world.present(ADA) else {
        panic!("nothing is remembered")
    };
    world.issuer.sessions.asked(1).await;

    world.clock.advance(TIMEOUT);
    settle().await;

    assert!(matches!(
        now(&mut waiting),
        Some(Verdict::Rejected(rejection)) if rejection.reason() == Reason::IssuerTimeout
    ));
}

/// Nor is the answer remembered: it is as old as its question.
#[tokio::test]
async fn the_late_answer_to_a_question_that_timed_out_is_not_awaited() {
    let world = World::new();
    world.issuer.sessions.close();
    timed_out(&world, ADA).await;

    world.issuer.sessions.open();
    settle().await;

    assert!(!world.remembers(ADA));
    assert_eq!(world.name(ADA).await, "Ada");
    assert_eq!(world.issuer.sessions.calls(ADA), 2);
}

#[tokio::test]
async fn whoever_comes_after_a_timeout_asks_anew_and_has_the_whole_time() {
    let world = World::new();
    world.issuer.sessions.close();
    timed_out(&world, ADA).await;

    let again = world.ask(ADA);
    let thinking = async {
        world.issuer.sessions.asked(2).await;
        world.clock.advance(TIMEOUT - Duration::from_nanos(1));
        settle().await;
        world.issuer.sessions.open();
    };
    let (again, ()) = tokio::join!(again, thinking);

    assert!(again.is_ok());
}

#[tokio::test]
async fn session_and_customer_share_one_time() {
    let world = World::new();
    world.issuer.sessions.close();
    world.issuer.customers.close();
    let thinking = async {
        world.issuer.sessions.asked(1).await;
        world.clock.advance(TIMEOUT - Duration::from_secs(1));
        world.issuer.sessions.open();
        world.issuer.customers.asked(1).await;
        world.clock.advance(Duration::from_secs(1));
    };

    let (reason, ()) = tokio::join!(world.reason(ADA), thinking);

    assert_eq!(reason, Reason::IssuerTimeout);
}

/// The question about the customer has a time of its own, since other sessions may wait for it.
#[tokio::test]
async fn another_session_may_still_get_the_customer_that_the_first_waited_for_in_vain() {
    let world = World::new();
    world.issuer.sessions.close();
    world.issuer.customers.close();
    let thinking = async {
        world.issuer.sessions.asked(1).await;
        world.clock.advance(TIMEOUT - Duration::from_secs(1));
        world.issuer.sessions.open();
        world.issuer.customers.asked(1).await;
        world.clock.advance(Duration::from_secs(1));
    };
    tokio::join!(world.reason(ADA), thinking);

    let phone = world.name(ADA_PHONE);
    let opens = async {
        world.issuer.sessions.asked(2).await;
        settle().await;
        world.issuer.customers.open();
    };
    let (name, ()) = tokio::join!(phone, opens);

    assert_eq!(name, "Ada");
    assert_eq!(world.issuer.customers.total(), 1);
}

#[tokio::test]
async fn the_customer_desk_is_bounded_in_time_too() {
    let world = World::new();
    world.issuer.customers.close();
    let thinking = async {
        world.issuer.customers.asked(1).await;
        world.clock.advance(TIMEOUT);
    };
    let (first, ()) = tokio::join!(world.reason(ADA), thinking);

    world.issuer.customers.open();
    let second = world.name(ADA).await;

    assert_eq!((first, &*second), (Reason::IssuerTimeout, "Ada"));
}

const TIMEOUT: Duration = Duration::from_secs(5);
