//! `alg` is the issuer's to choose, never the token's (RFC 8725 §3.1).

use aws_lc_rs::{
    hmac::{HMAC_SHA256, HMAC_SHA512},
    signature::KeyPair as _,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use customer_session::{
    Reason,
    provider::jwt::{Algorithm, JwtKey, JwtProvider},
};
use serde_json::json;

use crate::{
    judge::{builder, judge, keyless, reason, usual},
    mint::{
        AUDIENCE, ISSUER, RSA, SECRET, b64, claims, hmac_of, key, spki, token, token_of,
        with_header,
    },
};

#[test]
fn every_algorithm_verifies_what_it_signed() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let provider = keyless().key(key(algorithm)).build().unwrap();

        let facts = judge(&provider, &token(algorithm, &claims()));

        assert_eq!(facts.unwrap().customer_id.as_str(), "c1", "{algorithm}");
    }
}

#[test]
fn no_algorithm_verifies_what_another_signed() {
    for (ours, theirs) in pairs() {
        let provider = keyless().key(key(ours)).build().unwrap();
        // The header claims to be of our algorithm; the signature is of theirs.
        let header = format!(r#"{{"alg":"{ours}","kid":"k"}}"#);
        let disguised = token_of(theirs, &header, claims().to_string());

        assert_eq!(
            reason(&provider, &disguised),
            Reason::SignatureInvalid,
            "{ours} {theirs}"
        );
        let open = reason(&provider, &token(theirs, &claims()));
        assert!(
            matches!(open, Reason::AlgorithmRefused | Reason::KeyUnknown),
            "{ours} {theirs}: {open}"
        );
    }
}

fn pairs() -> impl Iterator<Item = (Algorithm, Algorithm)> {
    let all = Algorithm::ALL.iter().copied();
    all.clone()
        .flat_map(move |ours| all.clone().map(move |theirs| (ours, theirs)))
        .filter(|(ours, theirs)| ours != theirs)
}

#[test]
fn ed25519_and_eddsa_are_one_algorithm() {
    for name in ["EdDSA", "Ed25519"] {
        let token = with_header(&json!({"alg": name, "kid": "k"}));

        assert!(judge(&usual(), &token).is_ok(), "{name}");
    }
}

#[test]
fn none_by_any_spelling_is_no_algorithm() {
    let payload = b64(claims().to_string());
    for name in [
        "none", "None", "NONE", "nOnE", "", " none", "eddsa", "ED25519", "Ed448", "ES256K",
    ] {
        let header = b64(json!({"alg": name, "kid": "k"}).to_string());

        for signature in ["", "AAAA"] {
            let token = format!("{header}.{payload}.{signature}");
            assert_eq!(reason(&usual(), &token), Reason::AlgorithmRefused, "{name}");
        }
        let signed = with_header(&json!({"alg": name, "kid": "k"}));
        assert_eq!(
            reason(&usual(), &signed),
            Reason::AlgorithmRefused,
            "{name}"
        );
    }
}

#[test]
fn an_algorithm_that_is_missing_or_no_string_is_refused() {
    let cases = [
        (json!({"kid": "k"}), Reason::AlgorithmRefused),
        (json!({"alg": null}), Reason::HeaderMalformed),
        (json!({"alg": ["EdDSA"]}), Reason::HeaderMalformed),
        (json!({"alg": {"EdDSA": 1}}), Reason::HeaderMalformed),
        (json!({"alg": 0}), Reason::HeaderMalformed),
        (json!({"alg": true}), Reason::HeaderMalformed),
    ];

    for (header, expected) in cases {
        assert_eq!(
            reason(&usual(), &with_header(&header)),
            expected,
            "{header}"
        );
    }
}

/// Whoever has the public key signs with it as if it were a secret.
#[test]
fn a_public_key_signs_nothing_as_a_secret() {
    let der = spki(RSA.public_key());
    let pem = format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(&der)
    );
    let rsa = keyless().key(key(Algorithm::RS256)).build().unwrap();
    let trusting = keyless()
        .key(key(Algorithm::RS256))
        .algorithms([Algorithm::RS256, Algorithm::HS256]);

    let header = b64(r#"{"alg":"HS256","kid":"k"}"#);
    let signed = format!("{header}.{}", b64(claims().to_string()));
    for secret in [
        der,
        pem.clone().into_bytes(),
        pem.trim().as_bytes().to_vec(),
    ] {
        for (hash, name) in [(HMAC_SHA256, "HS256"), (HMAC_SHA512, "HS512")] {
            let signature = b64(hmac_of(hash, &secret, signed.as_bytes()));
            let token = format!("{signed}.{signature}");

            assert_eq!(reason(&rsa, &token), Reason::AlgorithmRefused, "{name}");
        }
    }
    assert!(trusting.build().is_err());
}

#[test]
fn an_algorithm_that_is_not_on_the_list_is_refused_though_a_key_would_fit() {
    let provider = JwtProvider::issuer(ISSUER)
        .audience(AUDIENCE)
        .key(key(Algorithm::ES256))
        .algorithms([Algorithm::ES256])
        .build()
        .unwrap();

    assert!(judge(&provider, &token(Algorithm::ES256, &claims())).is_ok());
    let refused = reason(&provider, &token(Algorithm::EdDSA, &claims()));
    assert_eq!(refused, Reason::AlgorithmRefused);
}

#[test]
fn shared_secrets_verify_by_their_own_hash_only() {
    let provider = keyless().secret(Algorithm::HS384, SECRET).build().unwrap();

    let judged = |algorithm| judge(&provider, &token(algorithm, &claims())).map(|_| ());

    assert_eq!(judged(Algorithm::HS384), Ok(()));
    assert_eq!(judged(Algorithm::HS256), Err(Reason::AlgorithmRefused));
    assert_eq!(judged(Algorithm::EdDSA), Err(Reason::AlgorithmRefused));
}

#[test]
fn a_key_that_is_not_there_is_unknown() {
    let provider = builder().key(key(Algorithm::ES256)).build().unwrap();

    let refused = reason(&provider, &token(Algorithm::RS256, &claims()));

    assert_eq!(refused, Reason::KeyUnknown);
}

/// RFC 8017 §A.1.1 and RFC 5280 §4.1.2.7: the same key in two documents.
#[test]
fn an_rsa_key_is_read_from_either_document() {
    let pkcs1 = RSA.public_key().as_ref().to_vec();
    for (tag, der) in [
        ("RSA PUBLIC KEY", pkcs1),
        ("PUBLIC KEY", spki(RSA.public_key())),
    ] {
        let pem = format!(
            "-----BEGIN {tag}-----\n{}\n-----END {tag}-----",
            STANDARD.encode(der)
        );
        let key = JwtKey::pem(Algorithm::PS256, pem).unwrap();
        let provider = keyless().key(key).build().unwrap();

        assert!(
            judge(&provider, &token(Algorithm::PS256, &claims())).is_ok(),
            "{tag}"
        );
        let other = reason(&provider, &token(Algorithm::RS256, &claims()));
        assert_eq!(other, Reason::KeyUnknown);
    }
}

/// The sizes that RFC 7518 §3.3 forbids, from a key that is otherwise good.
#[test]
fn a_short_rsa_key_is_refused_in_any_document() {
    for short in [SHORT_PKCS1, SHORT_SPKI] {
        assert!(JwtKey::der(Algorithm::RS256, STANDARD.decode(short).unwrap()).is_err());
    }
}

const SHORT_PKCS1: &str = "\
     MIGJAoGBANkoBM0dnOGwSVZ19iuX16A7J0r7VW5oEic4pq8vTlrmHiJVgvSAnImbVWdayObscQRJcyLSlyqB\
     itk2GS8gvGqgpPH82t6iNWpnereDc4XyxcuwgimguLnDAdIY41PsQjbPcm/ZVFFFZZWoCMJwMWnmc7IJ6NlX\
     EIjVrn3mCX9LAgMBAAE=";

const SHORT_SPKI: &str = "\
     MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDZKATNHZzhsElWdfYrl9egOydK+1VuaBInOKavL05a5h4i\
     VYL0gJyJm1VnWsjm7HEESXMi0pcqgYrZNhkvILxqoKTx/NreojVqZ3q3g3OF8sXLsIIpoLi5wwHSGONT7EI2\
     z3Jv2VRRRWWVqAjCcDFp5nOyCejZVxCI1a595gl/SwIDAQAB";
