//! The endpoints that are asked with a customer's own token.

use customer_session_test::polar::{NewCustomer, NewMember, Role};
use serde_json::json;

use crate::client::{INTROSPECT, ME, USER, get, request, still};

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";
const BO: &str = "c0f5a0b4-2c0e-4f3a-8a7e-3f1a2b3c4d5e";

fn ada() -> NewCustomer {
    NewCustomer::individual("ada@shop.example")
        .id(ADA)
        .name("Ada")
}

fn team() -> NewCustomer {
    NewCustomer::team("Analytical Engines").id(ADA)
}

#[tokio::test]
async fn introspection_tells_the_expiry_and_nothing_else() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(ada()).mint();

    let answer = get(&polar, INTROSPECT).bearer(&token).send().await;

    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({ "expires_at": "2026-01-01T01:00:00Z", "return_url": null })
    );
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!(answer.header("polar-version"), Some("2026-10"));
}

#[tokio::test]
async fn user_of_a_customer_token() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(ada()).mint();

    let answer = get(&polar, USER).bearer(&token).send().await;

    assert_eq!(
        answer.json(),
        json!({
            "type": "customer", "name": "Ada", "email": "ada@shop.example",
            "customer_id": ADA, "member_id": null, "role": null,
        })
    );
}

#[tokio::test]
async fn user_of_a_member_token() {
    let (polar, _) = still().await;
    let team = polar.organization().add_customer(team());
    let bo = team.add_member(NewMember::new("bo@shop.example").id(BO).name("Bo"));

    let answer = get(&polar, USER)
        .bearer(&team.mint_member(&bo))
        .send()
        .await;

    assert_eq!(
        answer.json(),
        json!({
            "type": "member", "name": "Bo", "email": "bo@shop.example",
            "customer_id": ADA, "member_id": BO, "role": "member",
        })
    );
}

#[tokio::test]
async fn me_is_the_customer_without_what_only_the_merchant_sees() {
    let (polar, _) = still().await;
    let ada = ada()
        .email_verified(true)
        .locale("fr-FR")
        .tax_id("FR00999999999", "eu_vat")
        .external_id("usr_4411");
    let token = polar.organization().add_customer(ada).mint();

    let answer = get(&polar, ME).bearer(&token).send().await;

    assert_eq!(
        answer.json(),
        json!({
            "created_at": "2026-01-01T00:00:00Z", "modified_at": null, "id": ADA,
            "email": "ada@shop.example", "email_verified": true, "name": "Ada", "billing_name": "Ada",
            "billing_address": null, "tax_id": ["FR00999999999", "eu_vat"], "oauth_accounts": {},
            "default_payment_method_id": null, "type": "individual", "locale": "fr-FR",
        })
    );
}

#[tokio::test]
async fn me_of_a_member_is_the_paying_customer() {
    let (polar, _) = still().await;
    let team = polar.organization().add_customer(team());
    let bo = team.add_member(NewMember::new("bo@shop.example"));

    let me = get(&polar, ME)
        .bearer(&team.mint_member(&bo))
        .send()
        .await
        .json();

    assert_eq!(me["id"], ADA);
    assert_eq!(me["email"], json!(null));
    assert_eq!(me["type"], "team");
}

#[tokio::test]
async fn user_of_a_customer_token_of_a_team_without_an_address_is_422() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(team()).mint();

    let answer = get(&polar, USER).bearer(&token).send().await;

    assert_eq!(answer.status, 422);
    let body = answer.json();
    assert_eq!(body["error"], "PolarRequestValidationError");
    assert_eq!(body["detail"][0]["loc"], json!(["body"]));
    assert!(
        body["detail"][0]["msg"]
            .as_str()
            .unwrap()
            .starts_with("Team customers must use member sessions")
    );
}

#[tokio::test]
async fn the_same_token_is_valid_elsewhere() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(team()).mint();

    assert_eq!(
        get(&polar, INTROSPECT).bearer(&token).send().await.status,
        200
    );
    assert_eq!(get(&polar, ME).bearer(&token).send().await.status, 200);
}

#[tokio::test]
async fn a_token_of_any_organization_is_accepted_and_does_not_say_which() {
    let (polar, _) = still().await;
    polar.organization().add_customer(ada().external_id("ada"));
    let globex = polar.add_organization("globex");
    let mallory = globex.add_customer(NewCustomer::individual("ada@shop.example").name("Ada"));
    let token = mallory.mint();

    for path in [INTROSPECT, USER, ME] {
        let answer = get(&polar, path).bearer(&token).send().await;

        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.body.contains(&globex.id()), "{path}");
        assert!(!answer.body.contains("globex"), "{path}");
    }
}

#[tokio::test]
async fn only_get_is_allowed() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(ada()).mint();

    let post = request(&polar, "POST", INTROSPECT)
        .bearer(&token)
        .json(&json!({}))
        .send()
        .await;
    let head = request(&polar, "HEAD", INTROSPECT)
        .bearer(&token)
        .send()
        .await;

    assert_eq!(post.status, 405);
    assert_eq!(post.json(), json!({ "detail": "Method Not Allowed" }));
    assert_eq!(post.header("allow"), Some("GET"));
    assert_eq!((head.status, head.header("allow")), (405, Some("GET")));
}

#[tokio::test]
async fn a_trailing_slash_is_redirected_away() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(ada()).mint();

    let answer = get(&polar, &format!("{USER}/?a=b"))
        .bearer(&token)
        .send()
        .await;

    assert_eq!(answer.status, 307);
    assert_eq!(
        answer.header("location"),
        Some(&*format!("http://polar.test{USER}?a=b"))
    );
}

#[tokio::test]
async fn lists_end_in_a_slash() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(ada()).mint();

    let with = get(&polar, "/v1/customer-portal/subscriptions/")
        .bearer(&token)
        .send()
        .await;
    let without = get(&polar, "/v1/customer-portal/subscriptions")
        .bearer(&token)
        .send()
        .await;

    assert_eq!(
        with.json(),
        json!({ "items": [], "pagination": { "total_count": 0, "max_page": 0 } })
    );
    assert_eq!(without.status, 307);
}

#[tokio::test]
async fn billing_is_not_for_plain_members() {
    let (polar, _) = still().await;
    let team = polar.organization().add_customer(team());
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let token = team.mint_member(&bo);

    for path in [
        "orders/",
        "wallets/",
        "customers/me/payment-methods",
        "members",
    ] {
        let answer = get(&polar, &format!("/v1/customer-portal/{path}"))
            .bearer(&token)
            .send()
            .await;

        assert_eq!(answer.status, 403, "{path}");
        assert_eq!(
            answer.header("cache-control"),
            Some("private, no-store"),
            "{path}"
        );
        assert_eq!(
            answer.json(),
            json!({
                "error": "NotPermitted",
                "detail": "Only owners and billing managers can access billing features.",
            }),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_changed_role_opens_billing_to_a_live_token() {
    let (polar, _) = still().await;
    let team = polar.organization().add_customer(team());
    let bo = team.add_member(NewMember::new("bo@shop.example"));
    let token = team.mint_member(&bo);

    bo.set_role(Role::BillingManager);

    assert_eq!(
        get(&polar, "/v1/customer-portal/orders/")
            .bearer(&token)
            .send()
            .await
            .status,
        200
    );
    assert_eq!(
        get(&polar, USER).bearer(&token).send().await.json()["role"],
        "billing_manager"
    );
}

#[tokio::test]
async fn members_see_each_other_without_the_merchants_ids() {
    let (polar, _) = still().await;
    let team = polar.organization().add_customer(team());
    let bo = team.add_member(
        NewMember::new("bo@shop.example")
            .id(BO)
            .external_id("emp_9")
            .role(Role::Owner),
    );

    let answer = get(&polar, "/v1/customer-portal/members")
        .bearer(&team.mint_member(&bo))
        .send()
        .await;

    assert_eq!(
        answer.json()["items"],
        json!([{
            "id": BO, "created_at": "2026-01-01T00:00:00Z", "modified_at": null,
            "email": "bo@shop.example", "name": null, "role": "owner",
        }])
    );
}

#[tokio::test]
async fn a_person_has_no_list_of_members() {
    let (polar, _) = still().await;
    let token = polar.organization().add_customer(ada()).mint();

    let answer = get(&polar, "/v1/customer-portal/members")
        .bearer(&token)
        .send()
        .await;

    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error"], "NotPermitted");
}
