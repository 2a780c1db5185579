//! Members, as merchants read them.

use customer_session_test::polar::{NewCustomer, NewMember, Role};
use serde_json::json;

use crate::client::{get, still};

const TEAM: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";
const BO: &str = "c0f5a0b4-2c0e-4f3a-8a7e-3f1a2b3c4d5e";

fn bo() -> NewMember {
    NewMember::new("bo@shop.example")
        .id(BO)
        .name("Bo")
        .external_id("emp_9")
        .role(Role::BillingManager)
}

#[tokio::test]
async fn a_member_has_the_documented_shape_on_each_of_its_paths() {
    let (polar, _) = still().await;
    polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines").id(TEAM))
        .add_member(bo());
    let access_token = polar.organization().access_token();
    let expected = json!({
        "id": BO, "created_at": "2026-01-01T00:00:00Z", "modified_at": null, "customer_id": TEAM,
        "email": "bo@shop.example", "name": "Bo", "external_id": "emp_9", "role": "billing_manager",
    });

    for path in [
        format!("/v1/members/{BO}"),
        format!("/v1/customers/{TEAM}/members/{BO}"),
    ] {
        let answer = get(&polar, &path).bearer(&access_token).send().await;

        assert_eq!(answer.json(), expected, "{path}");
    }
    let list = get(&polar, &format!("/v1/members/?customer_id={TEAM}"))
        .bearer(&access_token)
        .send()
        .await;
    assert_eq!(
        list.json(),
        json!({ "items": [expected], "pagination": { "total_count": 1, "max_page": 1 } })
    );
}

#[tokio::test]
async fn members_of_another_organization_are_not_found() {
    let (polar, _) = still().await;
    polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines").id(TEAM))
        .add_member(bo());
    let globex = polar.add_organization("globex").access_token();

    for path in [
        format!("/v1/members/{BO}"),
        format!("/v1/customers/{TEAM}/members/{BO}"),
    ] {
        let answer = get(&polar, &path).bearer(&globex).send().await;

        assert_eq!(
            answer.json(),
            json!({ "error": "ResourceNotFound", "detail": "Not found" }),
            "{path}"
        );
    }
    let list = get(&polar, "/v1/members/").bearer(&globex).send().await;
    assert_eq!(list.json()["items"], json!([]));
}

#[tokio::test]
async fn deleted_members_are_not_found() {
    let (polar, _) = still().await;
    let team = polar
        .organization()
        .add_customer(NewCustomer::team("Analytical Engines").id(TEAM));
    team.add_member(bo()).delete();

    let path = format!("/v1/customers/{TEAM}/members/{BO}");
    let answer = get(&polar, &path)
        .bearer(&polar.organization().access_token())
        .send()
        .await;

    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn reading_members_needs_a_scope() {
    let (polar, _) = still().await;
    let narrow = polar
        .organization()
        .access_token_with_scopes(&["customers:read"]);

    let answer = get(&polar, "/v1/members/").bearer(&narrow).send().await;

    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["error"], "insufficient_scope");
}
