//! Tokens that say nothing: the server is asked about them (RFC 7662).

use std::time::Duration;

use customer_session::{
    CustomerSessionConfig, Reason,
    provider::introspection::{IntrospectionProvider, IntrospectionProviderBuilder},
};
use reqwest::Client;
use serde_json::json;

use super::{
    Server,
    server::{AUDIENCE, LIFETIME, config_with},
};

/// What the server knows us by. In the raw form the server refuses it.
pub(super) const SECRET: &str = "50%+1: of & the = tests";

fn unknown(server: &Server) -> IntrospectionProviderBuilder {
    IntrospectionProvider::builder(format!("{}/token/introspection", server.issuer))
        .issuer(&server.issuer)
        .audience(AUDIENCE)
}

fn provider(server: &Server) -> IntrospectionProviderBuilder {
    unknown(server).client_secret_basic("api", SECRET)
}

pub(super) fn config(provider: IntrospectionProviderBuilder) -> CustomerSessionConfig {
    config_with(provider.build().unwrap()).1
}

pub(super) async fn refused(provider: IntrospectionProviderBuilder, token: &str) -> (u16, Reason) {
    let rejection = config(provider).verify(token).await.unwrap_err();
    (rejection.status(), rejection.reason())
}

/// Sends a form to the server, as a client does.
async fn post(address: String, id: &str, secret: &str, body: String) -> u16 {
    let request = Client::new()
        .post(address)
        .basic_auth(id, Some(secret))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    request.send().await.unwrap().status().as_u16()
}

async fn revoke(server: &Server, token: &str) {
    let address = format!("{}/token/revocation", server.issuer);
    let body = format!("token={token}");
    let status = post(address, "shop", "shop-secret-of-the-tests", body).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_session_is_the_accounts_with_all_that_the_server_states() {
    let server = Server::opaque();
    let token = server.mint(json!({}));
    let (clock, config) = config_with(provider(&server).build().unwrap());

    let session = config.verify(&token).await.unwrap();

    assert_eq!(session.customer().id().as_str(), "c1");
    assert!(session.has_scope("orders:read"));
    let issued = session.issued_at().unwrap();
    assert_eq!(session.expires_at(), Some(issued + LIFETIME));

    // By our clock, whatever the server says and whatever is remembered.
    clock.advance(LIFETIME + Duration::from_secs(1));
    let rejection = config.verify(&token).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenExpired);
}

#[tokio::test]
async fn a_token_that_a_client_got_for_itself_has_no_subject() {
    let server = Server::opaque();
    let token = server.token().await;

    for provider in [
        provider(&server),
        unknown(&server).client_secret_post("api", SECRET),
    ] {
        let session = config(provider.token_type_hint("access_token"))
            .verify(&token)
            .await
            .unwrap();
        assert_eq!(session.customer().id().as_str(), "the-shop-itself");
    }
}

#[tokio::test]
async fn a_server_reads_the_encoded_form_of_a_secret_and_refuses_the_raw_one() {
    let server = Server::opaque();
    let address = format!("{}/token/introspection", server.issuer);

    let raw = post(address, "api", SECRET, "token=x".to_owned()).await;

    assert!((400..=401).contains(&raw), "{raw}");
    let encoded = refused(provider(&server), "nobodys-token").await;
    assert_eq!(encoded, (401, Reason::TokenDenied));
}

#[tokio::test]
async fn a_token_that_is_revoked_is_denied_once_the_server_is_asked_again() {
    let server = Server::opaque();
    let token = server.token().await;
    let (clock, config) = config_with(provider(&server).build().unwrap());
    assert!(config.verify(&token).await.is_ok());

    revoke(&server, &token).await;

    assert_eq!(
        refused(provider(&server), &token).await,
        (401, Reason::TokenDenied)
    );
    // What is remembered is as old as a session's lifetime at most.
    assert!(config.verify(&token).await.is_ok());
    clock.advance(Duration::from_secs(61));
    let rejection = config.verify(&token).await.unwrap_err();
    assert_eq!(rejection.reason(), Reason::TokenDenied);
}

#[tokio::test]
async fn a_token_whose_time_is_over_at_the_server_is_denied() {
    let server = Server::opaque();
    let token = server.mint(json!({ "seconds": 1 }));

    // Nobody can move the server's clock: it is asked until the second is over.
    for _ in 0..100_000 {
        let Err(rejection) = config(provider(&server)).verify(&token).await else {
            continue;
        };
        let reason = rejection.reason();
        assert!(matches!(reason, Reason::TokenDenied | Reason::TokenExpired));
        if reason == Reason::TokenDenied {
            return;
        }
    }
    panic!("the server never says that its time is over")
}

#[tokio::test]
async fn a_client_that_the_server_does_not_know_is_our_fault_and_nobody_elses() {
    let server = Server::opaque();
    let token = server.mint(json!({}));

    for provider in [
        unknown(&server).client_secret_basic("api", "another secret"),
        unknown(&server).client_secret_basic("nobody", SECRET),
        unknown(&server).client_secret_post("api", "another secret"),
    ] {
        let (status, reason) = refused(provider, &token).await;
        assert_eq!((status, reason), (500, Reason::CredentialsRefused));
    }
    let elsewhere = IntrospectionProvider::builder(format!("{}/introspect", server.issuer))
        .client_secret_basic("api", SECRET);
    assert_eq!(
        refused(elsewhere, &token).await,
        (500, Reason::Misconfigured)
    );
}

#[tokio::test]
async fn a_token_that_is_bound_to_a_key_is_refused() {
    let server = Server::opaque();
    let token = server.mint(json!({ "thumbprint": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" }));

    let outcome = refused(provider(&server), &token).await;

    assert_eq!(outcome, (401, Reason::TokenTypeRefused));
}

#[tokio::test]
async fn a_token_for_another_audience_is_refused_and_so_is_a_refresh_token() {
    let server = Server::opaque();
    let elsewhere = server.mint(json!({ "aud": "https://elsewhere.example" }));
    let refresh = server.mint(json!({ "kind": "RefreshToken", "aud": null }));

    assert_eq!(
        refused(provider(&server), &elsewhere).await,
        (401, Reason::ClaimsAudienceMismatch)
    );
    assert_eq!(
        refused(provider(&server), &refresh).await,
        (401, Reason::ClaimsMissing)
    );
}
