//! Answers that the server signs (RFC 9701).

mod keys;
mod refused;

use std::time::Duration;

use aws_lc_rs::signature::KeyPair as _;
use customer_session::{
    CustomerSessionConfig, Reason,
    provider::{
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder, SignedAnswers},
        jwt::{Algorithm, JwtKey},
    },
    upstream::HttpAnswer,
};
use serde_json::{Value, json};

use crate::{
    common::{NOW, TOKEN},
    mint::{P256, b64, key, sign, spki, token_of},
    server::{self, Server, config, readiness},
    site::{ISSUER, KEYS, METADATA, PLACE, Site, metadata},
};

const SIGNED: &str = "application/token-introspection+jwt";

/// The claims of a good answer.
fn claims() -> Value {
    json!({
        "iss": ISSUER,
        "aud": "shop",
        "iat": NOW,
        "token_introspection": {"active": true, "sub": "c1"},
    })
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[name] = value.into();
    claims
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn header() -> Value {
    json!({"alg": "ES256", "kid": "k", "typ": "token-introspection+jwt"})
}

fn answer(text: impl Into<String>) -> HttpAnswer {
    HttpAnswer::new(200, text.into()).with_header("content-type", SIGNED)
}

fn signed_with(header: &Value, claims: &Value) -> HttpAnswer {
    answer(token_of(
        Algorithm::ES256,
        &header.to_string(),
        claims.to_string(),
    ))
}

fn signed(claims: &Value) -> HttpAnswer {
    signed_with(&header(), claims)
}

fn settings() -> SignedAnswers {
    SignedAnswers::required().key(key(Algorithm::ES256))
}

fn provider(server: &Server) -> IntrospectionProviderBuilder {
    server.builder().issuer(ISSUER)
}

fn engine(answer: HttpAnswer) -> (Server, CustomerSessionConfig) {
    let server = Server::saying(answer);
    let (_, config) = config(provider(&server).signed_answers(settings()));
    (server, config)
}

/// Who a token's customer is by this answer, or why there is none.
async fn outcome(answer: HttpAnswer) -> Result<String, (u16, Reason)> {
    let (_, config) = engine(answer);
    match config.verify(TOKEN).await {
        Ok(session) => Ok(session.customer().id().to_string()),
        Err(rejection) => Err((rejection.status(), rejection.reason())),
    }
}

const MALFORMED: Result<String, (u16, Reason)> = Err((503, Reason::IssuerAnswerMalformed));

#[tokio::test]
async fn a_signed_answer_is_asked_for_and_taken() {
    let (server, config) = engine(signed(&claims()));

    let session = config.verify(TOKEN).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "c1");
    let accept = ("accept", SIGNED.to_owned());
    assert!(server.questions()[0].headers.contains(&accept));
}

#[tokio::test]
async fn the_servers_no_is_a_denial_when_it_is_signed() {
    let no = signed(&with("token_introspection", json!({"active": false})));

    assert_eq!(outcome(no).await, Err((401, Reason::TokenDenied)));
}

/// RFC 9701 §5: they would be the answer's own.
#[tokio::test]
async fn nothing_beside_the_answer_is_about_the_token() {
    let mut claims = with("sub", "mallory");
    claims["active"] = json!(true);
    claims["exp"] = json!(NOW + 60);
    assert_eq!(outcome(signed(&claims)).await, Ok("c1".to_owned()));

    claims["token_introspection"] = json!({"active": true});
    let nobody = outcome(signed(&claims)).await;
    assert_eq!(nobody, Err((401, Reason::ClaimsMissing)));

    claims["token_introspection"] = json!({"active": true, "sub": "c1", "exp": NOW});
    let over = outcome(signed(&claims)).await;
    assert_eq!(over, Err((401, Reason::TokenExpired)));

    claims["token_introspection"] = json!({"sub": "c1"});
    assert_eq!(outcome(signed(&claims)).await, MALFORMED);
}

/// What was found out is not remembered, and says nothing against the customer: once the server
/// answers well, the session is good.
#[tokio::test]
async fn plain_json_is_no_answer_where_a_signed_one_is_required() {
    for body in [r#"{"active":false}"#, r#"{"active":true,"sub":"mallory"}"#] {
        let plain = server::json(200, body);
        let (server, config) = engine(plain);

        let rejection = config.verify(TOKEN).await.unwrap_err();
        assert_eq!(
            (rejection.status(), rejection.reason()),
            (503, Reason::IssuerAnswerMalformed)
        );

        server.now_says(signed(&claims()));
        assert!(config.verify(TOKEN).await.is_ok());
    }
}

#[tokio::test]
async fn both_forms_are_taken_where_signed_ones_are_only_preferred() {
    for (answer, expected) in [
        (signed(&claims()), Ok("c1")),
        (server::json(200, r#"{"active":true,"sub":"c2"}"#), Ok("c2")),
        (
            server::json(200, r#"{"active":false}"#),
            Err(Reason::TokenDenied),
        ),
        // One that says that it is signed, and is not.
        (answer("e30.e30.e30"), Err(Reason::IssuerAnswerMalformed)),
    ] {
        let server = Server::saying(answer);
        let settings = SignedAnswers::preferred().key(key(Algorithm::ES256));
        let (_, config) = config(provider(&server).signed_answers(settings));

        let outcome = config.verify(TOKEN).await;

        let outcome = outcome.map(|session| session.customer().id().to_string());
        let outcome = outcome.map_err(|rejection| rejection.reason());
        assert_eq!(outcome, expected.map(str::to_owned));
        let accept = "application/token-introspection+jwt, application/json;q=0.5";
        let headers = &server.questions()[0].headers;
        assert!(headers.contains(&("accept", accept.to_owned())));
    }
}

#[tokio::test]
async fn an_answer_may_be_for_the_resource_or_for_whom_is_said() {
    for (customize, expected) in [
        (None, false),
        (Some("shop"), false),
        (Some("https://api.shop.example"), true),
    ] {
        let server = Server::saying(signed(&with("aud", "https://api.shop.example")));
        let settings = customize.map_or_else(settings, |one| settings().audience(one));
        let (_, config) = config(provider(&server).signed_answers(settings));
        assert_eq!(
            config.verify(TOKEN).await.is_ok(),
            expected,
            "{customize:?}"
        );
    }
    let mut claims = with("aud", "https://api.shop.example");
    claims["token_introspection"]["aud"] = json!("https://api.shop.example");
    let server = Server::saying(signed(&claims));
    let audience = provider(&server).audience("https://api.shop.example");
    let (_, config) = config(audience.signed_answers(settings()));
    assert!(config.verify(TOKEN).await.is_ok());
}

#[tokio::test]
async fn nothing_of_an_answer_is_printed() {
    use std::error::Error as _;

    let mut canary = with("aud", "canary-aud");
    canary["token_introspection"]["email"] = json!("canary@shop.example");
    for answer in [
        signed(&canary),
        signed(&with("iss", "canary")),
        answer("canary"),
    ] {
        let (_, config) = engine(answer);
        let rejection = config.verify(TOKEN).await.unwrap_err();
        let mut printed = format!("{rejection} {rejection:?} {config:?}");
        let mut source = rejection.source();
        while let Some(error) = source {
            printed.push_str(&format!(" {error} {error:?}"));
            source = error.source();
        }
        assert!(!printed.contains("canary"), "{printed}");
    }
}
