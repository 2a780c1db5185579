//! The shop on another Polar than the embedded fake, which the environment names.

use customer_session_test::polar::{
    Demo, FakePolar, NewCustomer,
    webhook::{NewWebhook, Secret},
};
use serde_json::{Value, json};

use super::calls::{get, mint, refused, revoke, stats, switch};
use crate::common::{Storefront, curl, post};

/// A storefront on the first organization of this Polar.
async fn of(polar: &FakePolar, program: &str, beside: &[(&str, &str)]) -> Storefront {
    let acme = polar.organization();
    let (token, organization, server) = (acme.access_token(), acme.id(), polar.url());
    let mut environment = vec![
        ("POLAR_ACCESS_TOKEN", &*token),
        ("POLAR_ORGANIZATION_ID", &*organization),
        ("POLAR_SERVER", &*server),
    ];
    environment.extend_from_slice(beside);
    Storefront::start(program, &environment).await
}

pub(crate) async fn another_polar_is_used_if_the_environment_names_one(program: &str) {
    let polar = FakePolar::start().await.expect("a port is free");
    let acme = polar.organization();
    acme.add_customer(
        NewCustomer::individual("ada@shop.example")
            .name("Ada")
            .external_id("ada"),
    );
    let shop = of(&polar, program, &[]).await;

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
    let secret = Secret::standard();
    let shop = of(
        &polar,
        program,
        &[("POLAR_WEBHOOK_SECRET", secret.expose())],
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

/// As the documents say: with what `fake-polar` exports, which is this demo.
pub(crate) async fn on_the_documented_fake_ada_owns_her_account_and_bo_is_a_member(program: &str) {
    let demo = Demo::start(FakePolar::builder()).await;
    let demo = demo.expect("a port is free");
    let shop = of(demo.polar(), program, &[]).await;

    for (customer, external_id, name, role) in [
        ("ada", "ada", "Ada", "owner"),
        ("bo", "bo-team", "Bo", "member"),
    ] {
        let session = mint(&shop, customer).await;
        let me = get(&shop, "/api/me", Some(&session)).await.body;

        assert_eq!(me["external_id"], external_id);
        assert_eq!(me["member"]["name"], name, "{me}");
        assert_eq!(me["member"]["role"], role);
    }
}

pub(crate) async fn who_is_not_at_the_other_polar_is_named_with_what_to_create_there(
    program: &str,
) {
    let polar = FakePolar::start().await.expect("a port is free");
    let shop = of(&polar, program, &[]).await;
    let printed = shop.printed.join("\n");

    for (customer, mend) in [
        ("ada", "create a customer with the external id `ada`"),
        ("bo", "a member whose external id is `bo`"),
        ("mallory", "choose one of ada, bo"),
    ] {
        let (status, text) =
            refused(&shop, "/demo/sessions", &json!({ "customer": customer })).await;

        assert_eq!(status, 404, "{customer}");
        assert!(text.contains(mend), "{text}");
    }
    assert_eq!(shop.token, "");
    assert!(
        printed.contains("create a customer with the external id `ada`"),
        "{printed}"
    );
    assert!(
        !printed.contains("/delete"),
        "nobody can be deleted there: {printed}"
    );

    let ada = NewCustomer::individual("ada@shop.example").external_id("ada");
    polar.organization().add_customer(ada);
    let sign_in = shop
        .printed
        .iter()
        .find(|line| line.contains("/demo/sessions"));
    let sign_in = sign_in.expect("it is printed").split("    #").next();
    let created = curl::request(sign_in.expect("there is a first part"), |_| String::new());
    assert_eq!(created.send().await.expect("the shop is up").status(), 201);
}
