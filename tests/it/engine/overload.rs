//! More different tokens at one time than may be asked about.

use std::time::Duration;

use customer_session::{
    Reason,
    engine::{Decision, Verdict},
};

use super::{ADA, ADA_PHONE, GRACE, World};

/// A world that asks about so many tokens at one time, and whose issuer thinks about Ada's.
async fn busy(max_verifications: usize) -> (World, Decision) {
    let world = World::with(|builder| builder.max_verifications(max_verifications));
    world.issuer.sessions.close();
    let waiting = world.present(ADA);
    world.issuer.sessions.asked(1).await;
    (world, waiting)
}

#[tokio::test]
async fn one_token_too_many_is_refused_at_once_with_a_time_to_come_back() {
    let (world, _waiting) = busy(1).await;

    let decision = world.present(GRACE);

    let Decision::Decided(Verdict::Rejected(rejection)) = decision else {
        panic!("there is nothing to wait for: {decision:?}")
    };
    assert_eq!(rejection.status(), 503);
    assert_eq!(rejection.reason(), Reason::Overloaded);
    assert_eq!(rejection.retry_after(), Some(Duration::from_secs(5)));
    assert_eq!(world.issuer.sessions.calls(GRACE), 0);
}

#[tokio::test]
async fn a_token_that_is_being_asked_about_is_still_waited_for() {
    let (world, waiting) = busy(1).await;
    drop(world.present(GRACE));

    let joined = world.present(ADA);
    world.issuer.sessions.open();

    for decision in [waiting, joined] {
        let Decision::Asking(verification) = decision else {
            panic!("the issuer is being asked: {decision:?}")
        };
        assert!(matches!(verification.await, Verdict::Verified(_)));
    }
    assert_eq!(world.issuer.sessions.total(), 1);
}

#[tokio::test]
async fn what_is_remembered_is_served_all_the_same() {
    let world = World::with(|builder| builder.max_verifications(1));
    world.name(GRACE).await;
    world.reason("nobodys").await;
    world.issuer.sessions.close();
    let _waiting = world.present(ADA);

    assert!(world.remembers(GRACE));
    assert_eq!(world.reason("nobodys").await, Reason::TokenDenied);
}

#[tokio::test]
async fn as_many_as_the_bound_says_are_asked_about() {
    let (world, _waiting) = busy(2).await;

    let second = world.present(ADA_PHONE);
    let third = world.present(GRACE);

    assert!(matches!(second, Decision::Asking(_)));
    assert!(matches!(third, Decision::Decided(Verdict::Rejected(_))));
}

#[tokio::test]
async fn an_overload_is_over_as_soon_as_an_answer_arrives() {
    let (world, waiting) = busy(1).await;
    drop(world.present(GRACE));

    world.issuer.sessions.open();
    drop(waiting);
    world.name(ADA).await;

    assert_eq!(world.name(GRACE).await, "Grace");
}
