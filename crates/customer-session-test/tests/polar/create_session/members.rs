//! Whose session it is under the member model, and of a team.

use customer_session_test::polar::{NewMember, Role};
use serde_json::json;

use super::{ID, with_ada, with_team};
use crate::client::{USER, create, get};

#[tokio::test]
async fn with_the_member_model_a_person_gets_its_owners_session() {
    let (polar, _, access_token) = with_ada().await;
    polar.organization().set_member_model(true);

    let session = create(&polar, &access_token, json!({ "customer_id": ID }))
        .await
        .json();

    let token = session["token"].as_str().unwrap();
    assert!(token.starts_with("polar_mst_"));
    assert!(
        session["customer_portal_url"]
            .as_str()
            .unwrap()
            .contains("?customer_session_token=polar_mst_")
    );
    assert!(session.get("member_id").is_none());
    let user = get(&polar, USER).bearer(token).send().await.json();
    assert_eq!(user["role"], "owner");
}

#[tokio::test]
async fn the_owner_that_was_made_on_the_fly_is_found_again() {
    let (polar, _, access_token) = with_ada().await;
    polar.organization().set_member_model(true);
    let mut members = Vec::new();

    for _ in 0..2 {
        let session = create(&polar, &access_token, json!({ "customer_id": ID }))
            .await
            .json();
        let user = get(&polar, USER)
            .bearer(session["token"].as_str().unwrap())
            .send()
            .await
            .json();
        members.push(user["member_id"].clone());
    }

    assert_eq!(members[0], members[1]);
}

#[tokio::test]
async fn a_member_is_chosen_by_id_or_by_external_id() {
    let (polar, team, access_token) = with_team(true).await;
    let bo = team.add_member(
        NewMember::new("bo@shop.example")
            .external_id("emp_9")
            .role(Role::BillingManager),
    );

    for body in [
        json!({ "customer_id": ID, "member_id": bo.id() }),
        json!({ "external_customer_id": "team_1", "external_member_id": "emp_9" }),
    ] {
        let session = create(&polar, &access_token, body).await.json();
        let user = get(&polar, USER)
            .bearer(session["token"].as_str().unwrap())
            .send()
            .await
            .json();
        assert_eq!(user["member_id"], bo.id());
        assert_eq!(user["role"], "billing_manager");
    }
}

#[tokio::test]
async fn a_team_without_an_address_has_none_in_its_portal_url() {
    let (polar, _, access_token) = with_team(false).await;

    let session = create(&polar, &access_token, json!({ "customer_id": ID }))
        .await
        .json();

    assert!(
        session["customer_portal_url"]
            .as_str()
            .unwrap()
            .ends_with("&email=None")
    );
}

#[tokio::test]
async fn a_team_needs_a_member() {
    let (polar, _, access_token) = with_team(true).await;

    let answer = create(&polar, &access_token, json!({ "customer_id": ID })).await;

    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json(),
        json!({ "error": "PolarRequestValidationError", "detail": [{
            "type": "value_error", "loc": ["body", "member_id"],
            "msg": "member_id is required for team customers.", "input": null,
        }] })
    );
}

#[tokio::test]
async fn an_unknown_member_is_refused() {
    let (polar, _, access_token) = with_team(true).await;

    let body = json!({ "customer_id": ID, "external_member_id": "emp_404" });
    let answer = create(&polar, &access_token, body).await;

    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["error"], "PolarRequestValidationError");
    assert_eq!(
        answer.json()["detail"][0]["msg"],
        "Member does not exist for this customer."
    );
}
