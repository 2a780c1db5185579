//! A customer is read by its id or by the merchant's.

use customer_session_test::polar::NewCustomer;
use serde_json::json;

use super::{ADA, assert_gone, read, with_ada};

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
