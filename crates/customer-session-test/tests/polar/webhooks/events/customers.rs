//! Customers that are made, changed and deleted.

use customer_session_test::polar::{NewCustomer, NewMember, Role};
use serde_json::{Value, json};

use super::{ADA, ada, taken};
use crate::{
    client::request,
    webhooks::{holding, kinds},
};

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
