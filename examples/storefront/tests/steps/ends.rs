//! What ends sessions, and whose.

use serde_json::{Value, json};

use super::calls::{get, mint, revoke, sign_out, stats, switch};
use crate::common::{Storefront, post};

pub(crate) async fn signing_out_ends_one_session_and_no_other(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let other = mint(&shop, "ada").await;

    assert_eq!(sign_out(&shop, &shop.token).await, 204);

    let refused = get(&shop, "/api/me", Some(&shop.token)).await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (401, &json!("token_invalid"))
    );
    assert_eq!(sign_out(&shop, &shop.token).await, 401);
    assert_eq!(get(&shop, "/api/me", Some(&other)).await.status, 200);
}

pub(crate) async fn revoking_ends_every_session_of_a_customer_until_the_next_sign_in(
    program: &str,
) {
    let shop = Storefront::start(program, &[]).await;
    let never_used = mint(&shop, "ada").await;
    let bo = mint(&shop, "bo").await;
    for token in [&shop.token, &bo] {
        assert_eq!(get(&shop, "/api/me", Some(token)).await.status, 200);
    }

    assert_eq!(revoke(&shop, "ada").await.0, 204);

    for token in [&shop.token, &never_used] {
        assert_eq!(get(&shop, "/api/me", Some(token)).await.status, 401);
    }
    let stats = stats(&shop).await;
    assert_eq!(stats["rejected"], json!({ "session_ended": 2 }));
    assert_eq!(stats["revocations"], 1);
    assert_eq!(get(&shop, "/api/me", Some(&bo)).await.status, 200);
    let anew = mint(&shop, "ada").await;
    assert_eq!(get(&shop, "/api/me", Some(&anew)).await.status, 200);
}

pub(crate) async fn a_deleted_customer_is_signed_out_at_once_and_comes_back_as_another(
    program: &str,
) {
    let shop = Storefront::start(program, &[]).await;
    for customer in ["ada", "bo"] {
        let token = mint(&shop, customer).await;
        let before = get(&shop, "/api/me", Some(&token)).await;
        let path = format!("/demo/customers/{customer}/delete");

        // Polar cannot be asked: what ends the session is the webhook, and no look-up.
        assert_eq!(switch(&shop, "down").await, 204);
        assert_eq!(post(&shop, &path, Value::Null).await.0, 204);
        let after = get(&shop, "/api/me", Some(&token)).await;
        assert_eq!(switch(&shop, "up").await, 204);

        assert_eq!((before.status, after.status), (200, 401), "{customer}");
        assert_eq!(after.body["code"], "token_invalid");
        assert_eq!(
            post(&shop, &path, Value::Null).await.0,
            204,
            "who is gone stays so"
        );
        let again = mint(&shop, customer).await;
        let again = get(&shop, "/api/me", Some(&again)).await;
        assert_eq!(again.status, 200, "{customer}");
        assert_eq!(again.body["email"], before.body["email"]);
        assert_ne!(again.body["id"], before.body["id"]);
    }
    assert_eq!(stats(&shop).await["rejected"]["session_ended"], 2);
}

pub(crate) async fn an_event_that_polar_did_not_sign_ends_nothing(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let me = get(&shop, "/api/me", Some(&shop.token)).await;
    let forged = json!({ "type": "customer.deleted", "data": { "id": me.body["id"] } });

    assert_eq!(post(&shop, "/webhooks/polar", forged).await.0, 401);

    assert_eq!(get(&shop, "/api/me", Some(&shop.token)).await.status, 200);
}
