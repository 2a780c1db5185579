//! Another server, of another school: its answers state neither `sub` nor `iat`, `iss` or
//! `token_type`, and it refuses its clients with 403.

use std::time::Duration;

use customer_session::{
    Reason,
    provider::{
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder, SignedAnswers},
        jwt::JwtKey,
    },
};
use reqwest::Client;
use serde_json::{Value, json};

use super::{
    Tool,
    opaque::{config, refused},
    server::config_with,
};

const SECRET: &str = "50%+1: of & the = tests";

struct Django {
    tool: Tool,
    issuer: String,
}

impl Django {
    fn start() -> Self {
        let tool = Tool::oauth_python();
        let answer = tool.ask(&json!({"start": {"id": "api", "secret": SECRET}}));
        let issuer = answer["issuer"].as_str().unwrap().to_owned();
        Self { tool, issuer }
    }

    fn mint(&self, wish: Value) -> String {
        let mut whole = json!({"scope": "orders:read", "seconds": 3600, "user": "ada"});
        if let (Some(whole), Value::Object(wish)) = (whole.as_object_mut(), wish) {
            whole.extend(wish);
        }
        let answer = self.tool.ask(&json!({ "mint": whole }));
        answer["token"].as_str().unwrap().to_owned()
    }

    fn unknown(&self) -> IntrospectionProviderBuilder {
        IntrospectionProvider::discover(&self.issuer)
    }

    fn provider(&self) -> IntrospectionProviderBuilder {
        self.unknown().client_secret_basic("api", SECRET)
    }

    async fn revoke(&self, token: &str) {
        let request = Client::new()
            .post(format!("{}/o/revoke_token/", self.issuer))
            .header("content-type", "application/x-www-form-urlencoded")
            .basic_auth("api", Some("50%25%2B1%3A+of+%26+the+%3D+tests"))
            .body(format!("token={token}"));
        assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
    }
}

/// It has no `openid-configuration`, and so is found where RFC 8414 §3 says.
#[tokio::test]
async fn a_session_is_the_users_whose_name_alone_is_stated() {
    let server = Django::start();
    let token = server.mint(json!({}));

    for provider in [
        server.provider(),
        server.unknown().client_secret_post("api", SECRET),
        server
            .unknown()
            .bearer(server.mint(json!({"scope": "introspection"}))),
    ] {
        let session = config(provider).verify(&token).await.unwrap();

        assert_eq!(session.customer().id().as_str(), "ada");
        assert!(session.has_scope("orders:read") && !session.has_scope("orders:write"));
        assert!(session.expires_at().is_some() && session.issued_at().is_none());
    }
}

#[tokio::test]
async fn a_token_that_a_client_got_for_itself_is_nobodys() {
    let server = Django::start();
    let token = server.mint(json!({"user": null}));

    let outcome = refused(server.provider(), &token).await;

    assert_eq!(outcome, (401, Reason::ClaimsMissing));
}

#[tokio::test]
async fn what_is_unknown_revoked_or_over_is_denied() {
    let server = Django::start();
    let (revoked, over) = (server.mint(json!({})), server.mint(json!({})));
    let (clock, config) = config_with(server.provider().build().unwrap());
    assert!(config.verify(&revoked).await.is_ok() && config.verify(&over).await.is_ok());

    server.revoke(&revoked).await;
    server.tool.ask(&json!({ "expire": over }));

    for token in [revoked.as_str(), over.as_str(), "nobodys-token"] {
        let outcome = refused(server.provider(), token).await;
        assert_eq!(outcome, (401, Reason::TokenDenied), "{token}");
    }
    clock.advance(Duration::from_secs(61));
    for token in [&revoked, &over] {
        let rejection = config.verify(token).await.unwrap_err();
        assert_eq!(rejection.reason(), Reason::TokenDenied);
    }
}

#[tokio::test]
async fn a_client_that_the_server_does_not_know_is_our_fault_and_nobody_elses() {
    let server = Django::start();
    let token = server.mint(json!({}));

    for provider in [
        server
            .unknown()
            .client_secret_basic("api", "another secret"),
        server.unknown().client_secret_basic("nobody", SECRET),
        server.unknown().client_secret_post("api", "another secret"),
        server.unknown().bearer("nobodys-token"),
        // One that may do other things.
        server.unknown().bearer(server.mint(json!({}))),
    ] {
        let outcome = refused(provider, &token).await;
        assert_eq!(outcome, (500, Reason::CredentialsRefused));
    }
}

/// The server writes plain JSON, whatever is asked for (RFC 9701 §8).
#[tokio::test]
async fn a_plain_answer_vouches_for_nobody_where_signed_ones_are_required() {
    let server = Django::start();
    let token = server.mint(json!({}));
    let any_key = || JwtKey::jwk(ANY_KEY).unwrap();
    let required = || SignedAnswers::required().key(any_key());

    for token in [token.as_str(), "nobodys-token"] {
        let outcome = refused(server.provider().signed_answers(required()), token).await;
        assert_eq!(outcome, (503, Reason::IssuerAnswerMalformed));
    }
    let preferred = SignedAnswers::preferred().key(any_key());
    let preferred = config(server.provider().signed_answers(preferred));
    assert!(preferred.verify(&token).await.is_ok());
}

/// That of RFC 8037, appendix A.2.
const ANY_KEY: &str =
    r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

#[tokio::test]
async fn what_must_be_stated_and_is_not_vouches_for_nobody() {
    let server = Django::start();
    let token = server.mint(json!({}));

    let audience = refused(server.provider().audience("api"), &token).await;
    assert_eq!(audience, (401, Reason::ClaimsMissing));
    let scope = refused(server.provider().required_scope("orders:write"), &token).await;
    assert_eq!(scope, (401, Reason::ClaimsRefused));
    let party = config(server.provider().parties(["api"]));
    assert!(party.verify(&token).await.is_ok());
}
