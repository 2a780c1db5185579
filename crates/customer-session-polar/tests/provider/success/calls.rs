//! How many calls a token costs.

use customer_session_test::polar::NewCustomer;

use super::unknown_token;
use crate::world::{Calls, World, bo};

#[tokio::test]
async fn a_first_use_costs_three_calls_and_the_next_none() {
    let world = World::start().await;
    let token = world.ada().mint();

    let (_, cold) = world.calls_of(world.accept(&token)).await;
    let (_, warm) = world.calls_of(world.accept(&token)).await;

    assert_eq!((cold, warm), (Calls::COLD, Calls::NONE));
}

#[tokio::test]
async fn a_second_token_of_a_customer_costs_the_sessions_two_calls_only() {
    let world = World::start().await;
    let ada = world.ada();
    world.accept(&ada.mint()).await;

    let (_, calls) = world.calls_of(world.accept(&ada.mint())).await;

    assert_eq!(calls, Calls::SESSION);
}

#[tokio::test]
async fn a_members_first_use_costs_two_calls_once_the_team_is_known() {
    let world = World::start().await;
    let team = world.team();
    let (bo, other) = (team.add_member(bo()), team.add_member(bo()));
    world.accept(&team.mint_member(&bo)).await;

    let (session, calls) = world
        .calls_of(world.accept(&team.mint_member(&other)))
        .await;

    assert_eq!(session.member().unwrap().id, other.id());
    assert_eq!(calls, Calls::SESSION);
}

/// Seen on Polar's wire: `/user` answers 422 for it, while the session is good.
#[tokio::test]
async fn a_customer_session_of_a_team_without_an_address_is_good_and_costs_four_calls() {
    let world = World::start().await;
    let team = world.team();
    let token = team.mint_customer_session();

    let (session, calls) = world.calls_of(world.accept(&token)).await;

    assert_eq!(session.customer().id().as_str(), team.id());
    assert!(session.member().is_none());
    assert_eq!(
        calls,
        Calls {
            me: 1,
            total: 4,
            ..Calls::COLD
        }
    );
}

#[tokio::test]
async fn a_customer_session_of_a_team_with_an_address_needs_no_fourth_call() {
    let world = World::start().await;
    let team = NewCustomer::team("Shop Team").email("team@shop.example");
    let team = world.fake.organization().add_customer(team);

    let (session, calls) = world
        .calls_of(world.accept(&team.mint_customer_session()))
        .await;

    assert_eq!(session.customer().email(), Some("team@shop.example"));
    assert_eq!(calls, Calls::COLD);
}

#[tokio::test]
async fn an_unknown_token_costs_the_sessions_calls_and_never_one_with_our_access_token() {
    let world = World::start().await;
    let unknown = unknown_token(&world);

    let (rejection, calls) = world.calls_of(world.refuse(&unknown)).await;

    assert_eq!(rejection.code(), "token_invalid");
    assert!(calls.are_of_a_denial(), "{calls:?}");
    assert!(
        world
            .fake
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer polar_cst_…"))
    );
}

#[tokio::test]
async fn the_statistics_agree_with_what_polar_counted() {
    let world = World::start().await;
    let ada = world.ada();
    let (first, second) = (ada.mint(), ada.mint());
    let unknown = unknown_token(&world);

    world.accept(&first).await;
    world.accept(&first).await;
    world.accept(&second).await;
    world.polar.check().await.unwrap();
    let arrived = world.fake.verification_calls();
    assert_eq!((world.config.stats().upstream_calls, arrived), (5, 5));

    world.refuse(&unknown).await;
    world.refuse(&unknown).await;

    let stats = world.config.stats();
    assert_eq!(stats.upstream_calls, 3 + 2 + 2);
    assert_eq!((stats.hits, stats.misses, stats.negative_hits), (1, 3, 1));
    assert_eq!(stats.accepted, 3);
    assert_eq!(stats.rejected.get("token_denied"), Some(&2));
}
