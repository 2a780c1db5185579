//! API versions.

use customer_session_test::polar::{FakePolar, NewCustomer};
use serde_json::json;

use crate::client::{Answer, INTROSPECT, get, still};

async fn with_token() -> (FakePolar, String) {
    let (polar, _) = still().await;
    let token = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example"))
        .mint();
    (polar, token)
}

async fn pinned(polar: &FakePolar, token: &str, version: &str) -> Answer {
    get(polar, INTROSPECT)
        .bearer(token)
        .header("Polar-Version", version)
        .send()
        .await
}

fn assert_version_gone(answer: &Answer) {
    assert_eq!(answer.status, 404, "{answer:?}");
    assert_eq!(answer.json(), json!({ "detail": "Not Found" }));
    assert_eq!(answer.header("polar-version"), None);
    assert_eq!(answer.header("cache-control"), None);
}

#[tokio::test]
async fn a_version_that_is_alive_is_echoed() {
    let (polar, token) = with_token().await;

    for version in ["2026-04", "2026-10", "2027-01"] {
        let answer = pinned(&polar, &token, version).await;

        assert_eq!(
            (answer.status, answer.header("polar-version")),
            (200, Some(version))
        );
    }
}

#[tokio::test]
async fn an_unknown_version_is_not_found() {
    let (polar, token) = with_token().await;

    assert_version_gone(&pinned(&polar, &token, "2025-01").await);
}

#[tokio::test]
async fn a_garbage_version_is_not_found() {
    let (polar, token) = with_token().await;

    assert_version_gone(&pinned(&polar, &token, "latest, please").await);
}

#[tokio::test]
async fn a_retired_version_is_not_found() {
    let (polar, token) = with_token().await;

    polar.retire_version("2026-04");

    assert_version_gone(&pinned(&polar, &token, "2026-04").await);
    assert_eq!(pinned(&polar, &token, "2026-10").await.status, 200);
}

#[tokio::test]
async fn when_the_current_version_retires_the_newest_answers_unpinned_clients() {
    let (polar, token) = with_token().await;

    polar.retire_version("2026-10");

    let answer = get(&polar, INTROSPECT).bearer(&token).send().await;
    assert_eq!(answer.header("polar-version"), Some("2027-01"));
}

#[tokio::test]
async fn the_supported_versions_can_be_chosen() {
    let (polar, token) = with_token().await;

    polar.support_versions(["2027-01", "2027-04"]);

    assert_eq!(pinned(&polar, &token, "2027-04").await.status, 200);
    assert_version_gone(&pinned(&polar, &token, "2026-10").await);
}
