//! The trap: Polar's portal answers to the sessions of every organization, and does not tell which.

use customer_session::Reason;
use customer_session_polar::Polar;
use customer_session_test::polar::{Customer, Endpoint, Fault, NewCustomer};
use serde_json::json;

use crate::world::{Calls, MOMENT, ORGANIZATION, SECOND, World, bo, rejected};

/// A customer with Ada's verified address, in an organization that anybody can open.
fn impostor(world: &World) -> Customer {
    let ada = NewCustomer::individual("ada@shop.example")
        .email_verified(true)
        .name("Ada")
        .external_id("usr_4411");
    world.fake.add_organization("evil").add_customer(ada)
}

#[tokio::test]
async fn a_customer_of_another_organization_with_the_same_address_is_refused() {
    let world = World::start().await;
    world.accept(&world.ada().mint()).await;
    let foreign = impostor(&world).mint();

    let (rejection, calls) = world.calls_of(world.refuse(&foreign)).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
    assert_eq!(
        (rejection.status(), rejection.code()),
        (401, "token_invalid")
    );
    assert_eq!(calls, Calls::COLD);
}

#[tokio::test]
async fn a_member_of_another_organizations_team_is_refused() {
    let world = World::start().await;
    let team = world
        .fake
        .add_organization("evil")
        .add_customer(NewCustomer::team("Shop Team"));
    let bo = team.add_member(bo());

    let rejection = world.refuse(&team.mint_member(&bo)).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
}

#[tokio::test]
async fn a_foreign_customer_is_remembered_for_all_of_its_tokens() {
    let world = World::start().await;
    let foreign = impostor(&world);
    world.refuse(&foreign.mint()).await;

    let (rejection, calls) = world.calls_of(world.refuse(&foreign.mint())).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
    assert_eq!(calls, Calls::SESSION);
}

#[tokio::test]
async fn a_foreign_customer_is_remembered_for_its_lifetime_and_no_longer() {
    let world = World::configured(|config| config.customer_denial_lifetime(600 * SECOND)).await;
    let foreign = impostor(&world);
    world.refuse(&foreign.mint()).await;

    world.clock.advance(600 * SECOND - MOMENT);
    let (_, before) = world.calls_of(world.refuse(&foreign.mint())).await;
    world.clock.advance(MOMENT);
    let (_, after) = world.calls_of(world.refuse(&foreign.mint())).await;

    assert_eq!((before, after), (Calls::SESSION, Calls::COLD));
}

#[tokio::test]
async fn the_same_foreign_token_is_refused_without_a_call() {
    let world = World::start().await;
    let foreign = impostor(&world).mint();
    world.refuse(&foreign).await;

    let (rejection, calls) = world.calls_of(world.refuse(&foreign)).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
    assert_eq!(calls, Calls::NONE);
}

/// An access token that sees several organizations: Polar finds the customer, and says whose it is.
#[tokio::test]
async fn a_customer_that_our_token_sees_in_another_organization_is_refused() {
    let world = World::start().await;
    let ada = world.ada();
    let record = json!({ "id": ada.id(), "organization_id": OTHER });
    answer_with(&world, &record.to_string());

    let rejection = world.refuse(&ada.mint()).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
}

/// Polar always says whose a customer is, so that this is a broken answer: it signs nobody out.
#[tokio::test]
async fn a_customer_without_an_organization_is_a_fault_and_no_denial() {
    let world = World::start().await;
    let ada = world.ada();
    let token = ada.mint();
    for organization in ["", r#","organization_id":null"#] {
        answer_with(&world, &format!(r#"{{"id":"{}"{organization}}}"#, ada.id()));

        let rejection = world.refuse(&token).await;

        assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed);
    }
    world.fake.clear_faults();
    world.accept(&token).await;
}

#[tokio::test]
async fn an_answer_about_another_customer_is_a_fault() {
    let world = World::start().await;
    let other = world.ada();
    let record = json!({ "id": other.id(), "organization_id": ORGANIZATION });
    answer_with(&world, &record.to_string());

    let rejection = world.refuse(&world.ada().mint()).await;

    assert_eq!(rejection.reason(), Reason::IssuerAnswerMalformed);
}

#[tokio::test]
async fn a_customer_that_is_shown_as_deleted_is_refused() {
    let world = World::start().await;
    let ada = world.ada();
    let record = json!({ "id": ada.id(), "organization_id": ORGANIZATION, "deleted_at": "2026-01-01T00:00:00Z" });
    answer_with(&world, &record.to_string());

    let rejection = world.refuse(&ada.mint()).await;

    assert_eq!(rejection.reason(), Reason::NotOurCustomer);
}

/// UUIDs are the same in either case; Polar prints them in lower case.
#[tokio::test]
async fn an_organization_id_in_upper_case_is_the_same_organization() {
    let world = World::with(
        |polar| polar.organization_id(ORGANIZATION.to_uppercase()),
        |config| config,
    )
    .await;

    world.accept(&world.ada().mint()).await;
    assert!(world.polar.check().await.unwrap().organization_confirmed);
}

#[tokio::test]
async fn the_access_token_of_another_organization_accepts_none_of_our_customers() {
    let world = World::start().await;
    let other = world.fake.add_organization("evil");
    let polar = Polar::server(world.fake.url())
        .access_token(other.access_token())
        .organization_id(ORGANIZATION)
        .build()
        .unwrap();
    let config = world.config_of(polar);

    for customer in [world.ada(), impostor(&world)] {
        let rejection = rejected(config.verify(&customer.mint()).await);

        assert_eq!(rejection.reason(), Reason::NotOurCustomer);
    }
}

/// A member's session must not pass for the whole team's, whatever Polar answers.
#[tokio::test]
async fn a_members_session_without_a_member_in_the_answer_is_a_fault() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo());
    let user = |member| json!({ "type": "member", "customer_id": team.id(), "member_id": member });
    let faults = [
        (200, user(None)),
        (200, user(Some(""))),
        (
            422,
            json!({ "error": "PolarRequestValidationError", "detail": [] }),
        ),
    ];
    for (status, body) in faults {
        let fault = Fault::Status(status, "application/json".to_owned(), body.to_string());
        world.fake.fault_on(Endpoint::User, fault);

        let rejection = world.refuse(&team.mint_member(&bo)).await;

        assert_eq!(
            rejection.reason(),
            Reason::IssuerAnswerMalformed,
            "{status} {body}"
        );
    }
}

fn answer_with(world: &World, body: &str) {
    let fault = Fault::Status(200, "application/json".to_owned(), body.to_owned());
    world.fake.fault_on(Endpoint::Customer, fault);
}

const OTHER: &str = "11111111-1111-4111-8111-111111111111";
