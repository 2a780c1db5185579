//! What a new session is, by whichever name the customer is asked for.

use customer_session_test::polar::{FakePolar, NewCustomer};
use serde_json::{Value, json};

use super::{ID, with_ada};
use crate::client::create;

#[tokio::test]
async fn a_session_by_customer_id_has_the_documented_shape() {
    let (polar, _, access_token) = with_ada().await;

    let answer = create(&polar, &access_token, json!({ "customer_id": ID })).await;

    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!(answer.header("polar-version"), Some("2026-10"));
    let mut session = answer.json();
    let token = session["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("polar_cst_"));
    let portal = format!(
        "https://polar.sh/acme/portal?customer_session_token={token}&email=ada%40shop.example"
    );
    session
        .as_object_mut()
        .unwrap()
        .retain(|key, _| !["token", "id", "customer"].contains(&key.as_str()));
    assert_eq!(
        session,
        json!({
            "created_at": "2026-01-01T00:00:00Z",
            "modified_at": null,
            "expires_at": "2026-01-01T01:00:00Z",
            "return_url": null,
            "customer_portal_url": portal,
            "customer_id": ID,
        })
    );
}

#[tokio::test]
async fn the_nested_customer_is_the_full_merchant_one() {
    let (polar, _, access_token) = with_ada().await;

    let answer = create(&polar, &access_token, json!({ "customer_id": ID })).await;

    assert_eq!(
        answer.json()["customer"],
        json!({
            "id": ID,
            "created_at": "2026-01-01T00:00:00Z",
            "modified_at": null,
            "metadata": {},
            "external_id": "usr_4411",
            "email": "ada@shop.example",
            "email_verified": false,
            "type": "individual",
            "name": "Ada",
            "billing_name": "Ada",
            "billing_address": null,
            "tax_id": null,
            "locale": null,
            "organization_id": polar.organization().id(),
            "default_payment_method_id": null,
            "deleted_at": null,
            "first_user_event_at": null,
            // The SHA-256 of the address, by sha256sum.
            "avatar_url": AVATAR,
        })
    );
}

const AVATAR: &str = "https://www.gravatar.com/avatar/a4c14f1b068bf2c602e289b5dfcd89085692c73c63daf5a90a0b481b7328ee35?d=404";

#[tokio::test]
async fn a_customer_is_found_by_external_id() {
    let (polar, _, access_token) = with_ada().await;

    let answer = create(
        &polar,
        &access_token,
        json!({ "external_customer_id": "usr_4411" }),
    )
    .await;

    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["customer_id"], ID);
}

#[tokio::test]
async fn the_first_name_of_the_external_id_is_still_taken() {
    let (polar, _, access_token) = with_ada().await;

    let answer = create(
        &polar,
        &access_token,
        json!({ "customer_external_id": "usr_4411" }),
    )
    .await;

    assert_eq!(answer.status, 201);
}

#[tokio::test]
async fn the_return_address_comes_back_normalised() {
    let (polar, _, access_token) = with_ada().await;

    let body = json!({ "customer_id": ID, "return_url": "https://SHOP.example" });
    let answer = create(&polar, &access_token, body).await;

    assert_eq!(answer.json()["return_url"], "https://shop.example/");
}

#[tokio::test]
async fn the_sandbox_links_to_its_own_portal() {
    let polar = FakePolar::builder().sandbox(true).start().await.unwrap();
    polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example").id(ID));

    let answer = create(
        &polar,
        &polar.organization().access_token(),
        json!({ "customer_id": ID }),
    )
    .await;

    let session: Value = answer.json();
    assert!(
        session["customer_portal_url"]
            .as_str()
            .unwrap()
            .starts_with("https://sandbox.polar.sh/acme/portal?")
    );
}
