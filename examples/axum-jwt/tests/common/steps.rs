//! What a newcomer can do, and what comes of it.

use serde_json::{Value, json};

use super::{
    http::{get, login, post, text, token},
    paste,
    process::Running,
};

pub(crate) async fn every_printed_line_is_answered_as_it_says(shop: Running) {
    assert_eq!(paste::every_line(&shop).await, 16);
}

pub(crate) async fn a_signed_session_says_who_it_is(shop: Running) {
    let shop = &shop.address;

    let ada = login(shop, &json!({ "customer": "ada" })).await;
    let me = get(shop, "/api/me", Some(&text(&ada.body["token"]))).await;

    assert_eq!((ada.status, me.status), (201, 200));
    let expected = json!({
        "id": "cus_ada", "email": "ada@shop.example", "name": "Ada", "roles": [],
        "scopes": ["orders:read", "profile:read"], "expires_at": ada.body["expires_at"],
        "provider": "shop",
    });
    assert_eq!(me.body, expected);
    assert!(text(&ada.body["expires_at"]).ends_with('Z'));
    let bo = get(shop, "/api/me", Some(&token(shop, "bo").await)).await;
    assert_eq!(
        (&bo.body["id"], &bo.body["roles"]),
        (&json!("cus_bo"), &json!(["admin"]))
    );
    let nobody = get(shop, "/api/me", None).await;
    assert_eq!(
        (nobody.status, &nobody.body["code"]),
        (401, &json!("token_missing"))
    );
}

pub(crate) async fn nobody_signs_in_as_a_stranger_or_for_more_than_there_is(shop: Running) {
    let shop = &shop.address;

    let hugo = login(shop, &json!({ "customer": "hugo" })).await;
    let greedy = json!({ "customer": "ada", "scopes": ["orders:read", "orders:write"] });
    let greedy = login(shop, &greedy).await;

    assert_eq!((hugo.status, greedy.status), (404, 422));
    assert_eq!(hugo.body, "there is no customer `hugo`: choose ada or bo\n");
    assert!(
        text(&greedy.body).contains("`orders:write`"),
        "{}",
        greedy.body
    );
}

pub(crate) async fn a_session_without_the_scope_reads_no_orders(shop: Running) {
    let shop = &shop.address;
    for scopes in [json!(["profile:read"]), json!([])] {
        let session = login(shop, &json!({ "customer": "ada", "scopes": scopes })).await;
        let session = text(&session.body["token"]);
        let me = get(shop, "/api/me", Some(&session)).await;
        let refused = get(shop, "/api/orders", Some(&session)).await;

        assert_eq!((me.status, &me.body["scopes"]), (200, &scopes));
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (403, &json!("insufficient_scope"))
        );
        let challenge = refused.challenge.expect("a 403 has one");
        assert!(
            challenge.starts_with("Bearer ")
                && challenge.contains(r#"error="insufficient_scope""#)
                && challenge.ends_with(r#"scope="orders:read""#),
            "{challenge}"
        );
    }
    let session = login(
        shop,
        &json!({ "customer": "ada", "scopes": ["orders:read"] }),
    )
    .await;
    let orders = get(shop, "/api/orders", Some(&text(&session.body["token"]))).await;
    assert_eq!(
        (orders.status, orders.body),
        (200, json!(["a pound of tea", "a pot"]))
    );
}

pub(crate) async fn only_an_admin_refunds(shop: Running) {
    let shop = &shop.address;

    let ada = post(shop, "/api/refunds", Some(&token(shop, "ada").await)).await;
    let bo = post(shop, "/api/refunds", Some(&token(shop, "bo").await)).await;

    assert_eq!((ada.status, &ada.body["code"]), (403, &json!("forbidden")));
    assert!(ada.challenge.expect("a 403 has one").starts_with("Bearer"));
    assert_eq!((bo.status, bo.body), (200, json!("refunded\n")));
}

pub(crate) async fn who_signed_out_is_out_and_other_sessions_go_on(shop: Running) {
    let shop = &shop.address;
    let (session, other) = (token(shop, "ada").await, token(shop, "ada").await);
    assert_eq!(get(shop, "/api/me", Some(&session)).await.status, 200);

    assert_eq!(post(shop, "/api/logout", Some(&session)).await.status, 204);

    let refused = get(shop, "/api/me", Some(&session)).await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (401, &json!("token_invalid"))
    );
    assert_eq!(post(shop, "/api/logout", Some(&session)).await.status, 401);
    assert_eq!(get(shop, "/api/me", Some(&other)).await.status, 200);
    let stats = get(shop, "/demo/stats", None).await.body;
    assert_eq!(stats["rejected"], json!({ "session_ended": 2 }));
}

pub(crate) async fn a_session_that_was_tampered_with_is_refused(shop: Running) {
    let shop = &shop.address;
    let session = token(shop, "ada").await;
    let (signed, signature) = session.rsplit_once('.').expect("it has three parts");
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let tampered = format!("{signed}.{other}{}", &signature[1..]);

    let refused = get(shop, "/api/me", Some(&tampered)).await;

    assert_eq!(
        (refused.status, &refused.body["code"]),
        (401, &json!("token_invalid"))
    );
    assert!(
        refused
            .challenge
            .expect("a 401 has one")
            .contains("invalid_token")
    );
    let stats = get(shop, "/demo/stats", None).await.body;
    assert_eq!(stats["rejected"], json!({ "signature_invalid": 1 }));
    assert_eq!(get(shop, "/api/me", Some(&session)).await.status, 200);
}

pub(crate) async fn sessions_from_before_and_after_a_rotation_pass(shop: Running) {
    let shop = &shop.address;
    let before = token(shop, "ada").await;

    let rotated = post(shop, "/demo/rotate", None).await;
    let again = post(shop, "/demo/rotate", None).await;

    assert_eq!((rotated.status, again.status), (200, 409));
    assert!(text(&rotated.body["signs_from"]).ends_with('Z'));
    assert!(
        text(&again.body).contains("rotate again then"),
        "{}",
        again.body
    );
    let keys = get(shop, "/.well-known/jwks.json", None).await.body;
    assert_eq!(keys["keys"][1]["kid"], rotated.body["key_id"]);
    for session in [&before, &token(shop, "ada").await] {
        assert_eq!(get(shop, "/api/me", Some(session)).await.status, 200);
    }
}

pub(crate) async fn verifiers_find_the_keys_by_the_address_alone(shop: Running) {
    let shop = &shop.address;

    let metadata = get(shop, "/.well-known/oauth-authorization-server", None).await;
    let jwks_uri = text(&metadata.body["jwks_uri"]);
    let keys = get(&jwks_uri, "", None).await;

    assert_eq!(
        (metadata.status, &metadata.body["issuer"]),
        (200, &json!(shop))
    );
    assert_eq!(keys.status, 200);
    let keys = keys.body["keys"].as_array().expect("it is a list").clone();
    assert_eq!(keys.len(), 1);
    assert_eq!(
        (&keys[0]["alg"], &keys[0]["use"]),
        (&json!("EdDSA"), &json!("sig"))
    );
    assert_eq!(keys[0].get("d"), None, "the private half");
    assert_eq!(get(shop, "/nowhere", None).await.status, 404);
}

pub(crate) async fn the_keys_come_over_http_and_the_shop_says_when_it_has_them(shop: Running) {
    let shop = &shop.address;
    let session = token(shop, "ada").await;
    for _ in 0..2 {
        assert_eq!(get(shop, "/api/me", Some(&session)).await.status, 200);
    }

    let health = get(shop, "/healthz", None).await;
    let stats = get(shop, "/demo/stats", None).await.body;

    assert_eq!(
        (health.status, health.body),
        (200, json!({ "polar": "ready", "shop": "ready" }))
    );
    assert_eq!((&stats["hits"], &stats["accepted"]), (&json!(1), &json!(2)));
    // The two places where metadata may be, and the keys.
    assert!(stats["upstream_calls"].as_u64() >= Some(3), "{stats}");
}

pub(crate) async fn an_opaque_session_is_exchanged_for_a_signed_one(shop: Running) {
    let opaque = shop.assigned("POLAR");
    let shop = &shop.address;

    let exchanged = post(shop, "/exchange", Some(&opaque)).await;
    assert_eq!(exchanged.status, 201, "{}", exchanged.body);
    let signed = text(&exchanged.body["token"]);
    let by_polar = get(shop, "/api/me", Some(&opaque)).await.body;
    let by_us = get(shop, "/api/me", Some(&signed)).await.body;

    assert!(opaque.starts_with("polar_cst_") && signed.split('.').count() == 3);
    assert_eq!(
        (&by_polar["provider"], &by_us["provider"]),
        (&json!("polar"), &json!("shop"))
    );
    for same in ["id", "email", "name", "roles", "scopes"] {
        assert_eq!(by_polar[same], by_us[same], "{same}");
    }
    assert_eq!(by_us["expires_at"], exchanged.body["expires_at"]);
    // Both in RFC 3339 and UTC, so that what is later is greater.
    assert!(text(&by_us["expires_at"]) < text(&by_polar["expires_at"]));
    for session in [&opaque, &signed] {
        assert_eq!(get(shop, "/api/orders", Some(session)).await.status, 403);
    }
    let again = post(shop, "/exchange", Some(&signed)).await;
    assert_eq!(
        (again.status, &again.body["code"]),
        (403, &json!("forbidden"))
    );
    let nobody = post(shop, "/exchange", None).await;
    assert_eq!(
        (nobody.status, &nobody.body["code"]),
        (401, &Value::from("token_missing"))
    );
}

pub(crate) async fn ctrl_c_ends_it_well(shop: Running) {
    let session = token(&shop.address, "ada").await;
    assert_eq!(
        get(&shop.address, "/api/me", Some(&session)).await.status,
        200
    );

    let status = shop.interrupt().await;

    assert!(status.success(), "{status}");
}
