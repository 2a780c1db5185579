//! The endpoint is where the server's metadata say.

use customer_session::{
    Reason,
    provider::{
        Readiness,
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder},
    },
};
use serde_json::json;

use super::{
    Server,
    opaque::{SECRET, config, refused},
};

fn provider(issuer: &str) -> IntrospectionProviderBuilder {
    IntrospectionProvider::discover(issuer).client_secret_basic("api", SECRET)
}

#[tokio::test]
async fn a_server_is_asked_where_it_says_and_its_answers_are_its_own() {
    let server = Server::opaque();
    let (one, other) = (server.mint(json!({})), server.mint(json!({})));
    let config = config(provider(&server.issuer));

    let session = config.verify(&one).await.unwrap();
    assert_eq!(session.customer().id().as_str(), "c1");
    assert!(config.verify(&other).await.is_ok());

    assert_eq!(config.stats().upstream_calls, 3);
    assert_eq!(config.readiness()["introspection"], Readiness::Ready);
}

#[tokio::test]
async fn a_server_that_is_called_otherwise_is_not_asked() {
    let server = Server::opaque();
    let token = server.mint(json!({}));
    let otherwise = server.issuer.replace("127.0.0.1", "localhost");

    for issuer in [otherwise, format!("{}/", server.issuer)] {
        let outcome = refused(provider(&issuer), &token).await;
        assert_eq!(outcome, (500, Reason::Misconfigured), "{issuer}");
    }
}

#[tokio::test]
async fn a_server_whose_tokens_say_all_offers_no_such_endpoint() {
    let server = Server::start("ES256", &Server::keys(&["ES256"]));
    let token = server.token().await;

    let outcome = refused(provider(&server.issuer), &token).await;

    assert_eq!(outcome, (503, Reason::IssuerAnswerMalformed));
}

#[tokio::test]
async fn a_server_that_is_gone_is_an_outage() {
    let server = Server::opaque();
    let token = server.mint(json!({}));
    server.stop();

    let outcome = refused(provider(&server.issuer), &token).await;

    assert_eq!(outcome, (503, Reason::IssuerUnavailable));
}
