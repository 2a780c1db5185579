//! Creates sessions, and verifies what was created.

use customer_session::{Reason, clock::Clock};
use customer_session_polar::{NewCustomerSession, Polar, PolarErrorKind, SessionKind};
use customer_session_test::polar::{Endpoint, Fault};
use tokio::runtime;

use crate::world::{ORGANIZATION, SECOND, World, bo, pointed_at, rejected};

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
async fn what_polar_refuses_is_named_and_the_values_are_not_shown() {
    let world = World::start().await;
    world.fake.organization().set_member_model(true);
    let team = world.team();
    let nobody = "11111111-1111-4111-8111-111111111111";
    let rows = [
        (
            NewCustomerSession::for_customer(team.id()),
            "body.member_id",
        ),
        (NewCustomerSession::for_customer(nobody), "body.customer_id"),
        (
            NewCustomerSession::for_external_customer("usr_0"),
            "body.external_customer_id",
        ),
        (
            NewCustomerSession::for_customer(team.id()).member(nobody),
            "body.member_id",
        ),
        (
            NewCustomerSession::for_customer(team.id()).external_member("usr_0"),
            "body.external_member_id",
        ),
        (
            NewCustomerSession::for_customer(team.id()).return_url("usr_0"),
            "return_url",
        ),
    ];
    for (new, place) in rows {
        let error = world.polar.create_customer_session(new).await.unwrap_err();

        assert_eq!(error.kind(), PolarErrorKind::InvalidRequest, "{place}");
        let text = error.to_string();
        assert!(text.contains(place), "{text}");
        assert!(!text.contains(nobody) && !text.contains("usr_0"), "{text}");
    }
}

#[tokio::test]
async fn without_the_scope_it_is_named() {
    let world = World::start().await;
    let token = world
        .fake
        .organization()
        .access_token_with_scopes(&["customers:read"]);
    let polar = pointed_at(&world.fake).access_token(token).build().unwrap();

    let error = polar
        .create_customer_session(NewCustomerSession::for_customer(world.ada().id()))
        .await
        .unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::CredentialsRefused);
    assert!(
        error.to_string().contains("customer_sessions:write"),
        "{error}"
    );
}

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

#[tokio::test]
async fn a_failed_creation_is_not_tried_again() {
    let world = World::start().await;
    let ada = world.ada();
    let rows = [
        (Fault::Drop, PolarErrorKind::Unavailable),
        (Fault::ServerError, PolarErrorKind::Unavailable),
        (Fault::Truncated, PolarErrorKind::Unavailable),
        (Fault::TruncatedJson, PolarErrorKind::MalformedAnswer),
        (
            Fault::Redirect("http://127.0.0.1:9/".to_owned()),
            PolarErrorKind::Misconfigured,
        ),
    ];
    for (fault, kind) in rows {
        world.fake.reset_calls();
        world.fake.fault_on(Endpoint::CreateSession, fault.clone());

        let error = world
            .polar
            .create_customer_session(NewCustomerSession::for_customer(ada.id()))
            .await
            .unwrap_err();

        assert_eq!(error.kind(), kind, "{fault:?}");
        assert_eq!(world.fake.total_calls(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn how_long_polar_asks_to_wait_is_passed_on() {
    let world = World::start().await;
    let fault = Fault::RateLimited {
        retry_after: Some(60),
    };
    world.fake.fault_on(Endpoint::CreateSession, fault);

    let error = world
        .polar
        .create_customer_session(NewCustomerSession::for_customer(world.ada().id()))
        .await
        .unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::RateLimited);
    assert_eq!(error.retry_after(), Some(60 * SECOND));
}

#[tokio::test]
async fn created_sessions_are_no_verification_in_the_statistics() {
    let world = World::start().await;
    let new = NewCustomerSession::for_customer(world.ada().id());

    world.polar.create_customer_session(new).await.unwrap();

    assert_eq!(world.config.stats().upstream_calls, 0);
}

/// actix-web's workers are runtimes of their own.
#[test]
fn a_session_is_created_from_another_runtime_than_the_clients() {
    let (server, worker) = (runtime_of_threads(), runtime_of_threads());
    let world = server.block_on(World::start());
    let new = NewCustomerSession::for_customer(world.ada().id());

    let created = worker.block_on(world.polar.create_customer_session(new));

    assert!(created.is_ok(), "{created:?}");
}

/// Connections belong to the runtime that the client was built on: with it gone, the error comes at
/// once.
#[test]
fn with_the_clients_runtime_gone_creation_fails_instead_of_hanging() {
    let (server, worker) = (runtime_of_threads(), runtime_of_threads());
    let world = server.block_on(World::start());
    let (polar, id) = {
        let short_lived = runtime_of_threads();
        let polar = short_lived.block_on(async { pointed_at(&world.fake).build().unwrap() });
        (polar, world.ada().id())
    };

    let error = worker
        .block_on(polar.create_customer_session(NewCustomerSession::for_customer(id)))
        .unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::Unavailable);
    assert!(std::error::Error::source(&error).is_some());
}

/// The configuration asks on the runtime that it was built on, and the client on its own.
#[test]
fn with_either_runtime_gone_verification_blames_nobody_and_does_not_hang() {
    let (server, worker) = (runtime_of_threads(), runtime_of_threads());
    let world = server.block_on(World::start());
    let token = world.ada().mint();
    let (config, polar) = {
        let short_lived = runtime_of_threads();
        short_lived.block_on(async {
            let polar = || pointed_at(&world.fake).build().unwrap();
            (world.config_of(polar()), polar())
        })
    };
    let second = worker.block_on(async { world.config_of(polar) });

    let of_config = rejected(worker.block_on(async { config.verify(&token).await }));
    let of_client = rejected(worker.block_on(async { second.verify(&token).await }));

    assert_eq!(of_config.reason(), Reason::VerificationAborted);
    assert_eq!(of_client.reason(), Reason::IssuerUnavailable);
    assert_eq!((of_config.status(), of_client.status()), (503, 503));
}

#[test]
fn a_client_built_on_no_runtime_uses_that_of_its_first_call() {
    let server = runtime_of_threads();
    let world = server.block_on(World::start());
    let polar = pointed_at(&world.fake).build().unwrap();
    let new = NewCustomerSession::for_customer(world.ada().id());

    let created = server.block_on(polar.create_customer_session(new));

    assert!(created.is_ok(), "{created:?}");
}

fn runtime_of_threads() -> runtime::Runtime {
    runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}
