//! Answers that the server signs (RFC 9701).

use customer_session::{
    Reason,
    provider::{
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder, SignedAnswers},
        jwt::Algorithm,
    },
};
use serde_json::json;

use super::{
    Server,
    opaque::{SECRET, config, refused},
    server::AUDIENCE,
};

/// It finds the endpoint, and the keys.
fn provider(server: &Server, id: &str, answers: SignedAnswers) -> IntrospectionProviderBuilder {
    IntrospectionProvider::discover(&server.issuer)
        .client_secret_basic(id, SECRET)
        .audience(AUDIENCE)
        .signed_answers(answers)
}

#[tokio::test]
async fn a_session_is_good_and_a_strangers_token_denied_by_signed_answers() {
    let server = Server::opaque();
    let token = server.mint(json!({}));
    let signed = || {
        let answers = SignedAnswers::required().algorithms([Algorithm::ES256]);
        provider(&server, "api", answers)
    };

    let session = config(signed()).verify(&token).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "c1");
    assert!(session.has_scope("orders:read"));
    let denied = refused(signed(), "nobodys-token").await;
    assert_eq!(denied, (401, Reason::TokenDenied));
}

#[tokio::test]
async fn an_answer_to_another_client_or_by_another_algorithm_is_none() {
    let server = Server::opaque();
    let token = server.mint(json!({}));

    for answers in [
        SignedAnswers::required().audience("another"),
        SignedAnswers::required().algorithms([Algorithm::RS256]),
    ] {
        let outcome = refused(provider(&server, "api", answers), &token).await;
        assert_eq!(outcome, (503, Reason::IssuerAnswerMalformed));
    }
}

#[tokio::test]
async fn an_encrypted_answer_is_ours_to_mend() {
    let server = Server::opaque();
    let token = server.mint(json!({}));

    let outcome = refused(
        provider(&server, "sealed", SignedAnswers::required()),
        &token,
    )
    .await;

    assert_eq!(outcome, (500, Reason::Misconfigured));
}
