//! Who may make a session, and by which methods.

use serde_json::json;

use super::{ID, with_ada};
use crate::client::{SESSIONS, create, get, request};

#[tokio::test]
async fn without_the_trailing_slash_it_redirects_and_keeps_the_method() {
    let (polar, _, access_token) = with_ada().await;

    let answer = request(&polar, "POST", "/v1/customer-sessions")
        .bearer(&access_token)
        .json(&json!({ "customer_id": ID }))
        .send()
        .await;

    assert_eq!(answer.status, 307);
    assert_eq!(
        answer.header("location"),
        Some("http://polar.test/v1/customer-sessions/")
    );
    assert_eq!(answer.body, "");
}

#[tokio::test]
async fn an_access_token_without_the_scope_is_told_which_one_it_lacks() {
    let (polar, _, _) = with_ada().await;
    let narrow = polar
        .organization()
        .access_token_with_scopes(&["customers:read"]);

    let answer = create(&polar, &narrow, json!({ "customer_id": ID })).await;

    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error"], "insufficient_scope");
    assert!(answer.json()["error_description"].is_string());
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(
        challenge.starts_with(
            r#"Bearer realm="polar", scope="customer_sessions:write", error="insufficient_scope", "#
        ),
        "{challenge}"
    );
}

#[tokio::test]
async fn a_customer_token_does_not_mint() {
    let (polar, ada, _) = with_ada().await;

    let answer = create(&polar, &ada.mint(), json!({ "customer_id": ID })).await;

    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.json(),
        json!({ "error": "Unauthorized", "detail": "Unauthorized" })
    );
}

#[tokio::test]
async fn a_bad_access_token_is_an_invalid_token() {
    let (polar, _, _) = with_ada().await;

    let answer = create(&polar, "polar_oat_nonsense", json!({ "customer_id": ID })).await;

    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["error"], "invalid_token");
}

#[tokio::test]
async fn sessions_can_be_neither_listed_nor_revoked() {
    let (polar, _, access_token) = with_ada().await;

    let list = get(&polar, SESSIONS).bearer(&access_token).send().await;
    let revoke = request(&polar, "DELETE", &format!("{SESSIONS}{ID}"))
        .bearer(&access_token)
        .send()
        .await;

    assert_eq!(list.status, 405);
    assert_eq!(revoke.status, 404);
    assert_eq!(revoke.json(), json!({ "detail": "Not Found" }));
}
