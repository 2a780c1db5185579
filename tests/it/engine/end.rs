//! The end of an engine: with its last configuration, and with its last question.

use customer_session::engine::{Decision, Verdict};
use tokio::runtime::Builder;

use super::{ADA, World, settle};

#[tokio::test]
async fn an_engine_ends_with_the_last_clone_of_its_configuration() {
    let World { config, issuer, .. } = remembering().await;
    let witness = issuer.witness();
    drop(issuer);
    let clone = config.clone();

    drop(config);
    let with_a_clone = witness.strong_count();
    drop(clone);

    assert_eq!((with_a_clone, witness.strong_count()), (1, 0));
}

#[tokio::test]
async fn a_session_in_a_handlers_hands_keeps_no_engine_alive() {
    let world = remembering().await;
    let session = world.ask(ADA).await.unwrap();
    let witness = world.issuer.witness();

    drop(world);

    assert_eq!(witness.strong_count(), 0);
    assert_eq!(session.customer().name(), Some("Ada"));
}

#[tokio::test]
async fn an_engine_without_a_configuration_ends_with_its_last_question() {
    let world = World::new();
    world.issuer.sessions.close();
    drop(world.present(ADA));
    world.issuer.sessions.asked(1).await;
    let World { config, issuer, .. } = world;
    let witness = issuer.witness();

    drop(config);
    let while_it_asks = witness.strong_count();
    issuer.sessions.open();
    drop(issuer);
    settle().await;

    assert!(while_it_asks > 1);
    assert_eq!(witness.strong_count(), 0);
}

#[tokio::test]
async fn whoever_still_waits_is_answered_after_the_last_configuration_is_gone() {
    let world = World::new();
    world.issuer.sessions.close();
    let Decision::Asking(waiting) = world.present(ADA) else {
        panic!("nothing is remembered")
    };
    let World { config, issuer, .. } = world;

    drop(config);
    issuer.sessions.open();

    let Verdict::Verified(session) = waiting.await else {
        panic!("the issuer vouches for the session")
    };
    assert_eq!(session.customer().name(), Some("Ada"));
}

#[test]
fn a_runtime_that_ends_lets_go_of_the_engine_that_asked_on_it() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let world = World::with(|builder| builder.runtime(runtime.handle().clone()));
    world.issuer.sessions.close();
    drop(world.present(ADA));
    runtime.block_on(world.issuer.sessions.asked(1));
    let witness = world.issuer.witness();

    drop(world);
    drop(runtime);

    assert_eq!(witness.strong_count(), 0);
}

/// A world in which Ada's session is remembered.
async fn remembering() -> World {
    let world = World::new();
    world.name(ADA).await;
    world
}
