//! Sessions that are created are good.

use customer_session::clock::Clock;
use customer_session_polar::{NewCustomerSession, SessionKind};

use crate::world::{SECOND, World, bo};

#[tokio::test]
async fn a_session_by_the_customers_id_is_good() {
    let world = World::start().await;
    let ada = world.ada();

    let created = world
        .polar
        .create_customer_session(NewCustomerSession::for_customer(ada.id()))
        .await
        .unwrap();

    assert_eq!(created.kind(), Some(SessionKind::Customer));
    assert_eq!(created.customer_id, ada.id());
    assert_eq!(created.customer.external_id.as_deref(), Some("usr_4411"));
    assert_eq!(created.expires_at, world.clock.wall() + 3600 * SECOND);
    assert_eq!(created.return_url, None);
    let session = world.accept(created.token.expose()).await;
    assert_eq!(session.customer().id().as_str(), ada.id());
    assert_eq!(session.expires_at(), Some(created.expires_at));
}

#[tokio::test]
async fn a_session_by_your_own_id_with_a_way_back_is_good() {
    let world = World::start().await;
    world.ada();
    let new = NewCustomerSession::for_external_customer("usr_4411")
        .return_url("https://shop.example/account");

    let created = world.polar.create_customer_session(new).await.unwrap();

    assert_eq!(
        created.return_url.as_deref(),
        Some("https://shop.example/account")
    );
    world.accept(created.token.expose()).await;
}

#[tokio::test]
async fn a_members_session_by_either_id_is_good() {
    let world = World::start().await;
    world.fake.organization().set_member_model(true);
    let team = world.team();
    let bo = team.add_member(bo());
    let of_team = || NewCustomerSession::for_customer(team.id());
    for new in [
        of_team().member(bo.id()),
        of_team().external_member("emp_9"),
    ] {
        let created = world.polar.create_customer_session(new).await.unwrap();

        assert_eq!(created.kind(), Some(SessionKind::Member));
        let session = world.accept(created.token.expose()).await;
        assert_eq!(session.member().unwrap().id, bo.id());
        assert_eq!(session.customer().id().as_str(), team.id());
    }
}

/// With the member model a person has an owner, who acts for it.
#[tokio::test]
async fn a_persons_session_is_the_owners_where_there_are_members() {
    let world = World::start().await;
    world.fake.organization().set_member_model(true);
    let ada = world.ada();

    let created = world
        .polar
        .create_customer_session(NewCustomerSession::for_customer(ada.id()))
        .await
        .unwrap();

    assert_eq!(created.kind(), Some(SessionKind::Member));
    let session = world.accept(created.token.expose()).await;
    let role = session.member().unwrap().role.clone();
    assert_eq!(role.as_deref(), Some("owner"));
}

#[tokio::test]
async fn created_sessions_are_no_verification_in_the_statistics() {
    let world = World::start().await;
    let new = NewCustomerSession::for_customer(world.ada().id());

    world.polar.create_customer_session(new).await.unwrap();

    assert_eq!(world.config.stats().upstream_calls, 0);
}
