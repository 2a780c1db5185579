//! Which events a change makes, and what is in them.

use customer_session_test::polar::{
    FakePolar, NewCustomer, NewMember, NewOrganization, Role, Shape,
    webhook::{Event, NewWebhook, SeatEvent},
};
use serde_json::{Value, json};

use super::{holding, kinds};
use crate::client::{create, request, still};

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

fn ada() -> NewCustomer {
    NewCustomer::individual("ada@shop.example")
        .id(ADA)
        .external_id("usr_4411")
}

/// Takes all events that are queued.
fn taken(polar: &FakePolar) -> Vec<Event> {
    let queued = polar.webhooks().queued();
    queued.iter().for_each(|event| assert!(event.discard()));
    queued
}

fn body(event: &Event) -> Value {
    serde_json::from_slice(event.body()).unwrap()
}

#[tokio::test]
async fn a_new_customer_is_told_of_and_then_its_state() {
    let polar = holding().await;

    polar.organization().add_customer(ada());

    assert_eq!(
        kinds(&polar),
        ["customer.created", "customer.state_changed"]
    );
    let [created, state] = taken(&polar).try_into().unwrap();
    assert_eq!(created.data()["id"], ADA);
    assert_eq!(created.data()["email"], "ada@shop.example");
    assert_eq!(created.data()["deleted_at"], json!(null));
    assert_eq!(created.data().get("active_subscriptions"), None);
    let mut expected = created.data();
    expected["active_subscriptions"] = json!([]);
    expected["granted_benefits"] = json!([]);
    expected["active_meters"] = json!([]);
    assert_eq!(state.data(), expected);
}

#[tokio::test]
async fn what_a_customer_buys_is_told_as_its_state_and_a_deleted_one_buys_nothing() {
    let polar = holding().await;
    let ada = polar.organization().add_customer(ada());
    taken(&polar);

    let grant = ada.grant_benefit("benefit-1", "custom");
    ada.revoke_benefit(&grant);

    assert_eq!(kinds(&polar), ["customer.state_changed"; 2]);
    let [granted, revoked] = taken(&polar).try_into().unwrap();
    assert_eq!(granted.data()["granted_benefits"][0]["id"], grant);
    assert_eq!(revoked.data()["granted_benefits"], json!([]));
    ada.delete();
    taken(&polar);
    assert_eq!(ada.subscribe("product-1"), "");
    assert_eq!(taken(&polar).len(), 0);
}

#[tokio::test]
async fn the_customer_is_the_one_that_merchants_read() {
    let polar = holding().await;
    polar.organization().add_customer(ada().name("Ada"));
    let read = request(&polar, "GET", &format!("/v1/customers/{ADA}"))
        .bearer(&polar.organization().access_token())
        .send()
        .await;

    assert_eq!(taken(&polar)[0].data(), read.json());
}

#[tokio::test]
async fn each_change_of_a_customer_is_told_of_with_the_data_of_its_moment() {
    let polar = holding().await;
    let ada = polar.organization().add_customer(ada());
    taken(&polar);

    ada.set_name("Ada");
    ada.set_email("lovelace@shop.example");

    assert_eq!(
        kinds(&polar),
        [
            "customer.updated",
            "customer.state_changed",
            "customer.updated",
            "customer.state_changed"
        ]
    );
    let [named, state, moved, _] = taken(&polar).try_into().unwrap();
    assert_eq!(named.data()["name"], "Ada");
    assert_eq!(named.data()["email"], "ada@shop.example");
    assert_eq!(state.data()["email"], "ada@shop.example");
    assert_eq!(moved.data()["email"], "lovelace@shop.example");
    assert_eq!(moved.data()["modified_at"], "2026-01-01T00:00:00Z");
}

#[tokio::test]
async fn a_change_over_http_is_told_of_once_and_a_refused_one_is_not() {
    let polar = holding().await;
    polar.organization().add_customer(ada());
    taken(&polar);
    let access_token = polar.organization().access_token();
    let change = |changes: Value| {
        request(&polar, "PATCH", &format!("/v1/customers/{ADA}"))
            .bearer(&access_token)
            .json(&changes)
            .send()
    };

    let refused = change(json!({ "external_id": "another" })).await;
    assert_eq!((refused.status, kinds(&polar).len()), (422, 0));
    let changes =
        json!({ "name": "Ada", "email": "lovelace@shop.example", "metadata": { "plan": "pro" } });
    assert_eq!(change(changes).await.status, 200);

    assert_eq!(
        kinds(&polar),
        ["customer.updated", "customer.state_changed"]
    );
    let updated = taken(&polar)[0].data();
    assert_eq!(updated["name"], "Ada");
    assert_eq!(updated["email"], "lovelace@shop.example");
    assert_eq!(updated["metadata"], json!({ "plan": "pro" }));
}

#[tokio::test]
async fn a_customer_that_is_deleted_over_http_goes_after_its_members() {
    let polar = holding().await;
    let team = NewCustomer::team("Analytical Engines")
        .id(ADA)
        .external_id("engines");
    let team = polar.organization().add_customer(team);
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let cy = team.add_member(NewMember::new("cy@shop.example"));
    taken(&polar);

    let answer = request(&polar, "DELETE", "/v1/customers/external/engines")
        .bearer(&polar.organization().access_token())
        .send()
        .await;

    assert_eq!(answer.status, 204);
    assert_eq!(
        kinds(&polar),
        [
            "member.deleted",
            "member.deleted",
            "customer.deleted",
            "customer.state_changed"
        ]
    );
    let events = taken(&polar);
    assert_eq!(events[0].data()["id"], bo.id());
    assert_eq!(events[1].data()["id"], cy.id());
    for event in &events[2..] {
        assert_eq!(event.data()["id"], ADA);
        assert_eq!(event.data()["deleted_at"], "2026-01-01T00:00:00Z");
        assert_eq!(event.data()["external_id"], "engines");
        assert_eq!(event.data()["metadata"]["__external_id"], "engines");
    }
}

#[tokio::test]
async fn deleting_is_told_of_once_and_nothing_comes_after_it() {
    let polar = holding().await;
    let ada = polar.organization().add_customer(ada());
    let bo = ada.add_member(NewMember::new("bo@shop.example"));
    taken(&polar);

    bo.delete();
    ada.delete();
    ada.delete();
    bo.delete();
    bo.set_role(Role::Owner);
    ada.set_name("Ada");

    assert_eq!(
        kinds(&polar),
        [
            "member.deleted",
            "customer.deleted",
            "customer.state_changed"
        ]
    );
}

#[tokio::test]
async fn a_customer_without_members_is_deleted_alone() {
    let polar = holding().await;
    let ada = polar.organization().add_customer(ada());
    taken(&polar);

    ada.delete();

    assert_eq!(
        kinds(&polar),
        ["customer.deleted", "customer.state_changed"]
    );
}

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

#[tokio::test]
async fn anything_else_is_sent_by_hand() {
    let polar = holding().await;

    polar
        .organization()
        .send_event("subscription.revoked", json!({ "customer_id": ADA }));

    assert_eq!(kinds(&polar), ["subscription.revoked"]);
    assert_eq!(taken(&polar)[0].data(), json!({ "customer_id": ADA }));
}

#[tokio::test]
async fn the_envelope_has_the_time_of_the_change_and_the_version() {
    let (polar, clock) = still().await;
    polar.webhooks().hold();
    let organization = polar.organization();
    let new = || NewWebhook::new("http://127.0.0.1:9/");
    organization.add_webhook(new()).unwrap();
    organization
        .add_webhook(new().api_version("2027-01"))
        .unwrap();
    organization
        .add_webhook(new().without_api_version())
        .unwrap();
    clock.advance(std::time::Duration::from_millis(1500));

    organization.send_event("order.paid", json!({}));
    clock.advance(std::time::Duration::from_secs(60));

    let [current, next, old] = taken(&polar).try_into().unwrap();
    let timestamp = "2026-01-01T00:00:01.500000Z";
    let envelope = json!({ "type": "order.paid", "timestamp": timestamp, "data": {} });
    let expected = |version: &str| {
        let mut versioned = envelope.clone();
        versioned["api_version"] = json!(version);
        versioned
    };
    assert_eq!(body(&current), expected("2026-10"));
    assert_eq!(body(&next), expected("2027-01"));
    assert_eq!(body(&old), envelope);
}

#[tokio::test]
async fn printing_a_parsed_body_again_does_not_give_the_bytes_that_were_signed() {
    let polar = holding().await;
    polar.organization().add_customer(ada());

    let event = &polar.webhooks().queued()[0];

    assert_ne!(body(event).to_string().as_bytes(), event.body());
}

#[tokio::test]
async fn events_go_to_their_own_organization_and_to_those_who_want_them() {
    let (polar, _) = still().await;
    polar.webhooks().hold();
    let (acme, globex) = (
        polar.organization(),
        polar.add_organization(NewOrganization::new("globex")),
    );
    let new = || NewWebhook::new("http://127.0.0.1:9/");
    let all = acme.add_webhook(new()).unwrap();
    let deletions = new().events(["customer.deleted", "member.deleted"]);
    let deletions = acme.add_webhook(deletions).unwrap();
    let foreign = globex.add_webhook(new()).unwrap();

    let ada = acme.add_customer(ada());
    ada.delete();

    let sent_to = |id: &str| {
        let queued = polar.webhooks().queued();
        let own = queued
            .into_iter()
            .filter(|event| event.webhook().id() == id);
        own.map(|event| event.kind().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        sent_to(all.id()),
        [
            "customer.created",
            "customer.state_changed",
            "customer.deleted",
            "customer.state_changed"
        ]
    );
    assert_eq!(sent_to(deletions.id()), ["customer.deleted"]);
    assert!(sent_to(foreign.id()).is_empty());
}

#[tokio::test]
async fn each_webhook_gets_an_event_with_an_id_of_its_own() {
    let polar = holding().await;
    let another = NewWebhook::new("http://127.0.0.1:9/");
    polar.organization().add_webhook(another).unwrap();

    polar.organization().send_event("order.paid", json!({}));

    let [first, second] = taken(&polar).try_into().unwrap();
    assert_ne!(first.id(), second.id());
    for event in [first, second] {
        let version = uuid_version(event.id());
        assert_eq!(version, Some('4'), "{event:?}");
    }
}

fn uuid_version(id: &str) -> Option<char> {
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    (lengths == [8, 4, 4, 4, 12]).then(|| id.chars().nth(14))?
}

#[tokio::test]
async fn old_shapes_are_those_of_events_too() {
    let polar = holding().await;
    for shape in [
        Shape::ExtraFields,
        Shape::MembersArray,
        Shape::NoType,
        Shape::NullAvatar,
    ] {
        polar.emit(shape);
    }

    let ada = polar.organization().add_customer(ada());
    ada.add_member(NewMember::new("bo@shop.example"));

    let [created, state, member] = taken(&polar).try_into().unwrap();
    for customer in [created.data(), state.data()] {
        assert_eq!(customer.get("type"), None);
        assert_eq!(customer["avatar_url"], json!(null));
        assert_eq!(customer["members"], json!([]));
        assert!(customer.get("x_added_later").is_some());
    }
    assert!(member.data().get("x_added_later").is_some());
}
