//! What goes over the wire with each call.

use customer_session_test::polar::Endpoint;

use crate::world::{World, bo};

#[tokio::test]
async fn the_session_asks_with_its_own_token_and_then_we_with_ours() {
    let world = World::start().await;

    world.accept(&world.ada().mint()).await;

    let requests = world.fake.requests();
    let asked: Vec<_> = requests
        .iter()
        .map(|request| (request.endpoint, request.header("authorization")))
        .collect();
    assert!(asked[..2].contains(&(Endpoint::Introspect, Some("Bearer polar_cst_…"))));
    assert!(asked[..2].contains(&(Endpoint::User, Some("Bearer polar_cst_…"))));
    assert_eq!(
        asked[2..],
        [(Endpoint::Customer, Some("Bearer polar_oat_…"))]
    );
}

#[tokio::test]
async fn a_members_calls_carry_the_members_token() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo());

    world.accept(&team.mint_member(&bo)).await;

    let requests = world.fake.requests();
    let sent = requests[..2].iter().map(|it| it.header("authorization"));
    assert!(sent.eq([Some("Bearer polar_mst_…"); 2]));
}

#[tokio::test]
async fn every_call_names_the_version_asks_for_json_and_sends_no_cookie() {
    let world = World::start().await;

    world.accept(&world.ada().mint()).await;

    let requests = world.fake.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.method, "GET");
        assert_eq!(request.header("polar-version"), Some("2026-10"));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("cookie"), None);
        assert_eq!(request.header("referer"), None);
        assert!(!request.path_and_query.contains('?'));
    }
}
