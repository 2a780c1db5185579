//! Who is served as whom, and what it costs to know.

use serde_json::{Value, json};

use super::calls::{get, mint, stats};
use crate::common::Storefront;

pub(crate) async fn the_printed_token_is_adas_and_costs_three_calls_once(program: &str) {
    let shop = Storefront::start(program, &[]).await;

    let cold = get(&shop, "/api/me", Some(&shop.token)).await;
    let warm = get(&shop, "/api/me", Some(&shop.token)).await;

    assert_eq!((cold.status, warm.status), (200, 200));
    assert_eq!(cold.body, warm.body);
    assert_eq!(cold.body["external_id"], "ada");
    assert_eq!(cold.body["email"], "ada@shop.example");
    assert_eq!(cold.body["name"], "Ada");
    assert_eq!(cold.body["member"], Value::Null);
    assert!(cold.body["id"].is_string() && cold.body["expires_at"].is_string());
    let expected = json!({
        "upstream_calls": 3, "hits": 1, "negative_hits": 0, "misses": 1, "coalesced": 0, "refreshed": 0,
        "stale_hits": 0, "breaker": { "polar": "closed" }, "revocations": 0, "accepted": 2, "rejected": {}
    });
    assert_eq!(stats(&shop).await, expected);
}

pub(crate) async fn bo_acts_for_a_team_and_mallory_is_not_our_customer(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let (bo, mallory) = (mint(&shop, "bo").await, mint(&shop, "mallory").await);

    let (as_bo, as_mallory) = (
        get(&shop, "/api/me", Some(&bo)).await,
        get(&shop, "/api/me", Some(&mallory)).await,
    );

    assert!(bo.starts_with("polar_mst_"));
    assert_eq!(as_bo.body["member"]["name"], "Bo");
    assert_eq!(as_bo.body["member"]["role"], "member");
    assert_eq!(
        (as_mallory.status, &as_mallory.body["code"]),
        (401, &json!("token_invalid"))
    );
    assert_eq!(
        stats(&shop).await["rejected"],
        json!({ "not_our_customer": 1 })
    );
}

pub(crate) async fn a_greeting_needs_no_token_but_refuses_a_bad_one(program: &str) {
    let shop = Storefront::start(program, &[]).await;

    assert_eq!(
        get(&shop, "/api/greeting", None).await.body,
        "Hello, guest!\n"
    );
    assert_eq!(
        get(&shop, "/api/greeting", Some(&shop.token)).await.body,
        "Hello, Ada!\n"
    );
    assert_eq!(
        get(&shop, "/api/greeting", Some("polar_cst_nonsense"))
            .await
            .status,
        401
    );
    assert_eq!(get(&shop, "/api/me", None).await.status, 401);
    assert_eq!(get(&shop, "/healthz", None).await.status, 200);
}
