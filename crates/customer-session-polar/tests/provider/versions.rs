//! Polar keeps three quarterly versions of its API alive; a pinned one that is gone must lock
//! nobody out.

use customer_session::Reason;
use customer_session_polar::ApiVersion;
use customer_session_test::polar::{Endpoint, Fault};
use tracing::Level;

use crate::{
    witness::{Heard, Witness},
    world::{Calls, World},
};

fn retirements(witness: &Witness) -> Vec<Heard> {
    let mut heard = witness.heard();
    heard.retain(|heard| heard.level == Level::ERROR);
    heard
}

#[tokio::test]
async fn a_retired_version_costs_twice_the_calls_and_locks_nobody_out() {
    let world = World::start().await;
    world.fake.retire_version("2026-10");
    let token = world.ada().mint();

    let (session, calls) = world.calls_of(world.accept(&token)).await;

    assert_eq!(session.customer().name(), Some("Ada"));
    assert_eq!(
        calls,
        Calls {
            introspect: 2,
            user: 2,
            customer: 2,
            total: 6,
            ..Calls::NONE
        }
    );
    assert_eq!(world.config.stats().upstream_calls, 6);
}

#[tokio::test]
async fn a_retired_version_is_dropped_from_the_second_call() {
    let world = World::start().await;
    world.fake.retire_version("2026-10");

    world.accept(&world.ada().mint()).await;

    for endpoint in [Endpoint::Introspect, Endpoint::User, Endpoint::Customer] {
        let requests = world.fake.requests();
        let sent: Vec<_> = requests
            .iter()
            .filter(|request| request.endpoint == endpoint)
            .map(|request| (request.header("polar-version"), request.status))
            .collect();
        assert_eq!(sent, [(Some("2026-10"), Some(404)), (None, Some(200))]);
    }
}

#[tokio::test]
async fn a_retired_version_is_an_error_event_per_repeated_call_and_shows_no_token() {
    let world = World::start().await;
    world.fake.retire_version("2026-10");
    let token = world.ada().mint();
    let witness = Witness::listen();

    world.accept(&token).await;

    let heard = retirements(&witness);
    assert_eq!(heard.len(), 3);
    for heard in heard {
        assert_eq!(heard.target, "customer_session");
        assert!(heard.text.contains("2026-10"), "{}", heard.text);
        let says = |words| heard.text.contains(words);
        assert!(says("retired, or not published yet"), "{}", heard.text);
        assert!(says("set `api_version` to one that Polar knows"));
        assert!(!heard.text.contains(&token[10..]) && !heard.text.contains("polar_"));
    }
}

#[tokio::test]
async fn a_version_that_is_alive_is_no_event() {
    let world = World::start().await;
    let witness = Witness::listen();

    world.accept(&world.ada().mint()).await;

    assert!(retirements(&witness).is_empty());
}

#[tokio::test]
async fn a_customer_that_is_not_there_is_not_taken_for_a_retired_version() {
    let world = World::start().await;
    let foreign = world.fake.add_organization("evil");
    let foreign = foreign.add_customer(customer_session_test::polar::NewCustomer::individual(
        "ada@shop.example",
    ));
    let witness = Witness::listen();

    let (rejection, calls) = world.calls_of(world.refuse(&foreign.mint())).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
    assert_eq!(calls, Calls::COLD);
    assert!(retirements(&witness).is_empty());
}

/// Authentication comes before the version: a bad token stays a bad token.
#[tokio::test]
async fn a_denial_under_a_retired_version_is_a_denial() {
    let world = World::start().await;
    world.fake.retire_version("2026-10");
    let ada = world.ada();
    let token = ada.mint();
    ada.delete();

    let (rejection, calls) = world.calls_of(world.refuse(&token)).await;

    assert_eq!(rejection.reason(), Reason::TokenDenied);
    assert!(calls.are_of_a_denial(), "{calls:?}");
}

/// Under a retired version a foreign customer is a 404 of both kinds, one after the other.
#[tokio::test]
async fn a_foreign_customer_under_a_retired_version_is_refused() {
    let world = World::start().await;
    world.fake.retire_version("2026-10");
    let foreign = world.fake.add_organization("evil");
    let foreign = foreign.add_customer(customer_session_test::polar::NewCustomer::individual(
        "ada@shop.example",
    ));

    let rejection = world.refuse(&foreign.mint()).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
}

/// A page of a proxy says nothing about versions.
#[tokio::test]
async fn a_404_page_is_not_taken_for_a_retired_version() {
    let world = World::start().await;
    world.fake.fault_on(Endpoint::Customer, Fault::Html(404));
    let witness = Witness::listen();

    let (rejection, calls) = world.calls_of(world.refuse(&world.ada().mint())).await;

    assert_eq!(rejection.reason(), Reason::Misconfigured);
    assert_eq!(calls, Calls::COLD);
    let events = retirements(&witness);
    assert!(
        events
            .iter()
            .all(|heard| !heard.text.contains("API version"))
    );
}

#[tokio::test]
async fn the_current_version_is_asked_for_without_a_header() {
    let world = World::with(
        |polar| polar.api_version(ApiVersion::Current),
        |config| config,
    )
    .await;

    let (_, calls) = world.calls_of(world.accept(&world.ada().mint())).await;

    assert_eq!(calls, Calls::COLD);
    let requests = world.fake.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.header("polar-version").is_none())
    );
}

#[tokio::test]
async fn another_pinned_version_is_sent_as_it_is() {
    let world = World::with(
        |polar| polar.api_version(ApiVersion::pinned("2027-01")),
        |config| config,
    )
    .await;

    world.accept(&world.ada().mint()).await;

    let requests = world.fake.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.header("polar-version") == Some("2027-01"))
    );
}
