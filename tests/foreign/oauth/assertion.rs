//! A client that signs who it is (`private_key_jwt`).

use customer_session::{
    Reason,
    entropy::{Entropy, EntropyError},
    issuer::SigningKey,
    provider::{
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder},
        jwt::Algorithm,
    },
};
use serde_json::json;

use super::{
    Server,
    opaque::{config, refused},
};

const REFUSED: (u16, Reason) = (500, Reason::CredentialsRefused);

fn key(algorithm: Algorithm) -> SigningKey {
    SigningKey::generate(algorithm).unwrap()
}

fn server(keys: &[&SigningKey]) -> Server {
    let keys = keys.iter().map(|key| key.public_jwk().clone());
    Server::opaque_knowing(keys.collect())
}

fn provider(server: &Server, key: &SigningKey) -> IntrospectionProviderBuilder {
    IntrospectionProvider::discover(&server.issuer).private_key_jwt("keyed", key.clone())
}

#[tokio::test]
async fn the_server_knows_its_client_by_a_key_of_each_algorithm() {
    let keys = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256].map(key);
    let server = server(&keys.each_ref());

    for key in &keys {
        let (one, other) = (server.mint(json!({})), server.mint(json!({})));
        let config = config(provider(&server, key));
        assert!(config.verify(&one).await.is_ok(), "{key:?}");
        assert!(config.verify(&other).await.is_ok(), "{key:?}");
    }
}

/// The server knows itself by all of these names.
#[tokio::test]
async fn the_audience_may_be_an_endpoint_and_never_another_server() {
    let key = key(Algorithm::ES256);
    let server = server(&[&key]);
    let token = server.mint(json!({}));
    let meant_for = |audience: &str| provider(&server, &key).assertion_audience(audience);

    for endpoint in ["token", "token/introspection"] {
        let audience = format!("{}/{endpoint}", server.issuer);
        let verified = config(meant_for(&audience)).verify(&token).await;
        assert!(verified.is_ok(), "{endpoint}");
    }
    let elsewhere = refused(meant_for("https://login.elsewhere.example"), &token).await;
    assert_eq!(elsewhere, REFUSED);
}

#[tokio::test]
async fn a_key_that_is_not_the_clients_is_our_fault_and_nobody_elses() {
    let (key, stranger) = (key(Algorithm::ES256), key(Algorithm::ES256));
    let server = server(&[&key]);
    let token = server.mint(json!({}));

    assert_eq!(refused(provider(&server, &stranger), &token).await, REFUSED);
}

/// Repeats itself.
#[derive(Debug)]
struct Stuck;

impl Entropy for Stuck {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        buffer.fill(7);
        Ok(())
    }
}

#[tokio::test]
async fn the_server_takes_no_assertion_twice() {
    let key = key(Algorithm::ES256);
    let server = server(&[&key]);
    let (one, other) = (server.mint(json!({})), server.mint(json!({})));
    let config = config(provider(&server, &key).entropy(Stuck));

    assert!(config.verify(&one).await.is_ok());
    let rejection = config.verify(&other).await.unwrap_err();

    assert_eq!((rejection.status(), rejection.reason()), REFUSED);
}
