//! A logout is applied once; one that cannot be is asked for again.

use customer_session::endpoint::Endpoint;
use serde_json::json;

use super::{World, assert_taken, form};
use crate::world::{header, json as body};

#[tokio::test]
async fn a_token_that_comes_again_is_taken_and_not_applied_again() {
    let world = World::with_room_for(1);
    let (header, mut claims) = world.good();
    claims.as_object_mut().unwrap().remove("sub");
    let token = world.sign(&header, &claims);
    assert_taken(&world.post(&token).await);

    // There is room for no other end, and another one would need some.
    assert_taken(&world.post(&token).await);
    claims["sid"] = json!("s2");
    assert_taken(&world.post(&world.sign(&header, &claims)).await);
    claims["jti"] = json!("j2");
    assert_eq!(world.post(&world.sign(&header, &claims)).await.status, 503);
}

#[tokio::test]
async fn a_logout_that_finds_no_room_is_asked_for_again_and_never_lost_in_silence() {
    let world = World::with_room_for(1);
    let session = world.session(10);
    let (header_, mut claims) = world.good();
    claims.as_object_mut().unwrap().remove("sub");
    claims["sid"] = json!("s0");
    assert_taken(&world.post(&world.sign(&header_, &claims)).await);
    (claims["sid"], claims["jti"]) = (json!("s1"), json!("j2"));
    let token = world.sign(&header_, &claims);

    for _ in 0..2 {
        let response = world.post(&token).await;

        assert_eq!(response.status, 503);
        assert_eq!(header(&response, "retry-after"), Some("60"));
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
        assert_eq!(body(&response)["error"], "temporarily_unavailable");
        assert!(world.is_signed_in(&session).await);
    }
}

#[tokio::test]
async fn an_endpoint_whose_configuration_is_gone_does_not_say_that_it_ended_anything() {
    let world = World::new();
    let (header, claims) = world.good();
    let token = world.sign(&header, &claims);
    let World {
        config, endpoint, ..
    } = world;

    drop(config);

    let response = endpoint.answer(form("logout_token", &token)).await;
    assert_eq!(response.status, 503);
}
