//! The server knows us by a signature of ours (`private_key_jwt`, RFC 7523).

use std::{
    collections::HashMap,
    sync::atomic::{AtomicU8, Ordering::Relaxed},
    time::Duration,
};

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    Reason,
    entropy::{Entropy, EntropyError},
    issuer::SigningKey,
    provider::{
        introspection::{IntrospectionProvider, IntrospectionProviderBuilder},
        jwt::Algorithm,
    },
    upstream::HttpRequest,
};
use serde_json::{Value, json};

use crate::{
    common::{NOW, TOKEN},
    server::{Server, config, config_at},
    site::{ISSUER, Site},
};

fn key() -> SigningKey {
    let key = SigningKey::generate(Algorithm::EdDSA).unwrap();
    key.named("k1").unwrap()
}

fn server() -> Server {
    Server::stating(r#"{"active":true,"sub":"c1"}"#)
}

fn form(request: &HttpRequest) -> HashMap<String, String> {
    let body = request.body.as_deref().unwrap();
    form_urlencoded::parse(body).into_owned().collect()
}

fn read(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Header and claims of the assertion in a request.
fn assertion(request: &HttpRequest) -> (Value, Value) {
    let assertion = &form(request)["client_assertion"];
    let parts: Vec<_> = assertion.split('.').collect();
    assert_eq!(parts.len(), 3);
    (read(parts[0]), read(parts[1]))
}

#[tokio::test]
async fn each_request_has_an_assertion_of_its_own_that_the_key_signed() {
    let (server, key) = (server(), key());
    let provider = server.unknown().issuer(ISSUER);
    let (clock, config) = config(provider.private_key_jwt("shop-api", key.clone()));

    assert!(config.verify("one").await.is_ok());
    clock.advance(Duration::from_secs(7));
    assert!(config.verify("two").await.is_ok());

    let questions = server.questions();
    let mut ids = Vec::new();
    for (request, at) in questions.iter().zip([NOW, NOW + 7]) {
        assert!(request.authorization.is_none());
        let form = form(request);
        assert_eq!(
            form["client_assertion_type"],
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        );
        assert_eq!(form["client_id"], "shop-api");
        let (header, claims) = assertion(request);
        assert_eq!(header, json!({"alg": "EdDSA", "kid": "k1", "typ": "JWT"}));
        let id = claims["jti"].as_str().unwrap().to_owned();
        assert_eq!(id.len(), 22);
        assert_eq!(
            claims,
            json!({
                "iss": "shop-api", "sub": "shop-api", "aud": ISSUER,
                "jti": id, "iat": at, "exp": at + 60,
            })
        );
        ids.push(id);
        let (signed, signature) = form["client_assertion"].rsplit_once('.').unwrap();
        let x = key.public_jwk()["x"].as_str().unwrap();
        UnparsedPublicKey::new(&ED25519, URL_SAFE_NO_PAD.decode(x).unwrap())
            .verify(
                signed.as_bytes(),
                &URL_SAFE_NO_PAD.decode(signature).unwrap(),
            )
            .unwrap();
    }
    assert_eq!(questions.len(), 2);
    assert_ne!(ids[0], ids[1]);
}

/// Counts.
#[derive(Debug)]
struct Counting(AtomicU8);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        buffer.fill(self.0.fetch_add(1, Relaxed));
        Ok(())
    }
}

#[derive(Debug)]
struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::new("broken"))
    }
}

#[tokio::test]
async fn randomness_is_the_one_that_is_given() {
    let server = server();
    let provider = server.unknown().issuer(ISSUER).private_key_jwt("a", key());
    let (_, config) = config(provider.entropy(Counting(AtomicU8::new(7))));

    assert!(config.verify("one").await.is_ok() && config.verify("two").await.is_ok());

    let questions = server.questions();
    let ids = questions.iter().map(|one| assertion(one).1["jti"].clone());
    let expected = [7, 8].map(|byte| json!(URL_SAFE_NO_PAD.encode([byte; 16])));
    assert_eq!(ids.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn without_randomness_nobody_is_asked_and_nobody_denied() {
    let server = server();
    let provider = server.unknown().issuer(ISSUER).private_key_jwt("a", key());
    let (_, config) = config(provider.entropy(Broken));

    let rejection = config.verify(TOKEN).await.unwrap_err();

    assert_eq!(
        (rejection.status(), rejection.reason()),
        (500, Reason::Misconfigured)
    );
    assert_eq!(server.questions().len(), 0);
}

async fn audience(
    customize: impl FnOnce(IntrospectionProviderBuilder) -> IntrospectionProviderBuilder,
) -> Value {
    let server = server();
    let (_, config) = config(customize(server.unknown().private_key_jwt("a", key())));
    assert!(config.verify(TOKEN).await.is_ok());
    assertion(&server.questions()[0]).1["aud"].clone()
}

#[tokio::test]
async fn it_is_for_the_issuer_unless_something_else_is_set() {
    let endpoint = "https://login.shop.example/token";

    assert_eq!(audience(|builder| builder.issuer(ISSUER)).await, ISSUER);
    let set = |builder: IntrospectionProviderBuilder| builder.assertion_audience(endpoint);
    assert_eq!(audience(set).await, endpoint);
    assert_eq!(
        audience(|builder| set(builder.issuer(ISSUER))).await,
        endpoint
    );
}

#[tokio::test]
async fn it_is_for_the_issuer_whose_metadata_are_read() {
    let site = Site::whole();
    let provider = IntrospectionProvider::discover(ISSUER)
        .private_key_jwt("a", key())
        .transport(site.clone());
    let (clock, _) = config(server().builder());

    let config = config_at(&clock, provider);

    assert!(config.verify(TOKEN).await.is_ok());
    assert_eq!(assertion(&site.questions()[1]).1["aud"], ISSUER);
}

#[test]
fn whom_it_is_for_and_who_we_are_must_be_known() {
    let error = |builder: IntrospectionProviderBuilder| builder.build().unwrap_err().to_string();
    let unknown = || server().unknown();

    for (builder, field) in [
        (unknown().private_key_jwt("a", key()), "assertion_audience"),
        (
            unknown().issuer(ISSUER).private_key_jwt("", key()),
            "private_key_jwt",
        ),
        (
            unknown().private_key_jwt("a", key()).assertion_audience(""),
            "assertion_audience",
        ),
        (
            unknown().bearer("x").assertion_audience(ISSUER),
            "assertion_audience",
        ),
        (
            unknown()
                .issuer(ISSUER)
                .private_key_jwt("a", key())
                .bearer("x"),
            "credentials",
        ),
    ] {
        let error = error(builder);
        assert!(error.contains(&format!("`{field}`")), "{error}");
    }
}

#[test]
fn what_is_printed_holds_no_assertion_and_no_key() {
    let provider = server().unknown().issuer(ISSUER);
    let provider = provider.private_key_jwt("shop-api", key()).build().unwrap();

    let printed = format!("{provider:?}");

    assert!(
        printed.contains("k1") && printed.contains("EdDSA"),
        "{printed}"
    );
    assert!(!printed.contains("eyJ"), "{printed}");
}
