//! A program chose the other backend of `jsonwebtoken` before it made a provider: signed sessions
//! are judged as ever, and the program keeps what it chose.

#[expect(dead_code, reason = "tests of the library use the rest")]
#[path = "../../crates/customer-session/tests/jwt/judge.rs"]
mod judge;
#[expect(dead_code, reason = "tests of the library use the rest")]
#[path = "../../crates/customer-session/tests/jwt/mint.rs"]
mod mint;
mod verdicts;

use std::sync::atomic::{AtomicUsize, Ordering};

use customer_session::provider::jwt;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils, rust_crypto::DEFAULT_PROVIDER},
    errors::Result,
};
use serde_json::Value;

use crate::{
    judge::{judge, keyless},
    mint::{AUDIENCE, SECRET, claims, key},
    verdicts::assert_as_ever,
};

/// The other backend, which counts how often it is asked.
static CHOSEN: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};
static ASKED: AtomicUsize = AtomicUsize::new(0);

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    ASKED.fetch_add(1, Ordering::Relaxed);
    (DEFAULT_PROVIDER.signer_factory)(algorithm, key)
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    ASKED.fetch_add(1, Ordering::Relaxed);
    (DEFAULT_PROVIDER.verifier_factory)(algorithm, key)
}

fn asked() -> usize {
    ASKED.load(Ordering::Relaxed)
}

#[test]
fn what_the_program_chose_is_its_own() {
    CHOSEN.install_default().unwrap();

    assert_as_ever();
    assert_eq!(asked(), 0);

    let token = jsonwebtoken::encode(
        &Header::default(),
        &claims(),
        &EncodingKey::from_secret(&SECRET),
    );
    let token = token.unwrap();
    assert_eq!(asked(), 1);

    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[AUDIENCE]);
    // The tests' tokens are of another time.
    validation.validate_exp = false;
    let secret = DecodingKey::from_secret(&SECRET);
    let read = jsonwebtoken::decode::<Value>(&token, &secret, &validation).unwrap();
    assert_eq!(read.claims, claims());
    assert_eq!(asked(), 2);

    // Its tokens are good here, and nobody asks what it chose.
    let provider = keyless().key(key(jwt::Algorithm::HS256).id("any"));
    assert!(judge(&provider.build().unwrap(), &token).is_ok());
    assert_as_ever();
    assert_eq!(asked(), 2);
}
