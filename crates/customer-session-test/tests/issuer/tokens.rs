//! What is signed, checked with aws-lc-rs and nothing of ours.

use std::time::{Duration, SystemTime};

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::clock::ManualClock;
use customer_session_test::issuer::{Algorithm, FakeIssuer};
use serde_json::{Value, json};

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn part(token: &str, number: usize) -> Value {
    serde_json::from_slice(&decoded(token.split('.').nth(number).unwrap())).unwrap()
}

/// Whether the signature is that of this JWK.
fn is_signed_by(token: &str, jwk: &Value) -> bool {
    let (input, signature) = token.rsplit_once('.').unwrap();
    let (input, signature) = (input.as_bytes(), decoded(signature));
    let member = |name: &str| decoded(jwk[name].as_str().unwrap());
    match jwk["kty"].as_str().unwrap() {
        "OKP" => UnparsedPublicKey::new(&ED25519, member("x"))
            .verify(input, &signature)
            .is_ok(),
        "EC" => {
            let point = [vec![4], member("x"), member("y")].concat();
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(input, &signature)
                .is_ok()
        }
        _ => RsaPublicKeyComponents {
            n: member("n"),
            e: member("e"),
        }
        .verify(&RSA_PKCS1_2048_8192_SHA256, input, &signature)
        .is_ok(),
    }
}

#[tokio::test]
async fn each_algorithm_signs_with_the_key_that_is_published_and_no_other() {
    for algorithm in [Algorithm::EdDsa, Algorithm::Es256, Algorithm::Rs256] {
        let issuer = FakeIssuer::builder()
            .algorithm(algorithm)
            .start()
            .await
            .unwrap();
        let old = issuer.key_id();
        let token = issuer.mint_for("ada");
        let new = issuer.rotate();

        assert_eq!(part(&token, 0)["alg"], algorithm.as_str());
        assert!(is_signed_by(&token, &issuer.jwk(&old)), "{algorithm:?}");
        assert!(!is_signed_by(&token, &issuer.jwk(&new)), "{algorithm:?}");
        assert!(is_signed_by(&issuer.mint_for("ada"), &issuer.jwk(&new)));
    }
}

#[tokio::test]
async fn a_usual_token_is_an_access_token_dated_by_the_clock() {
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000));
    let issuer = FakeIssuer::builder().clock(clock).start().await.unwrap();

    let token = issuer.mint_for("ada");

    let header = json!({ "alg": "ES256", "kid": "key-1", "typ": "at+jwt" });
    let claims = json!({
        "iss": issuer.url(), "sub": "ada", "aud": issuer.audience(), "client_id": "shop",
        "iat": 1_000, "exp": 1_900, "jti": "token-1",
    });
    assert_eq!((part(&token, 0), part(&token, 1)), (header, claims));
}

#[tokio::test]
async fn header_and_claims_say_whatever_they_are_told_to() {
    let issuer = FakeIssuer::start().await.unwrap();
    let withdrawn = issuer.key_id();
    issuer.rotate();
    issuer.withdraw(&withdrawn);

    let token = issuer
        .token("ada")
        .key(&withdrawn)
        .header("kid", "another")
        .without_header("typ")
        .claim("sub", 7)
        .without("exp")
        .sign();
    let bare = issuer.mint(json!(["no", "object"]));

    assert_eq!(part(&token, 0), json!({ "alg": "ES256", "kid": "another" }));
    assert_eq!(part(&token, 1)["sub"], 7);
    assert_eq!(part(&token, 1)["exp"], Value::Null);
    assert!(is_signed_by(&token, &issuer.jwk(&withdrawn)));
    assert_eq!(part(&bare, 1), json!(["no", "object"]));
}
