//! A Polar that answers, and not with a yes.

use std::net::TcpListener;

use customer_session::{CustomerSessionConfig, Reason};
use customer_session_polar::Polar;
use customer_session_test::polar::{Endpoint, FakePolar, Fault, NewCustomer, RateLimits};
use serde_json::json;

use super::{json, outcome::*};
use crate::world::{Calls, World, accepted, bo, pointed_at, rejected};

/// What is no answer must not hide a "no", on whichever of the two calls it came.
#[tokio::test]
async fn a_denial_of_one_call_outweighs_the_failure_of_the_other() {
    for (no, fails) in [
        (Endpoint::Introspect, Endpoint::User),
        (Endpoint::User, Endpoint::Introspect),
    ] {
        let world = World::start().await;
        world.fake.fault_on(no, Fault::InvalidToken);
        world.fake.fault_on(fails, Fault::ServerError);

        assert_eq!(
            Outcome::of(&world.refuse(&world.ada().mint()).await),
            DENIED,
            "{no:?}"
        );
    }
}

#[tokio::test]
async fn a_session_that_ended_by_our_clock_is_expired() {
    let world = World::start().await;
    let body = r#"{"expires_at":"2025-12-31T23:59:59.999999Z","return_url":null}"#;
    world.fake.fault_on(Endpoint::Introspect, json(200, body));

    let rejection = world.refuse(&world.ada().mint()).await;

    assert_eq!(
        Outcome::of(&rejection),
        Outcome(Reason::TokenExpired, 401, "token_expired", None)
    );
}

#[tokio::test]
async fn a_customer_id_that_could_change_the_address_is_never_asked_for() {
    let world = World::start().await;
    for id in ["../../v1/members", "a/b", "a?b", "", "..", "%2e%2e", "é"] {
        let user = json!({ "type": "customer", "customer_id": id });
        world
            .fake
            .fault_on(Endpoint::User, json(200, &user.to_string()));

        let (rejection, calls) = world.calls_of(world.refuse(&world.ada().mint())).await;

        assert_eq!(Outcome::of(&rejection), MALFORMED, "{id}");
        assert_eq!(calls, Calls::SESSION, "{id}");
    }
}

#[tokio::test]
async fn a_redirect_takes_no_token_anywhere() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let address = format!("http://{}/v1/", elsewhere.local_addr().unwrap());
    let world = World::start().await;
    for endpoint in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
        world
            .fake
            .fault_on(endpoint, Fault::Redirect(address.clone()));

        let (rejection, _) = world.calls_of(world.refuse(&world.ada().mint())).await;

        assert_eq!(Outcome::of(&rejection), MISCONFIGURED, "{endpoint:?}");
        world.fake.clear_faults();
    }
    let nobody = elsewhere.accept().unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock);
}

/// Seen on Polar's wire: an unknown path is the same 404 as a retired version, but with the version
/// header.
#[tokio::test]
async fn a_server_address_with_a_wrong_path_is_a_fault_of_the_configuration() {
    let world = World::start().await;
    let organization = world.fake.organization();
    let polar = Polar::server(format!("{}/v2", world.fake.url()))
        .access_token(organization.access_token())
        .organization_id(organization.id())
        .build()
        .unwrap();
    let config = world.config_of(polar);

    let rejection = rejected(config.verify(&world.ada().mint()).await);

    assert_eq!(Outcome::of(&rejection), MISCONFIGURED);
    assert_eq!(world.fake.total_calls(), 2);
}

#[tokio::test]
async fn an_access_token_without_customers_read_is_our_own_fault() {
    let world = World::start().await;
    let organization = world.fake.organization();
    let polar = pointed_at(&world.fake)
        .access_token(organization.access_token_with_scopes(&["customer_sessions:write"]))
        .build()
        .unwrap();
    let config = world.config_of(polar);

    let rejection = rejected(config.verify(&world.ada().mint()).await);

    assert_eq!(Outcome::of(&rejection), REFUSED);
    let cause = std::error::Error::source(&rejection).unwrap().to_string();
    assert!(cause.contains("customers:read"), "{cause}");
}

/// Polar's own limit: 500 calls a minute for all sessions of one customer in production.
#[tokio::test]
async fn a_customer_over_polars_limit_is_told_to_wait_and_nobody_else_is() {
    let fake = FakePolar::builder()
        .rate_limits(RateLimits::Sandbox)
        .start()
        .await
        .unwrap();
    let organization = fake.organization();
    let config = CustomerSessionConfig::builder()
        .provider(pointed_at(&fake).build().unwrap())
        .build()
        .unwrap();
    let new = || NewCustomer::individual("ada@shop.example");
    let ada = organization.add_customer(new());
    let other = organization.add_customer(new());
    // A token's first call is not counted for its customer, and its second one is.
    for _ in 0..100 {
        accepted(config.verify(&ada.mint()).await);
    }

    let rejection = rejected(config.verify(&ada.mint()).await);

    assert_eq!(Outcome::of(&rejection), limited(Some(60)));
    accepted(config.verify(&other.mint()).await);
}

#[tokio::test]
async fn a_members_failures_are_a_persons() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo());
    world.fake.fault_on(Endpoint::User, Fault::InvalidToken);

    assert_eq!(
        Outcome::of(&world.refuse(&team.mint_member(&bo)).await),
        DENIED
    );
}
