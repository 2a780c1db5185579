//! Keys that other tools made: taken, or refused with what to do. Those in `keys/` were made by
//! openssl for these tests, and sign nothing else.

use customer_session::{
    clock::ManualClock,
    issuer::{NewSession, SigningKey},
    provider::jwt::Algorithm,
};

use crate::world::{builder, is_signed_by};

macro_rules! pem {
    ($name:literal) => {
        include_str!(concat!("keys/", $name, ".pem"))
    };
}

#[test]
fn keys_of_openssl_are_taken_and_sign_by_their_own_algorithm() {
    let clock = ManualClock::new();
    for (pem, algorithm) in [
        (pem!("ed25519"), Algorithm::EdDSA),
        (pem!("p256"), Algorithm::ES256),
        (pem!("rsa-2048"), Algorithm::RS256),
    ] {
        let key = SigningKey::from_pkcs8_pem(pem).unwrap();
        assert_eq!(key.algorithm(), algorithm);
        let issuer = builder(&clock).key(key).build().unwrap();

        let session = issuer.mint(NewSession::for_customer("c1")).unwrap();

        assert!(is_signed_by(session.token.expose(), &issuer.jwks()));
    }
}

#[test]
fn keys_that_verifiers_would_refuse_are_refused_with_what_to_do() {
    let damaged = pem!("ed25519").replace('M', "N");
    let cut = pem!("rsa-2048").replacen("BEGIN PRIVATE", "BEGIN RSA PRIVATE", 1);
    for (pem, mend) in [
        (pem!("rsa-1024"), "2048 to 4096 bits"),
        (pem!("rsa-4104"), "2048 to 4096 bits"),
        (pem!("rsa-exponent-3"), "65537"),
        (pem!("p384"), "P-256"),
        (pem!("secp256k1"), "P-256"),
        (pem!("x25519"), "Ed25519, P-256 or RSA"),
        (&damaged, "Ed25519, P-256 or RSA"),
        (&cut, "openssl pkey"),
        ("", "BEGIN PRIVATE KEY"),
    ] {
        let error = SigningKey::from_pkcs8_pem(pem).unwrap_err().to_string();

        assert!(
            error.starts_with("`signing_key` is `(hidden)`: "),
            "{error}"
        );
        assert!(error.contains(mend), "{error}");
        for line in pem
            .lines()
            .filter(|line| line.len() > 20 && !line.contains("KEY"))
        {
            assert!(!error.contains(line), "{error}");
        }
    }
    assert!(SigningKey::from_pkcs8_der(&[]).is_err());
    assert!(SigningKey::from_pkcs8_der(&[0x30; 100]).is_err());
}
