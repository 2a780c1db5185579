//! Keys and tokens of an issuer that can do anything, well or badly.

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    hmac,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
        RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::provider::jwt::{Algorithm, JwtKey};
use serde_json::{Value, json};

pub(crate) static ED25519: LazyLock<Ed25519KeyPair> =
    LazyLock::new(|| Ed25519KeyPair::generate().unwrap());
pub(crate) static P256: LazyLock<EcdsaKeyPair> =
    LazyLock::new(|| EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap());
pub(crate) static P384: LazyLock<EcdsaKeyPair> =
    LazyLock::new(|| EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap());
pub(crate) static RSA: LazyLock<RsaKeyPair> =
    LazyLock::new(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap());

/// As long as any algorithm needs.
pub(crate) const SECRET: [u8; 64] = [0x5A; 64];

pub(crate) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Signs as the issuer does.
pub(crate) fn sign(algorithm: Algorithm, text: &str) -> Vec<u8> {
    let text = text.as_bytes();
    let random = SystemRandom::new();
    match algorithm {
        Algorithm::HS256 => hmac_of(hmac::HMAC_SHA256, &SECRET, text),
        Algorithm::HS384 => hmac_of(hmac::HMAC_SHA384, &SECRET, text),
        Algorithm::HS512 => hmac_of(hmac::HMAC_SHA512, &SECRET, text),
        Algorithm::RS256 => rsa(&RSA_PKCS1_SHA256, text),
        Algorithm::RS384 => rsa(&RSA_PKCS1_SHA384, text),
        Algorithm::RS512 => rsa(&RSA_PKCS1_SHA512, text),
        Algorithm::PS256 => rsa(&RSA_PSS_SHA256, text),
        Algorithm::PS384 => rsa(&RSA_PSS_SHA384, text),
        Algorithm::PS512 => rsa(&RSA_PSS_SHA512, text),
        Algorithm::ES256 => P256.sign(&random, text).unwrap().as_ref().to_vec(),
        Algorithm::ES384 => P384.sign(&random, text).unwrap().as_ref().to_vec(),
        _ => ED25519.sign(text).as_ref().to_vec(),
    }
}

pub(crate) fn hmac_of(algorithm: hmac::Algorithm, secret: &[u8], text: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(algorithm, secret), text)
        .as_ref()
        .to_vec()
}

fn rsa(encoding: &'static dyn RsaEncoding, text: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; RSA.public_modulus_len()];
    RSA.sign(encoding, &SystemRandom::new(), text, &mut signature)
        .unwrap();
    signature
}

/// A token of these two texts, signed as the issuer does.
pub(crate) fn token_of(algorithm: Algorithm, header: &str, payload: impl AsRef<[u8]>) -> String {
    let signed = format!("{}.{}", b64(header), b64(payload));
    let signature = sign(algorithm, &signed);
    format!("{signed}.{}", b64(signature))
}

/// A token with the usual header.
pub(crate) fn token(algorithm: Algorithm, payload: &Value) -> String {
    let header = json!({"alg": algorithm.as_str(), "kid": "k"}).to_string();
    token_of(algorithm, &header, payload.to_string())
}

/// A token with another header.
pub(crate) fn with_header(header: &Value) -> String {
    token_of(Algorithm::EdDSA, &header.to_string(), claims().to_string())
}

/// A token of a payload that need not be JSON.
pub(crate) fn with_payload(payload: impl AsRef<[u8]>) -> String {
    token_of(Algorithm::EdDSA, r#"{"alg":"EdDSA","kid":"k"}"#, payload)
}

/// A token whose claims differ in one.
pub(crate) fn with_claim(name: &str, value: impl Into<Value>) -> String {
    let mut claims = claims();
    claims[name] = value.into();
    token(Algorithm::EdDSA, &claims)
}

/// A token that lacks a claim.
pub(crate) fn without_claim(name: &str) -> String {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    token(Algorithm::EdDSA, &claims)
}

/// Claims that pass.
pub(crate) fn claims() -> Value {
    json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "c1",
        "iat": NOW - 60,
        "exp": NOW + 600,
    })
}

/// A public key in DER.
pub(crate) fn spki(key: &impl AsDer<PublicKeyX509Der<'static>>) -> Vec<u8> {
    key.as_der().unwrap().as_ref().to_vec()
}

/// The issuer's key of an algorithm.
pub(crate) fn key(algorithm: Algorithm) -> JwtKey {
    let key = match algorithm {
        Algorithm::ES256 => JwtKey::der(algorithm, spki(P256.public_key())),
        Algorithm::ES384 => JwtKey::der(algorithm, spki(P384.public_key())),
        Algorithm::EdDSA => JwtKey::der(algorithm, spki(ED25519.public_key())),
        _ if algorithm.is_symmetric() => JwtKey::secret(algorithm, SECRET),
        _ => JwtKey::der(algorithm, spki(RSA.public_key())),
    };
    key.unwrap().id("k")
}

pub(crate) const ISSUER: &str = "https://login.shop.example";
pub(crate) const AUDIENCE: &str = "https://api.shop.example";

/// 2026-01-01T00:00:00Z, when all tests take place.
pub(crate) const NOW: u64 = 1_767_225_600;
