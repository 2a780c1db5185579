//! Sessions that are not created, and errors that say why.

use customer_session_polar::{NewCustomerSession, PolarErrorKind};
use customer_session_test::polar::{Endpoint, Fault};

use crate::world::{SECOND, World, pointed_at};

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
