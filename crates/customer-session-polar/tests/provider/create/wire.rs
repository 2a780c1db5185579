//! The address that is asked, and what is sent there.

use customer_session_polar::{NewCustomerSession, Polar};

use crate::world::{ORGANIZATION, World};

/// Seen on Polar's wire: without the slash it answers 307, on which clients lose the body or the
/// credentials.
#[tokio::test]
async fn the_address_ends_in_a_slash_so_that_nothing_is_redirected() {
    let world = World::start().await;
    let ada = world.ada();
    for server in [world.fake.url(), format!("{}/", world.fake.url())] {
        world.fake.reset_calls();
        let polar = Polar::server(server)
            .access_token(world.fake.organization().access_token())
            .organization_id(ORGANIZATION)
            .build()
            .unwrap();

        polar
            .create_customer_session(NewCustomerSession::for_customer(ada.id()))
            .await
            .unwrap();

        let requests = world.fake.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].method, "POST");
        assert_eq!(requests[0].path_and_query, "/v1/customer-sessions/");
        assert_eq!(requests[0].status, Some(201));
        assert_eq!(requests[0].header("content-type"), Some("application/json"));
        assert_eq!(requests[0].header("polar-version"), Some("2026-10"));
        assert_eq!(
            requests[0].header("authorization"),
            Some("Bearer polar_oat_…")
        );
    }
}

#[tokio::test]
async fn the_old_root_works_too() {
    let world = World::start().await;
    let polar = Polar::server(format!("{}/api/", world.fake.url()))
        .access_token(world.fake.organization().access_token())
        .organization_id(ORGANIZATION)
        .build()
        .unwrap();

    polar
        .create_customer_session(NewCustomerSession::for_customer(world.ada().id()))
        .await
        .unwrap();

    let requests = world.fake.requests();
    assert_eq!(requests[0].path_and_query, "/api/v1/customer-sessions/");
}
