//! Signatures that are none.

use customer_session::{
    Reason,
    provider::jwt::{Algorithm, JwtProvider},
};

use crate::{
    judge::{judge, keyless, reason},
    mint::{b64, claims, key, sign, spki, token},
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

/// CVE-2022-21449: zeros verify everything where nobody looks.
#[test]
fn ecdsa_numbers_out_of_range_are_refused() {
    let order = [
        0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC,
        0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ];
    let (zero, most) = ([0; 32], [0xFF; 32]);
    let mut one = zero;
    one[31] = 1;
    let numbers = [zero, one, order, most];

    let provider = provider(Algorithm::ES256);
    for r in numbers {
        for s in numbers {
            let token = with_signature(Algorithm::ES256, &[r, s].concat());

            assert_eq!(reason(&provider, &token), Reason::SignatureInvalid);
        }
    }
    let zeros = with_signature(Algorithm::ES384, &[0; 96]);
    assert_eq!(
        reason(&self::provider(Algorithm::ES384), &zeros),
        Reason::SignatureInvalid
    );
}

/// RFC 7518 §3.4: the two numbers side by side, and not in ASN.1.
#[test]
fn an_ecdsa_signature_in_der_is_refused() {
    use aws_lc_rs::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
    };
    use customer_session::provider::jwt::JwtKey;

    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
    let key = JwtKey::der(Algorithm::ES256, spki(pair.public_key())).unwrap();
    let provider = keyless().key(key).build().unwrap();
    let good = token(Algorithm::ES256, &claims());
    let (signed, _) = good.rsplit_once('.').unwrap();
    let der = pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();

    let refused = reason(&provider, &format!("{signed}.{}", b64(der.as_ref())));

    assert_eq!(refused, Reason::SignatureInvalid);
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

/// An EdDSA signature whose `S` is larger by the group's order (RFC 8032 §5.1.7).
#[test]
fn an_eddsa_signature_has_one_form() {
    let order: [u8; 32] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let good = token(Algorithm::EdDSA, &claims());
    let (signed, _) = good.rsplit_once('.').unwrap();
    let mut signature = sign(Algorithm::EdDSA, signed);
    let mut carry = 0;
    for (byte, added) in signature[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(added) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }

    let refused = reason(
        &provider(Algorithm::EdDSA),
        &format!("{signed}.{}", b64(signature)),
    );

    assert_eq!(refused, Reason::SignatureInvalid);
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
