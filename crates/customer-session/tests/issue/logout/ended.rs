//! What a logout ends: a session, or what a user began before it.

use std::time::Duration;

use serde_json::json;

use super::{World, assert_taken};

#[tokio::test]
async fn a_logout_ends_the_session_at_the_next_request() {
    let world = World::new();
    let session = world.session(10);
    assert!(world.is_signed_in(&session).await);
    let (header, claims) = world.good();

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(!world.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_logout_of_one_session_leaves_the_users_others_alone() {
    let world = World::new();
    let session = world.session(10);
    let (header, mut claims) = world.good();
    claims["sid"] = json!("s2");

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(world.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_logout_of_one_session_ends_it_whatever_the_issuers_clock_says() {
    let world = World::new();
    // The issuer's clock is ahead; none of its sessions was ever seen here.
    let session = world.session(1020);
    let (header, claims) = world.good();

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(!world.is_signed_in(&session).await);
}

#[tokio::test]
async fn a_logout_by_session_and_user_ends_those_of_the_user_that_state_no_session() {
    let world = World::new();
    let (nameless, later) = (world.nameless("u1", 10), world.nameless("u1", 1002));
    let (others, elsewhere) = (world.nameless("u2", 10), world.session(10));
    let (header, mut claims) = world.good();
    claims["sid"] = json!("s2");

    assert_taken(&world.post(&world.sign(&header, &claims)).await);

    assert!(!world.is_signed_in(&nameless).await);
    assert!(world.is_signed_in(&later).await);
    assert!(world.is_signed_in(&others).await);
    assert!(world.is_signed_in(&elsewhere).await);
}

#[tokio::test]
async fn a_logout_of_a_user_ends_what_began_before_it_however_late_it_is_told() {
    let world = World::new();
    let (header, mut claims) = world.good();
    claims.as_object_mut().unwrap().remove("sid");
    let token = world.sign(&header, &claims);
    let (before, at, after) = (world.session(10), world.session(1000), world.session(1002));
    world.clock.advance(Duration::from_secs(60));

    assert_taken(&world.post(&token).await);

    assert!(!world.is_signed_in(&before).await);
    assert!(!world.is_signed_in(&at).await);
    assert!(world.is_signed_in(&after).await);
}
