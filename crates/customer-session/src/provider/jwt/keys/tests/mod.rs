//! Keys, good and bad.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    KeyPair as _,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{KeyRules, Reading, read_jwks};

mod given;
mod sets;

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn okp(id: &str) -> Value {
    let key = Ed25519KeyPair::generate().unwrap();
    json!({"kty": "OKP", "crv": "Ed25519", "kid": id, "x": b64(key.public_key().as_ref())})
}

fn ec(id: &str, curve: &str, algorithm: &'static EcdsaSigningAlgorithm) -> Value {
    let key = EcdsaKeyPair::generate(algorithm).unwrap();
    let point = &key.public_key().as_ref()[1..];
    let (x, y) = point.split_at(point.len() / 2);
    json!({"kty": "EC", "crv": curve, "kid": id, "x": b64(x), "y": b64(y)})
}

fn p256(id: &str) -> Value {
    ec(id, "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING)
}

/// Only sizes are judged, so that any odd number of the right length is a modulus.
fn rsa(id: &str) -> Value {
    json!({"kty": "RSA", "kid": id, "n": b64(&[0xFF; 256]), "e": "AQAB"})
}

fn with(mut jwk: Value, member: &str, value: impl Into<Value>) -> Value {
    jwk[member] = value.into();
    jwk
}

fn read(keys: Vec<Value>) -> Reading {
    let set = json!({"keys": keys, "unknown": {"a": 1}}).to_string();
    read_jwks(set.as_bytes(), &KeyRules::new()).unwrap()
}
