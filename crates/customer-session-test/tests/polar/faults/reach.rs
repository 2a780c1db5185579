//! Which calls a fault concerns, and that they are counted.

use customer_session_test::polar::{Endpoint, Fault};
use serde_json::json;

use super::{ADA, introspect, with_token};
use crate::client::{INTROSPECT, ME, USER, create, get};

#[tokio::test]
async fn minting_goes_on_while_verification_fails() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::ServerError);

    let minted = create(
        &polar,
        &polar.organization().access_token(),
        json!({ "customer_id": ADA }),
    )
    .await;

    assert_eq!(minted.status, 201);
    for path in [
        INTROSPECT,
        USER,
        ME,
        &format!("/v1/customers/{ADA}"),
        &format!("/v1/customers/{ADA}/state"),
    ] {
        assert_eq!(
            get(&polar, path).bearer(&token).send().await.status,
            500,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_fault_can_be_set_on_one_endpoint_only() {
    let (polar, token) = with_token().await;
    polar.fault_on(Endpoint::User, Fault::ServerError);

    assert_eq!(get(&polar, USER).bearer(&token).send().await.status, 500);
    assert_eq!(introspect(&polar, &token).await.unwrap().status, 200);
}

#[tokio::test]
async fn an_endpoint_can_be_exempted() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::ServerError);
    polar.fault_on(Endpoint::Introspect, Fault::None);

    assert_eq!(introspect(&polar, &token).await.unwrap().status, 200);
    assert_eq!(get(&polar, USER).bearer(&token).send().await.status, 500);
}

#[tokio::test]
async fn a_faulted_call_is_counted() {
    let (polar, token) = with_token().await;
    polar.fault(Fault::Drop);

    let _ = introspect(&polar, &token).await;

    assert_eq!(polar.calls(Endpoint::Introspect), 1);
    assert_eq!(polar.requests()[0].status, None);
}
