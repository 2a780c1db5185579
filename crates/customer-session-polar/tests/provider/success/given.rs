//! What a good session gives: the customer, who acts, and the times.

use std::time::{Duration, UNIX_EPOCH};

use customer_session::clock::Clock;
use customer_session_test::polar::{Role, Shape};
use serde_json::json;

use crate::world::{ORGANIZATION, SECOND, World, bo};

#[tokio::test]
async fn a_customers_session_gives_the_customer_and_its_times() {
    let world = World::start().await;
    let ada = world.ada();
    let token = ada.mint();
    let began = world.clock.wall();

    let session = world.accept(&token).await;

    assert!(token.starts_with("polar_cst_"));
    let customer = session.customer();
    assert_eq!(customer.provider(), "polar");
    assert_eq!(customer.id().as_str(), ada.id());
    assert_eq!(customer.external_id(), Some("usr_4411"));
    assert_eq!(customer.email(), Some("ada@shop.example"));
    assert_eq!(customer.email_verified(), Some(true));
    assert_eq!(customer.name(), Some("Ada"));
    assert!(session.member().is_none());
    assert_eq!(session.expires_at(), Some(began + 3600 * SECOND));
    assert_eq!(session.issued_at(), Some(began));
}

/// The clock of these tests starts at a whole second, where Polar prints no fraction; here it
/// prints six digits.
#[tokio::test]
async fn an_expiry_is_read_to_the_microsecond() {
    let world = World::start().await;
    let ada = world.ada();
    let moment = UNIX_EPOCH + Duration::new(1_793_607_330, 120_044_000);
    world.clock.set_wall(moment);
    let token = ada.mint();

    let session = world.accept(&token).await;

    assert_eq!(session.expires_at(), Some(moment + 3600 * SECOND));
    assert_eq!(session.issued_at(), Some(moment));
}

#[tokio::test]
async fn the_details_are_polars_own_record_of_the_customer() {
    let world = World::start().await;
    let ada = world.ada();

    let session = world.accept(&ada.mint()).await;

    let details: customer_session_polar::Customer = session.customer().details().unwrap();
    assert_eq!(details.id, ada.id());
    assert_eq!(details.organization_id.as_deref(), Some(ORGANIZATION));
    assert_eq!(
        json!(details.metadata),
        json!({ "plan": "pro", "seats": 3 })
    );
    assert_eq!(details.created_at, Some(world.clock.wall()));
}

#[tokio::test]
async fn a_members_session_gives_the_team_as_customer_and_who_acts_as_member() {
    let world = World::start().await;
    let team = world.team();
    let bo = team.add_member(bo().role(Role::BillingManager));
    let token = team.mint_member(&bo);

    let session = world.accept(&token).await;

    assert!(token.starts_with("polar_mst_"));
    assert_eq!(session.customer().id().as_str(), team.id());
    assert_eq!(session.customer().name(), Some("Shop Team"));
    assert_eq!(session.customer().email(), None);
    let member = session.member().unwrap();
    assert_eq!(member.id, bo.id());
    assert_eq!(member.role.as_deref(), Some("billing_manager"));
    assert_eq!(member.email.as_deref(), Some("bo@shop.example"));
    assert_eq!(member.name.as_deref(), Some("Bo"));
}

#[tokio::test]
async fn every_shape_that_polar_ever_sent_is_accepted() {
    for shape in [
        Shape::ExtraFields,
        Shape::MembersArray,
        Shape::NoReturnUrl,
        Shape::NoType,
        Shape::NullAvatar,
    ] {
        let world = World::start().await;
        world.fake.emit(shape);
        let team = world.team();
        let bo = team.add_member(bo());

        let person = world.accept(&world.ada().mint()).await;
        let member = world.accept(&team.mint_member(&bo)).await;

        assert_eq!(person.customer().name(), Some("Ada"), "{shape:?}");
        assert_eq!(member.member().unwrap().id, bo.id(), "{shape:?}");
    }
}
