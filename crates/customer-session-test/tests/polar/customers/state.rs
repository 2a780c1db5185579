//! What a customer bought.

use serde_json::json;

use super::{ADA, read, with_ada};

#[tokio::test]
async fn the_state_adds_three_lists() {
    let (polar, _, access_token) = with_ada().await;

    for path in [format!("{ADA}/state"), "external/usr_4411/state".to_owned()] {
        let state = read(&polar, &access_token, &path).await.json();

        assert_eq!(state["id"], ADA);
        assert_eq!(state["active_subscriptions"], json!([]));
        assert_eq!(state["granted_benefits"], json!([]));
        assert_eq!(state["active_meters"], json!([]));
    }
}

#[tokio::test]
async fn the_state_lists_what_was_bought_until_it_ends() {
    let (polar, ada, access_token) = with_ada().await;
    let state = async || {
        let answer = read(&polar, &access_token, &format!("{ADA}/state")).await;
        answer.json()
    };
    let subscription = ada.subscribe("product-1");
    let grant = ada.grant_benefit("benefit-1", "license_keys");
    ada.set_meter("meter-1", 1.0, 10);
    ada.set_meter("meter-1", 2.5, 10);

    let bought = state().await;
    ada.end_subscription(&subscription);
    ada.revoke_benefit(&grant);
    let ended = state().await;

    let [active] = bought["active_subscriptions"]
        .as_array()
        .unwrap()
        .as_slice()
    else {
        panic!("one was bought: {bought}")
    };
    assert_eq!(active["id"], subscription);
    assert_eq!(active["status"], "active");
    assert_eq!(active["product_id"], "product-1");
    let granted = &bought["granted_benefits"][0];
    assert_eq!(
        (&granted["id"], &granted["benefit_type"]),
        (&json!(grant), &json!("license_keys"))
    );
    assert_eq!(bought["active_meters"].as_array().map(Vec::len), Some(1));
    let meter = &bought["active_meters"][0];
    assert_eq!(
        (&meter["consumed_units"], &meter["balance"]),
        (&json!(2.5), &json!(7.5))
    );
    assert_eq!(ended["active_subscriptions"], json!([]));
    assert_eq!(ended["granted_benefits"], json!([]));
    assert_eq!(ended["active_meters"], bought["active_meters"]);
}
