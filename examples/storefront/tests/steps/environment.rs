//! The shop on another Polar than the embedded fake, which the environment names.

use customer_session_test::polar::{
    FakePolar, NewCustomer,
    webhook::{NewWebhook, Secret},
};
use serde_json::{Value, json};

use super::calls::{get, refused, revoke, stats, switch};
use crate::common::{Storefront, post};

pub(crate) async fn another_polar_is_used_if_the_environment_names_one(program: &str) {
    let polar = FakePolar::start().await.expect("a port is free");
    let acme = polar.organization();
    acme.add_customer(
        NewCustomer::individual("ada@shop.example")
            .name("Ada")
            .external_id("ada"),
    );
    let (token, organization, server) = (acme.access_token(), acme.id(), polar.url());
    let shop = Storefront::start(
        program,
        &[
            ("POLAR_ACCESS_TOKEN", &token),
            ("POLAR_ORGANIZATION_ID", &organization),
            ("POLAR_SERVER", &server),
        ],
    )
    .await;

    assert_eq!(
        get(&shop, "/api/me", Some(&shop.token)).await.body["external_id"],
        "ada"
    );
    assert_eq!(polar.verification_calls(), 3);
    assert_eq!(switch(&shop, "down").await, 404);
    assert_eq!(
        post(&shop, "/demo/sessions", json!({ "customer": "mallory" }))
            .await
            .0,
        404
    );
    assert_eq!(
        post(&shop, "/demo/sessions", json!({ "customer": "bo" }))
            .await
            .0,
        404
    );
    let (status, text) = refused(&shop, "/demo/customers/ada/delete", &Value::Null).await;
    assert_eq!((status, text.contains("embedded fake")), (404, true));
    assert_eq!(
        revoke(&shop, "bo").await.0,
        404,
        "bo never signed in, and is not known"
    );
    assert_eq!(revoke(&shop, "ada").await.0, 204);
    assert_eq!(get(&shop, "/api/me", Some(&shop.token)).await.status, 401);
    assert_eq!(
        post(&shop, "/webhooks/polar", json!({})).await.0,
        404,
        "no secret, no webhook"
    );
}

pub(crate) async fn another_polars_webhooks_are_taken_if_the_environment_has_their_secret(
    program: &str,
) {
    let polar = FakePolar::start().await.expect("a port is free");
    let acme = polar.organization();
    let ada = acme.add_customer(NewCustomer::individual("ada@shop.example").external_id("ada"));
    let (token, organization, server) = (acme.access_token(), acme.id(), polar.url());
    let secret = Secret::standard();
    let shop = Storefront::start(
        program,
        &[
            ("POLAR_ACCESS_TOKEN", &token),
            ("POLAR_ORGANIZATION_ID", &organization),
            ("POLAR_SERVER", &server),
            ("POLAR_WEBHOOK_SECRET", secret.expose()),
        ],
    )
    .await;
    let url = format!("{}/webhooks/polar", shop.address);
    acme.add_webhook(NewWebhook::new(url).secret(secret))
        .expect("the address is one");
    assert_eq!(get(&shop, "/api/me", Some(&shop.token)).await.status, 200);

    ada.delete();
    polar.webhooks().attempted().await;

    assert_eq!(get(&shop, "/api/me", Some(&shop.token)).await.status, 401);
    assert_eq!(
        stats(&shop).await["rejected"],
        json!({ "session_ended": 1 })
    );
}

pub(crate) async fn half_of_the_environment_is_an_error_that_names_the_rest(program: &str) {
    let output = tokio::process::Command::new(program)
        .env_remove("POLAR_ACCESS_TOKEN")
        .env_remove("POLAR_ORGANIZATION_ID")
        .env_remove("POLAR_WEBHOOK_SECRET")
        .env("POLAR_SERVER", "sandbox")
        .env("PORT", "0")
        .output()
        .await
        .expect("cargo built it");

    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("POLAR_ORGANIZATION_ID"));
}
