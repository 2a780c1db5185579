//! `POST /v1/customer-sessions/`.

use customer_session_test::polar::{Customer, FakePolar, NewCustomer, NewMember, Role};
use serde_json::{Value, json};

use crate::client::{SESSIONS, USER, create, get, request, still};

const ID: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

async fn with_ada() -> (FakePolar, Customer, String) {
    let (polar, _) = still().await;
    let ada = NewCustomer::individual("ada@shop.example")
        .id(ID)
        .name("Ada")
        .external_id("usr_4411");
    let ada = polar.organization().add_customer(ada);
    let access_token = polar.organization().access_token();
    (polar, ada, access_token)
}

async fn with_team(member_model: bool) -> (FakePolar, Customer, String) {
    let (polar, _) = still().await;
    polar.organization().set_member_model(member_model);
    let team = polar.organization().add_customer(
        NewCustomer::team("Analytical Engines")
            .id(ID)
            .external_id("team_1"),
    );
    let access_token = polar.organization().access_token();
    (polar, team, access_token)
}

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
