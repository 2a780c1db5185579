//! Lists of customers.

use customer_session_test::polar::NewCustomer;
use serde_json::json;

use super::{read, with_ada};
use crate::client::get;

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
