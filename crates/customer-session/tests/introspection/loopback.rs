//! The whole way over real HTTP, on a loopback port.

use customer_session::{
    issuer::SigningKey,
    provider::{
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder, SignedAnswers},
        jwt::Algorithm,
    },
};
use serde_json::json;

use crate::{
    common::{Answer, Asked, MISCONFIGURED, NOW, Server, TOKEN, UNAVAILABLE, refused},
    mint::{key, token_of},
    server::config,
};

/// A server that knows no path, until it is told to.
fn server() -> Server {
    Server::saying(Answer::of(404, "text/plain", ""))
}

fn metadata(server: &Server) -> String {
    let issuer = server.url("");
    json!({"issuer": issuer, "introspection_endpoint": format!("{issuer}/introspect")}).to_string()
}

fn provider(server: &Server) -> IntrospectionProviderBuilder {
    IntrospectionProvider::discover(server.url("")).client_secret_basic("shop", "secret")
}

const METADATA: &str = "/.well-known/openid-configuration";
const OAUTH_METADATA: &str = "/.well-known/oauth-authorization-server";

#[tokio::test]
async fn a_signed_answer_of_a_server_that_was_found_vouches_for_a_session() {
    let server = server();
    server.says_at(OAUTH_METADATA, Answer::json(200, &metadata(&server)));
    let header = r#"{"alg":"ES256","kid":"k","typ":"token-introspection+jwt"}"#;
    let claims = json!({
        "iss": server.url(""), "aud": "shop", "iat": NOW,
        "token_introspection": {"active": true, "sub": "c1"},
    });
    let text = token_of(Algorithm::ES256, header, claims.to_string());
    let kind = "application/token-introspection+jwt";
    server.says_at("/introspect", Answer::of(200, kind, text));
    let key_of_ours = SigningKey::generate(Algorithm::ES256).unwrap();
    let provider = IntrospectionProvider::discover(server.url(""))
        .private_key_jwt("shop", key_of_ours)
        .signed_answers(SignedAnswers::required().key(key(Algorithm::ES256)));
    let (_, config) = config(provider);

    let session = config.verify(TOKEN).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "c1");
    let asked = server.asked();
    let paths: Vec<_> = asked.iter().map(Asked::path).collect();
    assert_eq!(paths, [METADATA, OAUTH_METADATA, "/introspect"]);
}

#[tokio::test]
async fn metadata_are_not_looked_for_where_somebody_redirects_to() {
    let (server, elsewhere) = (server(), server());
    let moved = Answer::of(302, "text/plain", "").with("location", elsewhere.url(METADATA));
    server.says_at(METADATA, moved);
    elsewhere.says_at(METADATA, Answer::json(200, &metadata(&server)));

    let outcome = refused(provider(&server).build().unwrap()).await;

    assert_eq!(outcome, MISCONFIGURED);
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn metadata_that_never_end_are_read_no_further_than_they_may_be() {
    let server = server();
    let long = metadata(&server) + &" ".repeat(8 << 20);
    server.says_at(METADATA, Answer::json(200, &long));

    let (status, reason) = refused(provider(&server).build().unwrap()).await;

    assert_eq!(status, 503, "{reason}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_outage() {
    let (_held, address) = Server::missing();
    let provider = IntrospectionProvider::discover(format!("http://{address}")).bearer("x");

    assert_eq!(refused(provider.build().unwrap()).await, UNAVAILABLE);
}

#[tokio::test]
async fn a_page_of_a_server_that_is_down_is_an_outage_whatever_its_length() {
    let server = Server::saying(Answer::of(502, "text/html", "x".repeat(300 * 1024)));
    let provider = IntrospectionProvider::builder(server.url("/introspect")).bearer("x");

    assert_eq!(refused(provider.build().unwrap()).await, UNAVAILABLE);
}
