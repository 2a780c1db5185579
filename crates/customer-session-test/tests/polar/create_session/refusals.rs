//! Customers that there are not, and bodies that are wrong.

use serde_json::json;

use super::{ID, with_ada};
use crate::client::{SESSIONS, create, request};

#[tokio::test]
async fn an_unknown_customer_is_refused_by_the_field_that_named_it() {
    let (polar, _, access_token) = with_ada().await;
    let unknown = "5c5d2b7a-6c8e-4a57-9d5f-0f5f2c9a7b11";

    let by_id = create(&polar, &access_token, json!({ "customer_id": unknown })).await;
    let by_external_id = create(
        &polar,
        &access_token,
        json!({ "external_customer_id": "nobody" }),
    )
    .await;

    assert_eq!(by_id.status, 422);
    assert_eq!(
        by_id.json(),
        json!({ "error": "PolarRequestValidationError", "detail": [{
            "type": "value_error", "loc": ["body", "customer_id"], "msg": "Customer does not exist.", "input": unknown,
        }] })
    );
    assert_eq!(
        by_external_id.json()["detail"][0]["loc"],
        json!(["body", "external_customer_id"])
    );
}

#[tokio::test]
async fn a_customer_of_another_organization_does_not_exist() {
    let (polar, _, _) = with_ada().await;
    let globex = polar.add_organization("globex").access_token();

    let answer = create(&polar, &globex, json!({ "customer_id": ID })).await;

    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json()["detail"][0]["msg"],
        "Customer does not exist."
    );
}

#[tokio::test]
async fn a_deleted_customer_does_not_exist() {
    let (polar, ada, access_token) = with_ada().await;
    ada.delete();

    assert_eq!(
        create(&polar, &access_token, json!({ "customer_id": ID }))
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn schema_errors_name_the_variant() {
    let (polar, _, access_token) = with_ada().await;

    let answer = create(&polar, &access_token, json!({ "customer_id": "ada" })).await;

    assert_eq!(answer.status, 422);
    let body = answer.json();
    assert_eq!(body["error"], "RequestValidationError");
    assert_eq!(
        body["detail"][0]["loc"],
        json!(["body", "CustomerSessionCustomerIDCreate", "customer_id"])
    );
    assert_eq!(body["detail"][0]["type"], "uuid_parsing");
    assert_eq!(body["detail"][0]["input"], "ada");
    assert!(body["detail"][0]["ctx"]["error"].is_string());
}

#[tokio::test]
async fn an_empty_object_misses_both_identifiers() {
    let (polar, _, access_token) = with_ada().await;

    let answer = create(&polar, &access_token, json!({})).await;

    let detail = answer.json()["detail"].clone();
    assert_eq!(detail.as_array().map(Vec::len), Some(2));
    assert_eq!(
        detail[0],
        json!({
            "type": "missing",
            "loc": ["body", "CustomerSessionCustomerIDCreate", "customer_id"],
            "msg": "Field required",
            "input": {},
        })
    );
}

#[tokio::test]
async fn a_return_address_must_be_http() {
    let (polar, _, access_token) = with_ada().await;

    let body = json!({ "customer_id": ID, "return_url": "javascript:alert(1)" });
    let answer = create(&polar, &access_token, body).await;

    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["detail"][0]["type"], "url_scheme");
}

#[tokio::test]
async fn a_body_of_unknown_length_is_refused() {
    let (polar, _, access_token) = with_ada().await;

    let answer = request(&polar, "POST", SESSIONS)
        .bearer(&access_token)
        .send()
        .await;

    assert_eq!(answer.status, 411);
    assert_eq!(answer.json()["error"], "LengthRequired");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let (polar, _, access_token) = with_ada().await;
    let body = json!({ "customer_id": "x".repeat(2 * 1024 * 1024) });

    // The fake stops reading early, which may break the connection while it is still being written
    // to.
    let answer = request(&polar, "POST", SESSIONS)
        .bearer(&access_token)
        .json(&body)
        .try_send()
        .await;

    if let Ok(answer) = answer {
        assert_eq!(answer.status, 413);
        assert_eq!(answer.json()["error"], "RequestBodyTooLarge");
    }
}
