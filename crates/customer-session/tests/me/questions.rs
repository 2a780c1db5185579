//! How the server is asked.

use customer_session::{
    Reason,
    provider::me::{Field, MeProvider, MeProviderBuilder},
};
use serde_json::json;

use crate::common::{Answer, Asked, MISCONFIGURED, Server, TOKEN, config, refused, verify};

const GOOD: &str = r#"{"id":"c1"}"#;

fn builder(server: &Server) -> MeProviderBuilder {
    MeProvider::builder(server.url("/me?fields=id")).field(Field::CustomerId, "/id")
}

async fn asked(customize: impl FnOnce(MeProviderBuilder) -> MeProviderBuilder) -> Asked {
    let server = Server::stating(GOOD);
    verify(customize(builder(&server)).build().unwrap())
        .await
        .unwrap();
    server.question()
}

#[tokio::test]
async fn the_token_is_sent_as_it_was_presented_and_never_in_the_address() {
    let asked = asked(|builder| builder).await;

    assert_eq!(asked.line, "GET /me?fields=id HTTP/1.1");
    assert_eq!(
        asked.header("authorization"),
        Some(&*format!("Bearer {TOKEN}"))
    );
    assert_eq!(asked.header("accept"), Some("application/json"));
    assert_eq!(asked.header("cookie"), None);
    assert_eq!(asked.body, "");
}

#[tokio::test]
async fn the_token_stands_where_the_server_wants_it() {
    let header = asked(|builder| builder.token_header("X-Customer-Token")).await;
    assert_eq!(header.header("x-customer-token"), Some(TOKEN));
    assert_eq!(header.header("authorization"), None);

    let plain = asked(|builder| builder.token_header("Authorization")).await;
    assert_eq!(plain.header("authorization"), Some(TOKEN));

    let cookie = asked(|builder| builder.token_cookie("shop_token")).await;
    assert_eq!(
        cookie.header("cookie"),
        Some(&*format!("shop_token={TOKEN}"))
    );
    assert_eq!(cookie.header("authorization"), None);
}

#[tokio::test]
async fn other_headers_and_a_body_go_along() {
    let asked = asked(|builder| {
        builder
            .header("X-Publishable-API-Key", "pk_1")
            .header("x-api-version", "2.3.0")
            .post(json!({"a": [1]}))
    })
    .await;

    assert!(asked.line.starts_with("POST /me"), "{}", asked.line);
    assert_eq!(asked.header("x-publishable-api-key"), Some("pk_1"));
    assert_eq!(asked.header("x-api-version"), Some("2.3.0"));
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.body, r#"{"a":[1]}"#);
}

#[tokio::test]
async fn no_redirect_is_followed_so_that_no_other_server_sees_the_token() {
    let other = Server::stating(GOOD);
    for status in [301, 302, 303, 307, 308] {
        let answer = Answer::json(status, "{}").with("location", other.url("/me"));
        let server = Server::saying(answer);

        assert_eq!(
            refused(builder(&server).build().unwrap()).await,
            MISCONFIGURED
        );
    }
    assert_eq!(other.asked().len(), 0);
}

#[tokio::test]
async fn nothing_is_asked_about_what_can_be_no_token_of_the_server() {
    let server = Server::stating(GOOD);
    let provider = builder(&server).token_cookie("sid").prefix("shop_");
    let (_, config) = config(provider.build().unwrap());

    // A second cookie or header could be made of these.
    for token in ["shop_a; admin=1", "shop_a,b", "shop_a b", "shop_a\r\nx: y"] {
        let rejection = config.verify(token).await.unwrap_err();
        assert_eq!(rejection.reason(), Reason::CredentialsMalformed, "{token}");
    }
    let rejection = config.verify("other_a").await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenUnrecognized);
    assert_eq!(server.asked().len(), 0);
    assert!(config.verify("shop_a+b/c==").await.is_ok());
    assert_eq!(config.stats().upstream_calls, 1);
}
