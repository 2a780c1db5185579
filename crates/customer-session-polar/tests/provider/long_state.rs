//! Customers with so much that their state is longer than other answers may be.

use customer_session::Reason;
use customer_session_polar::{CustomerState, PolarBuilder};
use customer_session_test::polar::{Endpoint, Fault};
use serde_json::{Value, json};

use crate::world::{Calls, ORGANIZATION, World};

async fn world() -> World {
    World::with(PolarBuilder::customer_state, |config| config).await
}

/// The state of a customer with nothing, and text that makes it as long as this.
fn of_length(length: usize, id: &str) -> Fault {
    let state = |text: &str| {
        let state = json!({
            "id": id,
            "organization_id": ORGANIZATION,
            "active_subscriptions": [],
            "granted_benefits": [],
            "active_meters": [],
            "x_added_later": text,
        });
        state.to_string()
    };
    let body = state(&"a".repeat(length - state("").len()));
    assert_eq!(body.len(), length);
    Fault::Status(200, "application/json".to_owned(), body)
}

#[tokio::test]
async fn a_customer_with_two_thousand_grants_is_verified_and_remembered() {
    let world = world().await;
    let ada = world.ada();
    for _ in 0..2_000 {
        ada.grant_benefit(BENEFIT, "license_keys");
    }
    let token = ada.mint();

    let session = world.accept(&token).await;

    let details: Value = session.customer().details().unwrap();
    assert!(details.to_string().len() > OTHER_ANSWERS);
    let state: &CustomerState = session.customer().extension().unwrap();
    assert_eq!(state.granted_benefits.len(), 2_000);
    let (_, again) = world.calls_of(world.accept(&token)).await;
    assert_eq!(again, Calls::NONE);
}

#[tokio::test]
async fn a_state_may_be_as_long_as_a_mebibyte_and_no_longer() {
    let world = world().await;
    let (ada, bo) = (world.ada(), world.ada());

    let longest = of_length(1024 * 1024, &ada.id());
    world.fake.fault_on(Endpoint::CustomerState, longest);
    world.accept(&ada.mint()).await;

    let too_long = of_length(1024 * 1024 + 1, &bo.id());
    world.fake.fault_on(Endpoint::CustomerState, too_long);
    let refused = world.refuse(&bo.mint()).await;

    assert_eq!(
        (refused.status(), refused.reason()),
        (503, Reason::IssuerAnswerMalformed)
    );
}

/// A larger bound for one call is none for the others.
#[tokio::test]
async fn the_other_answers_may_be_no_longer_than_ever() {
    let world = world().await;
    for endpoint in [Endpoint::Introspect, Endpoint::User] {
        let ada = world.ada();
        let text = "a".repeat(OTHER_ANSWERS);
        let body = json!({
            "expires_at": "2026-01-01T01:00:00Z",
            "customer_id": ada.id(),
            "x_added_later": text,
        });
        let long = Fault::Status(200, "application/json".to_owned(), body.to_string());
        world.fake.fault_on(endpoint, long);

        let refused = world.refuse(&ada.mint()).await;

        assert_eq!(refused.reason(), Reason::IssuerAnswerMalformed);
        world.fake.clear_faults();
    }
}

const BENEFIT: &str = "0f4c0a35-4a0c-4c0e-8a4b-5d7a3a0a9d11";
const OTHER_ANSWERS: usize = 256 * 1024;
