//! Token introspection (RFC 7662), which is no use for sessions.

use customer_session_test::polar::NewCustomer;
use serde_json::json;

use crate::client::{get, request, still};

const PATH: &str = "/v1/oauth2/introspect";
const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_session_token_is_inactive() {
    let (polar, _) = still().await;
    let (id, secret) = polar.organization().oauth2_client();
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();

    let form = format!("token={token}&client_id={id}&client_secret={secret}");
    let answer = request(&polar, "POST", PATH).body(FORM, &form).send().await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "active": false }));
}

#[tokio::test]
async fn no_client_is_401_with_a_challenge() {
    let (polar, _) = still().await;

    let answer = request(&polar, "POST", PATH)
        .body(FORM, "token=x")
        .send()
        .await;

    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["error"], "invalid_client");
    assert!(
        answer
            .header("www-authenticate")
            .unwrap()
            .starts_with(r#"Basic error="invalid_client""#)
    );
}

#[tokio::test]
async fn an_unknown_client_in_the_form_is_400() {
    let (polar, _) = still().await;

    let answer = request(&polar, "POST", PATH)
        .body(FORM, "token=x&client_id=a&client_secret=b")
        .send()
        .await;

    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["error"], "invalid_client");
}

#[tokio::test]
async fn an_unknown_client_in_the_header_is_401() {
    let (polar, _) = still().await;

    let post = request(&polar, "POST", PATH).header("Authorization", "Basic YTpi");
    let answer = post.body(FORM, "token=x").send().await;

    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn there_is_a_key_set() {
    let (polar, _) = still().await;

    let answer = get(&polar, "/.well-known/jwks.json").send().await;

    assert_eq!(answer.status, 200);
    assert!(answer.json()["keys"].is_array());
}
