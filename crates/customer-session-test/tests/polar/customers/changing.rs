//! A customer is changed and deleted.

use serde_json::json;

use super::{ADA, assert_gone, change, read, with_ada};
use crate::client::{INTROSPECT, get, request};

#[tokio::test]
async fn a_changed_address_is_unverified() {
    let (polar, _, access_token) = with_ada().await;

    let answer = change(
        &polar,
        &access_token,
        ADA,
        json!({ "email": "lovelace@shop.example" }),
    )
    .await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["email"], "lovelace@shop.example");
    assert_eq!(answer.json()["email_verified"], false);
    assert_eq!(answer.json()["name"], "Ada");
}

#[tokio::test]
async fn other_changes_leave_the_address_verified() {
    let (polar, _, access_token) = with_ada().await;

    let changes =
        json!({ "name": "Countess", "email": "ada@shop.example", "metadata": { "plan": "free" } });
    let answer = change(&polar, &access_token, "external/usr_4411", changes).await;

    let customer = answer.json();
    assert_eq!(customer["email_verified"], true);
    assert_eq!(customer["name"], "Countess");
    assert_eq!(customer["metadata"], json!({ "plan": "free" }));
    assert_eq!(customer["modified_at"], "2026-01-01T00:00:00Z");
}

#[tokio::test]
async fn an_external_id_cannot_be_changed_once_set() {
    let (polar, _, access_token) = with_ada().await;

    let answer = change(
        &polar,
        &access_token,
        ADA,
        json!({ "external_id": "usr_1" }),
    )
    .await;

    assert_eq!(answer.status, 422);
    assert_eq!(
        read(&polar, &access_token, ADA).await.json()["external_id"],
        "usr_4411"
    );
}

#[tokio::test]
async fn changing_needs_the_scope_to_write() {
    let (polar, _, _) = with_ada().await;
    let narrow = polar
        .organization()
        .access_token_with_scopes(&["customers:read"]);

    let answer = change(&polar, &narrow, ADA, json!({ "name": "Countess" })).await;

    assert_eq!(answer.status, 403);
    assert!(
        answer
            .header("www-authenticate")
            .unwrap()
            .contains(r#"scope="customers:write""#)
    );
}

#[tokio::test]
async fn deleting_answers_204_and_ends_the_session() {
    let (polar, ada, access_token) = with_ada().await;
    let token = ada.mint();

    let path = "/v1/customers/external/usr_4411";
    let answer = request(&polar, "DELETE", path)
        .bearer(&access_token)
        .send()
        .await;

    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_gone(&read(&polar, &access_token, ADA).await);
    assert_eq!(
        get(&polar, INTROSPECT).bearer(&token).send().await.status,
        401
    );
}

#[tokio::test]
async fn another_organizations_customer_cannot_be_deleted() {
    let (polar, _, access_token) = with_ada().await;
    let globex = polar.add_organization("globex").access_token();

    let answer = request(&polar, "DELETE", &format!("/v1/customers/{ADA}"))
        .bearer(&globex)
        .send()
        .await;

    assert_gone(&answer);
    assert_eq!(read(&polar, &access_token, ADA).await.status, 200);
}
