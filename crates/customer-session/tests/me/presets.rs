//! Servers whose answers are known, on answers of their shape.

use customer_session::{
    Reason,
    danger::AnyTenant,
    provider::me::{MeProvider, MeProviderBuilder},
};

use crate::common::{
    Answer, Asked, DENIED, MISCONFIGURED, Server, UNAVAILABLE, config, refused, verify,
};

/// As Adobe's REST reference shows it, shortened.
const MAGENTO: &str = r#"{"id":7,"group_id":1,"created_at":"2026-01-02 10:00:00","email":"ada@shop.example",
    "firstname":"Ada","lastname":"Lovelace","store_id":1,"website_id":1,"addresses":[],
    "disable_auto_group_change":0,"extension_attributes":{"is_subscribed":false}}"#;

/// As Medusa's API reference shows it, shortened.
const MEDUSA: &str = r#"{"customer":{"id":"cus_1","email":"ada@shop.example","company_name":null,
    "first_name":"Ada","last_name":"Lovelace","addresses":[],"phone":null,"metadata":null,
    "created_at":"2026-01-02T10:00:00.000Z","deleted_at":null,"has_account":true}}"#;

/// As Autumn's API reference shows it, shortened.
const AUTUMN: &str = r#"{"id":"user_1","name":"Ada Lovelace","email":"ada@shop.example",
    "created_at":1771409161016,"fingerprint":null,"stripe_id":"cus_U0","env":"live","metadata":{},
    "subscriptions":[{"plan_id":"pro","status":"active","expires_at":null}],
    "balances":{"messages":{"granted":100,"remaining":0}},"flags":{}}"#;

fn magento(server: &Server) -> MeProviderBuilder {
    MeProvider::magento(server.url("/"))
}

fn medusa(server: &Server) -> MeProviderBuilder {
    MeProvider::medusa(server.url(""), "pk_1")
}

fn autumn(server: &Server) -> MeProviderBuilder {
    MeProvider::autumn(server.url(""), AnyTenant)
}

/// Verifies a token by an answer about Ada, and tells how the server was asked.
async fn ada(preset: fn(&Server) -> MeProviderBuilder, body: &str, id: &str, name: &str) -> Asked {
    let server = Server::stating(body);
    let (_, config) = config(preset(&server).build().unwrap());

    let session = config.verify("am_jwt_a.b.c").await.unwrap();

    let customer = session.customer();
    assert_eq!(customer.id().as_str(), id);
    assert_eq!(customer.provider(), name);
    assert_eq!(customer.email(), Some("ada@shop.example"));
    assert_eq!(customer.name(), Some("Ada Lovelace"));
    server.question()
}

#[tokio::test]
async fn a_shop_of_magento_says_whose_token_it_is() {
    let asked = ada(magento, MAGENTO, "7", "magento").await;

    assert_eq!(asked.line, "GET /rest/V1/customers/me HTTP/1.1");
    assert_eq!(asked.header("authorization"), Some("Bearer am_jwt_a.b.c"));
    // It answers in XML otherwise.
    assert_eq!(asked.header("accept"), Some("application/json"));
}

#[tokio::test]
async fn magento_says_no_in_its_own_ways() {
    let unauthorized = r#"{"message":"The consumer isn't authorized to access %resources.","parameters":{"resources":"self"}}"#;
    let gone = r#"{"message":"No such entity with %fieldName = %fieldValue","parameters":{"fieldName":"customerId","fieldValue":"7"}}"#;
    let no_route = r#"{"message":"Request does not match any route."}"#;
    for (answer, expected) in [
        (Answer::json(401, unauthorized), DENIED),
        (Answer::json(404, gone), DENIED),
        (Answer::json(404, no_route), MISCONFIGURED),
        (Answer::html(403), UNAVAILABLE),
        (Answer::html(503), UNAVAILABLE),
    ] {
        let server = Server::saying(answer);
        assert_eq!(refused(magento(&server).build().unwrap()).await, expected);
    }
}

#[tokio::test]
async fn a_server_of_medusa_says_whose_token_it_is() {
    let asked = ada(medusa, MEDUSA, "cus_1", "medusa").await;

    assert_eq!(asked.line, "GET /store/customers/me HTTP/1.1");
    assert_eq!(asked.header("x-publishable-api-key"), Some("pk_1"));
    assert_eq!(asked.header("authorization"), Some("Bearer am_jwt_a.b.c"));
}

#[tokio::test]
async fn medusa_says_no_in_its_own_ways() {
    let gone = r#"{"type":"not_found","message":"Customer with id: cus_1 was not found"}"#;
    let key = r#"{"type":"not_allowed","message":"A valid publishable key is required to proceed with the request"}"#;
    for (answer, expected) in [
        (Answer::json(401, r#"{"message":"Unauthorized"}"#), DENIED),
        (Answer::of(401, "text/plain", "Unauthorized"), DENIED),
        (Answer::json(404, gone), DENIED),
        (Answer::html(404), MISCONFIGURED),
        (Answer::json(400, key), MISCONFIGURED),
    ] {
        let server = Server::saying(answer);
        assert_eq!(refused(medusa(&server).build().unwrap()).await, expected);
    }
}

#[tokio::test]
async fn a_server_of_autumn_says_whose_token_it_is() {
    let asked = ada(autumn, AUTUMN, "user_1", "autumn").await;

    assert_eq!(asked.line, "POST /v1/customers.get HTTP/1.1");
    assert_eq!(asked.header("x-api-version"), Some("2.3.0"));
    assert_eq!(asked.header("authorization"), Some("Bearer am_jwt_a.b.c"));
    assert_eq!(asked.body, r#"{"customer_id":"self"}"#);
}

#[tokio::test]
async fn autumn_says_no_in_its_own_ways() {
    let refresh = r#"{"message":"Endpoint POST /v1/customers.get is not accessible with this customer token","code":"invalid_request","env":"live"}"#;
    for (answer, expected) in [
        (
            Answer::json(
                401,
                r#"{"message":"Customer token revoked","code":"invalid_request"}"#,
            ),
            DENIED,
        ),
        (Answer::json(403, refresh), DENIED),
        (
            Answer::json(404, r#"{"code":"customer_not_found"}"#),
            DENIED,
        ),
        (Answer::html(403), UNAVAILABLE),
        (
            Answer::json(400, r#"{"code":"invalid_api_version"}"#),
            MISCONFIGURED,
        ),
    ] {
        let server = Server::saying(answer);
        let (_, config) = config(autumn(&server).build().unwrap());
        let rejection = config.verify("am_jwt_a.b.c").await.unwrap_err();
        assert_eq!((rejection.status(), rejection.reason()), expected);
    }
}

#[tokio::test]
async fn customers_of_autumns_sandbox_are_refused_unless_they_are_asked_for() {
    let sandbox = AUTUMN.replace("live", "sandbox");
    let server = Server::stating(&sandbox);
    let (_, live) = config(autumn(&server).build().unwrap());
    let (_, tests) = config(autumn(&server).must_be("/env", "sandbox").build().unwrap());

    let rejection = live.verify("am_jwt_a.b.c").await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::ClaimsRefused);
    assert!(tests.verify("am_jwt_a.b.c").await.is_ok());
}

/// Keys of merchants are no sessions.
#[tokio::test]
async fn only_tokens_of_autumns_customers_are_asked_about() {
    let server = Server::stating(AUTUMN);
    let (_, config) = config(autumn(&server).build().unwrap());

    for token in ["am_sk_live_x", "am_pk_live_x", "eyJ.eyJ.x"] {
        assert!(config.verify(token).await.is_err(), "{token}");
    }
    assert_eq!(server.asked().len(), 0);
}

#[tokio::test]
async fn a_preset_can_be_led_to_a_store_view() {
    let server = Server::stating(MAGENTO);
    let view = MeProvider::magento("https://shop.example")
        .endpoint(server.url("/rest/de/V1/customers/me"));

    verify(view.build().unwrap()).await.unwrap();

    assert_eq!(
        server.question().line,
        "GET /rest/de/V1/customers/me HTTP/1.1"
    );
}
