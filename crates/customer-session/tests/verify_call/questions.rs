//! How the issuer is asked.

use customer_session::{
    provider::{
        SessionProvider,
        verify_call::{Field, VerifyCallProvider, VerifyCallProviderBuilder},
    },
    token::SessionToken,
};
use serde_json::json;

use crate::common::{Answer, Asked, MISCONFIGURED, Server, config, refused};

const GOOD: &str = r#"{"id":"c1"}"#;

fn builder(server: &Server) -> VerifyCallProviderBuilder {
    VerifyCallProvider::builder(server.url("/verify")).field(Field::CustomerId, "/id")
}

async fn asked(
    token: &str,
    customize: impl FnOnce(VerifyCallProviderBuilder) -> VerifyCallProviderBuilder,
) -> Asked {
    let server = Server::stating(GOOD);
    let (_, config) = config(customize(builder(&server)).build().unwrap());
    config.verify(token).await.unwrap();
    server.question()
}

#[tokio::test]
async fn the_token_is_a_member_of_the_json_and_the_secret_a_header() {
    let asked = asked("a+b/c==", |builder| {
        builder
            .bearer("ours")
            .token_in_json("session_token")
            .member("credits", json!({"cost": 0}))
    })
    .await;

    assert_eq!(asked.line, "POST /verify HTTP/1.1");
    assert_eq!(asked.header("authorization"), Some("Bearer ours"));
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("accept"), Some("application/json"));
    let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(
        body,
        json!({"session_token": "a+b/c==", "credits": {"cost": 0}})
    );
}

#[tokio::test]
async fn a_token_is_text_in_the_json_whatever_stands_in_it() {
    let server = Server::stating(GOOD);
    let provider = builder(&server).bearer("ours").token_in_json("token");
    let token = SessionToken::new(r#"a","admin":true,"b":"\"#);

    // The engine lets no such token through.
    let facts = provider.build().unwrap().verify(&token).await.unwrap();

    assert_eq!(facts.customer_id.as_str(), "c1");
    let body: serde_json::Value = serde_json::from_str(&server.question().body).unwrap();
    assert_eq!(body, json!({"token": token.expose()}));
}

#[tokio::test]
async fn the_token_is_a_field_of_a_form_where_the_issuer_wants_it_so() {
    let asked = asked("a+b/c==", |builder| {
        builder
            .basic("id", "50%+1: ü")
            .token_in_form("token")
            .member("kind", "a b")
    })
    .await;

    assert_eq!(
        asked.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(asked.body, "token=a%2Bb%2Fc%3D%3D&kind=a+b");
    // printf '%s' 'id:50%+1: ü' | base64
    assert_eq!(
        asked.header("authorization"),
        Some("Basic aWQ6NTAlKzE6IMO8")
    );
}

#[tokio::test]
async fn the_secret_can_be_a_header_of_its_own() {
    let asked = asked("a", |builder| {
        builder.header("X-API-Key", "ours").token_in_json("token")
    })
    .await;

    assert_eq!(asked.header("x-api-key"), Some("ours"));
    assert_eq!(asked.header("authorization"), None);
}

#[tokio::test]
async fn no_redirect_is_followed_so_that_no_other_server_sees_the_secret() {
    let other = Server::stating(GOOD);
    let answer = Answer::json(307, "{}").with("location", other.url("/verify"));
    let server = Server::saying(answer);
    let provider = builder(&server).bearer("ours").token_in_json("token");

    assert_eq!(refused(provider.build().unwrap()).await, MISCONFIGURED);
    assert_eq!(other.asked().len(), 0);
}

#[tokio::test]
async fn only_tokens_with_its_prefix_are_asked_about() {
    let server = Server::stating(GOOD);
    let provider = builder(&server)
        .bearer("ours")
        .token_in_json("token")
        .prefix("key_");
    let (_, config) = config(provider.build().unwrap());

    assert!(config.verify("other_1").await.is_err());
    assert_eq!(server.asked().len(), 0);
    assert!(config.verify("key_1").await.is_ok());
    assert_eq!(config.stats().upstream_calls, 1);
}
