//! Sessions that cannot be ended, and errors that say so.

use customer_session::{
    Reason,
    revoke::{RevocationErrorKind, Sessions},
};

use super::{
    super::{ADA, World},
    HOUR,
};

#[tokio::test]
async fn the_number_of_revocations_is_bounded_and_one_too_many_is_refused_loudly() {
    let world = World::with(|builder| builder.max_revocations(2).longest_session(HOUR));
    world.end(&Sessions::of_customer("stub", "one"));
    world.end(&Sessions::of_customer("stub", "two"));

    let error = world
        .config
        .revocations()
        .end(&Sessions::of_customer("stub", "ada"))
        .unwrap_err();

    assert_eq!(error.kind(), RevocationErrorKind::Full);
    assert!(error.to_string().contains("max_revocations"));
    assert_eq!(world.name(ADA).await, "Ada");
    // Ending the same again takes no room, and what has run out makes room.
    world.end(&Sessions::of_customer("stub", "one"));
    world.clock.advance(HOUR);
    world.end(&Sessions::of_customer("stub", "ada"));
    assert_eq!(world.reason(ADA).await, Reason::SessionEnded);
}

#[tokio::test]
async fn a_provider_that_does_not_exist_is_named_with_those_that_do() {
    let world = World::new();

    let error = world
        .config
        .revocations()
        .end(&Sessions::of_customer("polra", "ada"))
        .unwrap_err();

    assert_eq!(error.kind(), RevocationErrorKind::UnknownProvider);
    assert!(error.to_string().contains("polra") && error.to_string().contains("stub"));
}

#[tokio::test]
async fn a_handle_outlives_the_configuration_and_says_so() {
    let world = World::new();
    let (revocations, session) = (world.config.revocations(), world.ask(ADA).await.unwrap());

    drop(world);

    let error = revocations.end(&Sessions::all()).unwrap_err();
    assert_eq!(error.kind(), RevocationErrorKind::NoEngine);
    assert_eq!(
        session.sign_out().unwrap_err().kind(),
        RevocationErrorKind::NoEngine
    );
}
