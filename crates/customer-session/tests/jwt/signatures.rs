//! Signatures that are none.

use customer_session::{
    Reason,
    provider::jwt::{Algorithm, JwtProvider},
};

use crate::{
    judge::{judge, keyless, reason},
    mint::{b64, claims, key, sign, token},
};

fn provider(algorithm: Algorithm) -> JwtProvider {
    keyless().key(key(algorithm)).build().unwrap()
}

/// Any of the issuer's tokens, with another signature.
fn with_signature(algorithm: Algorithm, signature: &[u8]) -> String {
    let good = token(algorithm, &claims());
    let (signed, _) = good.rsplit_once('.').unwrap();
    format!("{signed}.{}", b64(signature))
}

#[test]
fn a_signature_of_the_wrong_length_is_refused() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let good = token(algorithm, &claims());
        let (signed, _) = good.rsplit_once('.').unwrap();
        let signature = sign(algorithm, signed);
        let provider = provider(algorithm);
        let longer = [&signature[..], &[0]].concat();
        let doubled = [&signature[..], &signature[..]].concat();
        let led = [&[0], &signature[..]].concat();

        assert!(judge(&provider, &format!("{signed}.{}", b64(&signature))).is_ok());
        for wrong in [
            &[][..],
            &signature[1..],
            &signature[..signature.len() - 1],
            &longer,
            &doubled,
            &led,
        ] {
            let token = format!("{signed}.{}", b64(wrong));

            assert_eq!(
                reason(&provider, &token),
                Reason::SignatureInvalid,
                "{algorithm}"
            );
        }
    }
}

#[test]
fn zeros_and_ones_sign_nothing() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let length = sign(algorithm, "x").len();
        for byte in [0, 1, 0xFF] {
            let token = with_signature(algorithm, &vec![byte; length]);

            assert_eq!(
                reason(&provider(algorithm), &token),
                Reason::SignatureInvalid
            );
        }
    }
}

#[test]
fn a_signature_over_other_claims_is_refused() {
    let provider = provider(Algorithm::EdDSA);
    let good = token(Algorithm::EdDSA, &claims());
    let mut other = claims();
    other["sub"] = "c2".into();
    let other = token(Algorithm::EdDSA, &other);
    let (signed, _) = other.rsplit_once('.').unwrap();
    let (_, signature) = good.rsplit_once('.').unwrap();

    assert_eq!(
        reason(&provider, &format!("{signed}.{signature}")),
        Reason::SignatureInvalid
    );
}
