//! An issuer on a clock that stands still, and a verifier of its own.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    Access, CustomerSessionConfig,
    clock::{Clock, ManualClock},
    endpoint::{Endpoint, EndpointRequest, EndpointResponse},
    engine::{Decision, Verdict},
    issuer::{JwtIssuer, JwtIssuerBuilder, SigningKey},
    provider::jwt::Algorithm,
    token::RequestHead,
};
use serde_json::Value;

pub(crate) const ISSUER: &str = "https://shop.example";

/// 2026-01-01T00:00:00Z, where the clock begins.
pub(crate) const START: u64 = 1_767_225_600;

pub(crate) fn key(name: &str) -> SigningKey {
    let key = SigningKey::generate(Algorithm::EdDSA).unwrap();
    key.named(name).unwrap()
}

pub(crate) fn builder(clock: &ManualClock) -> JwtIssuerBuilder {
    JwtIssuer::builder(ISSUER)
        .audience("orders")
        .clock(clock.clone())
}

pub(crate) fn issuer(clock: &ManualClock) -> JwtIssuer {
    builder(clock).key(key("a")).build().unwrap()
}

/// The seconds of the clock since 1970.
pub(crate) fn seconds(clock: &ManualClock) -> u64 {
    let since = clock.wall().duration_since(std::time::UNIX_EPOCH);
    since.unwrap().as_secs()
}

pub(crate) fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// Header and claims of a token, believed.
pub(crate) fn read(token: &str) -> (Value, Value) {
    let parts: Vec<_> = token.split('.').collect();
    let [header, claims, _] = parts[..] else {
        panic!("three parts: {token}")
    };
    let json = |part| serde_json::from_slice(&decode(part)).unwrap();
    (json(header), json(claims))
}

/// Whether the key with the token's `kid` in this set signed it.
pub(crate) fn is_signed_by(token: &str, jwks: &Value) -> bool {
    let (header, _) = read(token);
    let keys = jwks["keys"].as_array().unwrap();
    let mut named = keys.iter().filter(|key| key["kid"] == header["kid"]);
    let Some(key) = named.next() else {
        return false;
    };
    assert!(named.next().is_none(), "two keys of one name");
    assert_eq!((&key["alg"], &key["use"]), (&header["alg"], &"sig".into()));
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (signed, signature) = (signed.as_bytes(), decode(signature));
    let number = |name: &str| decode(key[name].as_str().unwrap());
    match key["kty"].as_str().unwrap() {
        "OKP" => {
            assert_eq!(
                (&key["crv"], &key["alg"]),
                (&"Ed25519".into(), &"EdDSA".into())
            );
            UnparsedPublicKey::new(&ED25519, number("x")).verify(signed, &signature)
        }
        "EC" => {
            assert_eq!(
                (&key["crv"], &key["alg"]),
                (&"P-256".into(), &"ES256".into())
            );
            let point = [vec![4], number("x"), number("y")].concat();
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, &signature)
        }
        "RSA" => {
            assert_eq!(key["alg"], "RS256");
            let (n, e) = (number("n"), number("e"));
            RsaPublicKeyComponents { n: &n, e: &e }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                signed,
                &signature,
            )
        }
        other => panic!("{other}"),
    }
    .is_ok()
}

pub(crate) async fn get(endpoint: &impl Endpoint) -> EndpointResponse {
    endpoint.answer(EndpointRequest::new("GET")).await
}

pub(crate) fn header<'a>(response: &'a EndpointResponse, name: &str) -> Option<&'a str> {
    let mut lines = response.headers.iter().filter(|(known, _)| *known == name);
    let value = lines.next().map(|(_, value)| value.as_str());
    assert!(lines.next().is_none(), "`{name}` stands twice");
    value
}

pub(crate) fn json(response: &EndpointResponse) -> Value {
    serde_json::from_slice(&response.body).unwrap()
}

/// The names of the keys in a set, in its order.
pub(crate) fn names(jwks: &Value) -> Vec<String> {
    let keys = jwks["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

struct Bearer(String);

impl RequestHead for Bearer {
    fn is_options(&self) -> bool {
        false
    }

    fn authorization(&self) -> impl Iterator<Item = &[u8]> {
        [self.0.as_bytes()].into_iter()
    }

    fn header(&self, _: &str) -> impl Iterator<Item = &[u8]> {
        std::iter::empty()
    }

    fn query(&self) -> Option<&str> {
        None
    }
}

/// What becomes of a request with this token.
pub(crate) async fn present(config: &CustomerSessionConfig, token: &str) -> Verdict {
    let head = Bearer(format!("Bearer {token}"));
    match config.authenticate(&head, Access::default()).decision {
        Decision::Decided(verdict) => verdict,
        Decision::Asking(verification) => verification.await,
    }
}
