//! What a newcomer sees, whichever framework the shop is made with: the tests of the one for
//! actix-web are these too.

use customer_session_test::polar::{
    FakePolar, NewCustomer,
    webhook::{NewWebhook, Secret},
};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::common::{Storefront, post};

/// One test for each of the steps, on this program.
macro_rules! every_step {
    ($program:expr) => {
        steps::every_step! { $program;
            the_printed_token_is_adas_and_costs_three_calls_once,
            bo_acts_for_a_team_and_mallory_is_not_our_customer,
            a_greeting_needs_no_token_but_refuses_a_bad_one,
            whatever_polar_does_a_warm_session_goes_on_and_a_cold_one_is_not_called_bad,
            signing_out_ends_one_session_and_no_other,
            revoking_ends_every_session_of_a_customer_until_the_next_sign_in,
            a_deleted_customer_is_signed_out_at_once_and_comes_back_as_another,
            a_name_that_nobody_has_is_answered_with_those_that_there_are,
            an_event_that_polar_did_not_sign_ends_nothing,
            an_issuer_that_keeps_failing_is_left_alone_and_the_numbers_say_so,
            another_polar_is_used_if_the_environment_names_one,
            another_polars_webhooks_are_taken_if_the_environment_has_their_secret,
            half_of_the_environment_is_an_error_that_names_the_rest,
            the_page_and_the_refusals_are_what_they_say_they_are,
        }
    };
    ($program:expr; $($step:ident,)*) => {
        $(
            #[tokio::test]
            async fn $step() {
                steps::$step($program).await;
            }
        )*
    };
}
pub(crate) use every_step;

struct Answer {
    status: u16,
    retry_after: Option<String>,
    body: Value,
}

async fn get(shop: &Storefront, path: &str, token: Option<&str>) -> Answer {
    let mut request = reqwest::Client::new().get(format!("{}{path}", shop.address));
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, format!("Bearer {token}"));
    }
    let answer = request.send().await.expect("the shop is up");
    Answer {
        status: answer.status().as_u16(),
        retry_after: answer
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().expect("it is text").to_owned()),
        body: {
            let text = answer.text().await.expect("it has a body");
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        },
    }
}

async fn mint(shop: &Storefront, customer: &str) -> String {
    let (status, session) = post(shop, "/demo/sessions", json!({ "customer": customer })).await;
    assert_eq!(status, 201, "{session}");
    assert!(
        session["expires_at"]
            .as_str()
            .expect("it is a time")
            .ends_with('Z')
    );
    session["token"].as_str().expect("it is text").to_owned()
}

async fn switch(shop: &Storefront, mode: &str) -> u16 {
    post(shop, "/demo/polar", json!({ "mode": mode })).await.0
}

async fn revoke(shop: &Storefront, customer: &str) -> (u16, Value) {
    post(shop, "/demo/revoke", json!({ "customer": customer })).await
}

async fn sign_out(shop: &Storefront, token: &str) -> u16 {
    let request = reqwest::Client::new()
        .post(format!("{}/api/logout", shop.address))
        .header(AUTHORIZATION, format!("Bearer {token}"));
    request
        .send()
        .await
        .expect("the shop is up")
        .status()
        .as_u16()
}

/// Sends JSON and returns the status and the text of the answer.
async fn refused(shop: &Storefront, path: &str, body: &Value) -> (u16, String) {
    let request = reqwest::Client::new()
        .post(format!("{}{path}", shop.address))
        .json(body);
    let answer = request.send().await.expect("the shop is up");
    let status = answer.status().as_u16();
    (status, answer.text().await.expect("it has a body"))
}

async fn stats(shop: &Storefront) -> Value {
    get(shop, "/demo/stats", None).await.body
}

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

pub(crate) async fn whatever_polar_does_a_warm_session_goes_on_and_a_cold_one_is_not_called_bad(
    program: &str,
) {
    let shop = Storefront::start(program, &[]).await;
    assert_eq!(get(&shop, "/api/me", Some(&shop.token)).await.status, 200);

    let modes = [
        ("down", 503, Some("5"), "issuer_unavailable"),
        ("slow", 503, Some("5"), "issuer_timeout"),
        ("rate_limited", 429, Some("60"), "rate_limited"),
        ("broken", 503, Some("5"), "issuer_answer_malformed"),
    ];
    for (mode, status, retry_after, reason) in modes {
        assert_eq!(switch(&shop, mode).await, 204, "{mode}");
        let cold = mint(&shop, "ada").await;
        let refused = get(&shop, "/api/me", Some(&cold)).await;

        assert_eq!(
            (refused.status, refused.retry_after.as_deref()),
            (status, retry_after),
            "{mode}"
        );
        assert_eq!(stats(&shop).await["rejected"][reason], 1, "{mode}");
        assert_eq!(
            get(&shop, "/api/me", Some(&shop.token)).await.status,
            200,
            "{mode}"
        );

        assert_eq!(switch(&shop, "up").await, 204);
        assert_eq!(
            get(&shop, "/api/me", Some(&cold)).await.status,
            200,
            "after {mode}"
        );
    }
    assert_eq!(switch(&shop, "sideways").await, 422);
}

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

pub(crate) async fn a_name_that_nobody_has_is_answered_with_those_that_there_are(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let hugo = json!({ "customer": "hugo" });

    for (path, body, known) in [
        ("/demo/sessions", &hugo, "ada, bo, mallory"),
        ("/demo/revoke", &hugo, "ada, bo, mallory"),
        ("/demo/customers/hugo/delete", &Value::Null, "ada, bo\n"),
    ] {
        let (status, text) = refused(&shop, path, body).await;

        assert_eq!(status, 404, "{path}");
        assert!(text.contains("hugo") && text.contains(known), "{text}");
    }
}

pub(crate) async fn an_event_that_polar_did_not_sign_ends_nothing(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let me = get(&shop, "/api/me", Some(&shop.token)).await;
    let forged = json!({ "type": "customer.deleted", "data": { "id": me.body["id"] } });

    assert_eq!(post(&shop, "/webhooks/polar", forged).await.0, 401);

    assert_eq!(get(&shop, "/api/me", Some(&shop.token)).await.status, 200);
}

pub(crate) async fn an_issuer_that_keeps_failing_is_left_alone_and_the_numbers_say_so(
    program: &str,
) {
    let shop = Storefront::start(program, &[]).await;
    assert_eq!(switch(&shop, "down").await, 204);

    for _ in 0..5 {
        let cold = mint(&shop, "ada").await;
        assert_eq!(get(&shop, "/api/me", Some(&cold)).await.status, 503);
    }

    assert_eq!(stats(&shop).await["breaker"], json!({ "polar": "open" }));
}

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

/// Status and type of the content are the same whatever answers them.
pub(crate) async fn the_page_and_the_refusals_are_what_they_say_they_are(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let ask = async |method: &str, path: &str, body: &Value| {
        let url = format!("{}{path}", shop.address);
        let request = match method {
            "GET" => reqwest::Client::new().get(url),
            _ => reqwest::Client::new().post(url).json(body),
        };
        let answer = request.send().await.expect("the shop is up");
        let kind = answer.headers().get(CONTENT_TYPE);
        let kind = kind.map(|kind| kind.to_str().expect("it is text").to_owned());
        (answer.status().as_u16(), kind.unwrap_or_default())
    };
    let (html, json, text) = (
        "text/html; charset=utf-8",
        "application/json",
        "text/plain; charset=utf-8",
    );

    for (method, path, body, status, kind) in [
        ("GET", "/", Value::Null, 200, html),
        ("GET", "/healthz", Value::Null, 200, text),
        ("GET", "/api/greeting", Value::Null, 200, text),
        (
            "GET",
            "/api/me",
            Value::Null,
            401,
            "application/problem+json",
        ),
        ("GET", "/demo/stats", Value::Null, 200, json),
        (
            "POST",
            "/demo/sessions",
            json!({ "customer": "ada" }),
            201,
            json,
        ),
        (
            "POST",
            "/demo/sessions",
            json!({ "customer": "hugo" }),
            404,
            text,
        ),
        (
            "POST",
            "/demo/polar",
            json!({ "mode": "sideways" }),
            422,
            text,
        ),
        ("POST", "/demo/polar", json!({ "mode": "up" }), 204, ""),
        ("POST", "/healthz", Value::Null, 405, ""),
        ("GET", "/nowhere", Value::Null, 404, ""),
    ] {
        assert_eq!(
            ask(method, path, &body).await,
            (status, kind.to_owned()),
            "{method} {path}"
        );
    }
}
