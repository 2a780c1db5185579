//! How the server is asked.

use customer_session::upstream::HttpRequest;
use secrecy::ExposeSecret;

use crate::{
    common::TOKEN,
    server::{ENDPOINT, Server, config},
};
use customer_session::provider::introspection::IntrospectionProviderBuilder;

async fn asked(
    token: &str,
    customize: impl FnOnce(IntrospectionProviderBuilder) -> IntrospectionProviderBuilder,
) -> HttpRequest {
    let server = Server::stating(r#"{"active":true,"sub":"c1"}"#);
    let (_, config) = config(customize(server.unknown()));

    config.verify(token).await.unwrap();

    let mut questions = server.questions();
    assert_eq!(questions.len(), 1);
    questions.remove(0)
}

fn header(request: &HttpRequest) -> Option<&str> {
    request
        .authorization
        .as_ref()
        .map(ExposeSecret::expose_secret)
}

#[tokio::test]
async fn a_token_travels_in_a_form_and_never_in_the_address() {
    let request = asked("a+b/c==", |builder| builder.bearer("ours")).await;

    assert_eq!(request.method, "POST");
    assert_eq!(request.url.as_str(), ENDPOINT);
    assert_eq!(request.body.as_deref(), Some(&b"token=a%2Bb%2Fc%3D%3D"[..]));
    assert_eq!(
        request.headers,
        [
            ("content-type", "application/x-www-form-urlencoded".into()),
            ("accept", "application/json".into()),
        ]
    );
    assert_eq!(header(&request), Some("Bearer ours"));
}

/// `printf '%s' 'shop%3A1:50%25%2B1%3Ax+y' | base64`
#[tokio::test]
async fn id_and_secret_are_form_encoded_in_the_header() {
    let request = asked(TOKEN, |builder| {
        builder.client_secret_basic("shop:1", "50%+1:x y")
    })
    .await;

    let expected = "Basic c2hvcCUzQTE6NTAlMjUlMkIxJTNBeCt5";
    assert_eq!(header(&request), Some(expected));
    let form = format!("token={TOKEN}");
    assert_eq!(request.body.as_deref(), Some(form.as_bytes()));
}

#[tokio::test]
async fn id_and_secret_stand_in_the_form_where_the_server_wants_them_there() {
    let request = asked(TOKEN, |builder| {
        builder.client_secret_post("shop:1", "50%+1:x&y")
    })
    .await;

    let form = format!("token={TOKEN}&client_id=shop%3A1&client_secret=50%25%2B1%3Ax%26y");
    assert_eq!(request.body.as_deref(), Some(form.as_bytes()));
    assert_eq!(header(&request), None);
}

#[tokio::test]
async fn a_hint_is_sent_along() {
    let request = asked(TOKEN, |builder| {
        builder.bearer("ours").token_type_hint("access_token")
    })
    .await;

    let form = format!("token={TOKEN}&token_type_hint=access_token");
    assert_eq!(request.body.as_deref(), Some(form.as_bytes()));
}

#[tokio::test]
async fn only_tokens_with_its_prefix_are_asked_about() {
    let server = Server::stating(r#"{"active":true,"sub":"c1"}"#);
    let (_, config) = config(server.builder().prefix("shop_").prefix("store_"));

    assert!(config.verify("other_1").await.is_err());
    assert_eq!(server.questions().len(), 0);
    assert!(config.verify("store_1").await.is_ok());
    assert_eq!(config.stats().upstream_calls, 1);
}
