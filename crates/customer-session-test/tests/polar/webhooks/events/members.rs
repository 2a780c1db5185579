//! Members and their seats.

use customer_session_test::polar::{NewCustomer, NewMember, Role, webhook::SeatEvent};
use serde_json::{Value, json};

use super::{ADA, ada, taken};
use crate::{
    client::create,
    webhooks::{holding, kinds},
};

#[tokio::test]
async fn members_are_told_of_without_their_organization() {
    let polar = holding().await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines").id(ADA));
    taken(&polar);

    let bo = NewMember::new("bo@shop.example")
        .name("Bo")
        .external_id("emp_9");
    let bo = team.add_member(bo);
    bo.set_role(Role::BillingManager);
    bo.delete();

    assert_eq!(
        kinds(&polar),
        ["member.created", "member.updated", "member.deleted"]
    );
    let events = taken(&polar);
    let expected = |modified_at: Value, role| {
        json!({
            "id": bo.id(), "created_at": "2026-01-01T00:00:00Z", "modified_at": modified_at,
            "customer_id": ADA, "email": "bo@shop.example", "name": "Bo", "external_id": "emp_9",
            "role": role,
        })
    };
    let now = json!("2026-01-01T00:00:00Z");
    assert_eq!(events[0].data(), expected(json!(null), "member"));
    assert_eq!(events[1].data(), expected(now.clone(), "billing_manager"));
    assert_eq!(events[2].data(), expected(now, "billing_manager"));
}

#[tokio::test]
async fn an_owner_that_a_new_session_makes_is_told_of() {
    let polar = holding().await;
    polar.organization().set_member_model(true);
    polar.organization().add_customer(ada());
    taken(&polar);

    let access_token = polar.organization().access_token();
    let created = create(&polar, &access_token, json!({ "customer_id": ADA })).await;

    assert_eq!(created.status, 201);
    assert_eq!(kinds(&polar), ["member.created"]);
    assert_eq!(taken(&polar)[0].data()["role"], "owner");
}

#[tokio::test]
async fn seats_are_told_of_on_demand_and_keep_their_id() {
    let polar = holding().await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines"));
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    taken(&polar);

    bo.send_seat_event(SeatEvent::Assigned);
    bo.send_seat_event(SeatEvent::Claimed);
    bo.send_seat_event(SeatEvent::Revoked);

    assert_eq!(
        kinds(&polar),
        [
            "customer_seat.assigned",
            "customer_seat.claimed",
            "customer_seat.revoked"
        ]
    );
    let events = taken(&polar);
    for event in &events {
        assert_eq!(event.data()["customer_id"], team.id());
        assert_eq!(event.data()["member_id"], bo.id());
        assert_eq!(event.data()["member"]["id"], bo.id());
        assert_eq!(event.data()["id"], events[0].data()["id"]);
    }
    let statuses = events.iter().map(|event| event.data()["status"].take());
    assert_eq!(
        statuses.collect::<Value>(),
        json!(["pending", "claimed", "revoked"])
    );
}
