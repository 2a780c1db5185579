//! Keys that the application brings itself.

use aws_lc_rs::{
    encoding::AsDer as _,
    signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::{super::*, okp, with};
use crate::provider::jwt::Algorithm;

fn spki() -> Vec<u8> {
    let key = Ed25519KeyPair::generate().unwrap();
    key.public_key().as_der().unwrap().as_ref().to_vec()
}

fn armoured(tag: &str, der: &[u8]) -> String {
    format!(
        "-----BEGIN {tag}-----\n{}\n-----END {tag}-----\n",
        STANDARD.encode(der)
    )
}

#[test]
fn a_key_in_pem_or_der_is_read_for_its_own_algorithm_only() {
    let der = spki();
    let p384 = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    let p384 = p384.public_key().as_der().unwrap();

    assert!(JwtKey::der(Algorithm::EdDSA, &der).is_ok());
    assert!(JwtKey::pem(Algorithm::EdDSA, armoured("PUBLIC KEY", &der)).is_ok());
    assert!(JwtKey::der(Algorithm::ES384, p384.as_ref()).is_ok());
    assert!(JwtKey::der(Algorithm::ES256, p384.as_ref()).is_err());
    assert!(JwtKey::der(Algorithm::RS256, &der).is_err());
    assert!(JwtKey::der(Algorithm::HS256, &der).is_err());
    assert!(JwtKey::pem(Algorithm::EdDSA, armoured("PRIVATE KEY", &der)).is_err());
    assert!(JwtKey::pem(Algorithm::EdDSA, armoured("CERTIFICATE", &der)).is_err());
    assert!(JwtKey::pem(Algorithm::EdDSA, "no pem").is_err());
}

#[test]
fn a_private_or_symmetric_jwk_is_refused_and_not_shown() {
    for jwk in [
        with(okp("k"), "d", "c2VjcmV0c2VjcmV0"),
        json!({"kty": "oct", "k": "c2VjcmV0c2VjcmV0"}),
    ] {
        let refused = JwtKey::jwk(&jwk.to_string()).unwrap_err().to_string();

        assert!(refused.starts_with("`key` is `a JWK`: "), "{refused}");
        assert!(!refused.contains("c2Vj"));
    }
}

#[test]
fn a_secret_is_as_long_as_its_hash() {
    let lengths = [
        (Algorithm::HS256, 32),
        (Algorithm::HS384, 48),
        (Algorithm::HS512, 64),
    ];

    for (algorithm, least) in lengths {
        assert!(JwtKey::secret(algorithm, vec![7; least]).is_ok());
        assert!(JwtKey::secret(algorithm, vec![7; least - 1]).is_err());
    }
    assert!(JwtKey::secret(Algorithm::HS256, "").is_err());
    assert!(JwtKey::secret(Algorithm::RS256, vec![7; 512]).is_err());
}

/// RFC 8725 §2.1: whoever has the public key could sign.
#[test]
fn a_public_key_in_any_dress_is_no_secret() {
    let der = spki();
    let pem = armoured("PUBLIC KEY", &der);
    let cases = [
        pem.clone().into_bytes(),
        format!(" \r\n\t{pem}").into_bytes(),
        format!("\u{feff}{pem}").into_bytes(),
        format!("# my key\n{pem}").into_bytes(),
        okp("k").to_string().into_bytes(),
        format!("\n {}", json!({"keys": [okp("k")]})).into_bytes(),
        json!([okp("k")]).to_string().into_bytes(),
        STANDARD.encode(&der).into_bytes(),
        der,
        b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO2g".to_vec(),
    ];

    for case in cases {
        let refused = JwtKey::secret(Algorithm::HS256, &case).unwrap_err();

        assert!(
            refused.to_string().starts_with("`secret` is `a key"),
            "{refused}"
        );
    }
}

#[test]
fn keys_show_their_id_and_algorithm_only() {
    let key = JwtKey::secret(Algorithm::HS256, [b'S'; 32])
        .unwrap()
        .id("k");

    assert_eq!(
        format!("{key:?} {:?}", key.verifying()),
        r#"JwtKey { id: Some("k"), algorithm: HS256, .. } VerifyingKey { id: Some("k"), algorithm: HS256, .. }"#
    );
}
