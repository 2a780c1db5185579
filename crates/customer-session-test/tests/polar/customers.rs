//! Customers, as merchants read and manage them.

use customer_session_test::polar::{Customer, FakePolar, NewCustomer};
use serde_json::{Value, json};

use crate::client::{Answer, INTROSPECT, get, request, still};

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

async fn with_ada() -> (FakePolar, Customer, String) {
    let (polar, _) = still().await;
    let ada = NewCustomer::individual("ada@shop.example")
        .id(ADA)
        .name("Ada")
        .external_id("usr_4411")
        .email_verified(true)
        .metadata("plan", "pro")
        .metadata("seats", 3);
    let ada = polar.organization().add_customer(ada);
    let access_token = polar.organization().access_token();
    (polar, ada, access_token)
}

async fn read(polar: &FakePolar, access_token: &str, path: &str) -> Answer {
    get(polar, &format!("/v1/customers/{path}"))
        .bearer(access_token)
        .send()
        .await
}

async fn change(polar: &FakePolar, access_token: &str, path: &str, changes: Value) -> Answer {
    request(polar, "PATCH", &format!("/v1/customers/{path}"))
        .bearer(access_token)
        .json(&changes)
        .send()
        .await
}

fn assert_gone(answer: &Answer) {
    assert_eq!(answer.status, 404, "{answer:?}");
    assert_eq!(
        answer.json(),
        json!({ "error": "ResourceNotFound", "detail": "Not found" })
    );
}

#[tokio::test]
async fn a_customer_is_read_by_id_and_tells_its_organization() {
    let (polar, _, access_token) = with_ada().await;

    let answer = read(&polar, &access_token, ADA).await;

    assert_eq!(answer.status, 200);
    let customer = answer.json();
    assert_eq!(customer["organization_id"], polar.organization().id());
    assert_eq!(customer["external_id"], "usr_4411");
    assert_eq!(customer["metadata"], json!({ "plan": "pro", "seats": 3 }));
}

#[tokio::test]
async fn a_customer_is_read_by_external_id() {
    let (polar, _, access_token) = with_ada().await;

    assert_eq!(
        read(&polar, &access_token, "external/usr_4411")
            .await
            .json()["id"],
        ADA
    );
}

#[tokio::test]
async fn an_external_id_with_reserved_characters_is_found_escaped() {
    let (polar, _, access_token) = with_ada().await;
    let odd = NewCustomer::individual("odd@shop.example").external_id("a/b c+d&e=f é");
    let odd = polar.organization().add_customer(odd);

    let answer = read(&polar, &access_token, "external/a%2Fb%20c+d&e=f%20%C3%A9").await;

    assert_eq!(answer.json()["id"], odd.id());
}

#[tokio::test]
async fn a_customer_of_another_organization_is_not_found_even_with_the_same_address() {
    let (polar, _, _) = with_ada().await;
    let globex = polar.add_organization("globex");
    let mallory =
        globex.add_customer(NewCustomer::individual("ada@shop.example").external_id("usr_4411"));
    let ours = polar.organization().access_token();

    assert_gone(&read(&polar, &ours, &mallory.id()).await);
    assert_gone(&read(&polar, &globex.access_token(), ADA).await);
    assert_eq!(
        read(&polar, &ours, "external/usr_4411").await.json()["id"],
        ADA
    );
    assert_eq!(
        read(&polar, &globex.access_token(), "external/usr_4411")
            .await
            .json()["id"],
        mallory.id()
    );
}

#[tokio::test]
async fn a_deleted_customer_is_not_found() {
    let (polar, ada, access_token) = with_ada().await;
    ada.delete();

    for path in [
        ADA,
        "external/usr_4411",
        &format!("{ADA}/state"),
        "external/usr_4411/state",
    ] {
        assert_gone(&read(&polar, &access_token, path).await);
    }
}

#[tokio::test]
async fn the_state_adds_three_lists() {
    let (polar, _, access_token) = with_ada().await;

    for path in [format!("{ADA}/state"), "external/usr_4411/state".to_owned()] {
        let state = read(&polar, &access_token, &path).await.json();

        assert_eq!(state["id"], ADA);
        assert_eq!(state["active_subscriptions"], json!([]));
        assert_eq!(state["granted_benefits"], json!([]));
        assert_eq!(state["active_meters"], json!([]));
    }
}

#[tokio::test]
async fn the_state_lists_what_was_bought_until_it_ends() {
    let (polar, ada, access_token) = with_ada().await;
    let state = async || {
        let answer = read(&polar, &access_token, &format!("{ADA}/state")).await;
        answer.json()
    };
    let subscription = ada.subscribe("product-1");
    let grant = ada.grant_benefit("benefit-1", "license_keys");
    ada.set_meter("meter-1", 1.0, 10);
    ada.set_meter("meter-1", 2.5, 10);

    let bought = state().await;
    ada.end_subscription(&subscription);
    ada.revoke_benefit(&grant);
    let ended = state().await;

    let [active] = bought["active_subscriptions"]
        .as_array()
        .unwrap()
        .as_slice()
    else {
        panic!("one was bought: {bought}")
    };
    assert_eq!(active["id"], subscription);
    assert_eq!(active["status"], "active");
    assert_eq!(active["product_id"], "product-1");
    let granted = &bought["granted_benefits"][0];
    assert_eq!(
        (&granted["id"], &granted["benefit_type"]),
        (&json!(grant), &json!("license_keys"))
    );
    assert_eq!(bought["active_meters"].as_array().map(Vec::len), Some(1));
    let meter = &bought["active_meters"][0];
    assert_eq!(
        (&meter["consumed_units"], &meter["balance"]),
        (&json!(2.5), &json!(7.5))
    );
    assert_eq!(ended["active_subscriptions"], json!([]));
    assert_eq!(ended["granted_benefits"], json!([]));
    assert_eq!(ended["active_meters"], bought["active_meters"]);
}

#[tokio::test]
async fn a_list_is_paginated_and_holds_the_organizations_own_only() {
    let (polar, _, access_token) = with_ada().await;
    polar
        .add_organization("globex")
        .add_customer(NewCustomer::individual("mallory@globex.example"));
    for number in 0..4 {
        polar
            .organization()
            .add_customer(NewCustomer::individual(format!("{number}@shop.example")));
    }

    let answer = read(&polar, &access_token, "?limit=2&page=3").await.json();

    assert_eq!(
        answer["pagination"],
        json!({ "total_count": 5, "max_page": 3 })
    );
    assert_eq!(answer["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(answer["items"][0]["email"], "3@shop.example");
}

#[tokio::test]
async fn another_organizations_id_filters_everything_out() {
    let (polar, _, access_token) = with_ada().await;
    let globex = polar.add_organization("globex");

    let theirs = read(
        &polar,
        &access_token,
        &format!("?organization_id={}", globex.id()),
    )
    .await
    .json();
    let ours = read(
        &polar,
        &access_token,
        &format!("?organization_id={}", polar.organization().id()),
    )
    .await
    .json();

    assert_eq!(theirs["items"], json!([]));
    assert_eq!(ours["pagination"]["total_count"], 1);
}

#[tokio::test]
async fn a_list_without_its_slash_redirects() {
    let (polar, _, access_token) = with_ada().await;

    let answer = get(&polar, "/v1/customers?limit=1")
        .bearer(&access_token)
        .send()
        .await;

    assert_eq!(answer.status, 307);
    assert_eq!(
        answer.header("location"),
        Some("http://polar.test/v1/customers/?limit=1")
    );
}

#[tokio::test]
async fn a_customer_with_a_trailing_slash_redirects() {
    let (polar, _, access_token) = with_ada().await;

    assert_eq!(
        read(&polar, &access_token, &format!("{ADA}/")).await.status,
        307
    );
}

#[tokio::test]
async fn an_id_that_is_no_uuid_is_a_schema_error() {
    let (polar, _, access_token) = with_ada().await;

    let answer = read(&polar, &access_token, "usr_4411").await;

    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["error"], "RequestValidationError");
    assert_eq!(answer.json()["detail"][0]["loc"], json!(["path", "id"]));
}

#[tokio::test]
async fn reading_needs_a_scope() {
    let (polar, _, _) = with_ada().await;
    let narrow = polar
        .organization()
        .access_token_with_scopes(&["customer_sessions:write"]);

    let answer = read(&polar, &narrow, ADA).await;

    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error"], "insufficient_scope");
    assert!(
        answer
            .header("www-authenticate")
            .unwrap()
            .contains("customers:read")
    );
}

#[tokio::test]
async fn one_scope_is_enough_to_read() {
    let (polar, _, _) = with_ada().await;
    let narrow = polar
        .organization()
        .access_token_with_scopes(&["customers:read"]);

    assert_eq!(read(&polar, &narrow, ADA).await.status, 200);
}

#[tokio::test]
async fn a_customer_token_does_not_read_customers() {
    let (polar, ada, _) = with_ada().await;

    let answer = read(&polar, &ada.mint(), ADA).await;

    assert_eq!(
        answer.json(),
        json!({ "error": "Unauthorized", "detail": "Unauthorized" })
    );
}

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
