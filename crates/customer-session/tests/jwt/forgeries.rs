//! Signatures that are made to pass where a verifier is lenient.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _,
    },
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    Reason,
    provider::jwt::{Algorithm, JwtKey, JwtProvider},
};
use serde_json::json;

use crate::{
    judge::{judge, keyless, reason},
    mint::{ED25519, b64, claims, key, sign, spki, token},
};

fn provider(algorithm: Algorithm) -> JwtProvider {
    keyless().key(key(algorithm)).build().unwrap()
}

/// What stands before the signature of one of the issuer's tokens.
fn signed(algorithm: Algorithm) -> String {
    let good = token(algorithm, &claims());
    good.rsplit_once('.').unwrap().0.to_owned()
}

fn assert_forged(algorithm: Algorithm, signature: &[u8], what: &str) {
    let token = format!("{}.{}", signed(algorithm), b64(signature));

    let refused = reason(&provider(algorithm), &token);

    assert_eq!(refused, Reason::SignatureInvalid, "{algorithm} {what}");
}

/// CVE-2022-21449: zeros verify everything where nobody looks.
#[test]
fn ecdsa_numbers_at_the_edges_of_their_range_are_refused() {
    for (algorithm, order) in [
        (Algorithm::ES256, P256_ORDER),
        (Algorithm::ES384, P384_ORDER),
    ] {
        let length = order.len() / 2;
        let zeros = "0".repeat(order.len() - 1);
        let (head, last) = order.split_at(order.len() - 1);
        let digit = u32::from_str_radix(last, 16).unwrap();
        let near = |digit: u32| format!("{head}{digit:x}");
        let numbers = [
            format!("{zeros}0"),
            format!("{zeros}1"),
            near(digit - 1),
            near(digit),
            near(digit + 1),
            "f".repeat(order.len()),
        ]
        .map(|number| bytes(&number));
        let honest = sign(algorithm, &signed(algorithm));
        let (r, s) = honest.split_at(length);

        for number in &numbers {
            assert_forged(algorithm, &[number, s].concat(), "r");
            assert_forged(algorithm, &[r, number].concat(), "s");
            for other in &numbers {
                assert_forged(algorithm, &[&number[..], other].concat(), "r and s");
            }
        }
    }
}

/// The numbers are as long as the order, however small they are (RFC 7518 §3.4).
#[test]
fn ecdsa_numbers_of_another_length_are_refused() {
    for (algorithm, length) in [(Algorithm::ES256, 32), (Algorithm::ES384, 48)] {
        let honest = sign(algorithm, &signed(algorithm));
        let (r, s) = honest.split_at(length);
        let zero = &[0][..];

        for signature in [
            [zero, r, zero, s].concat(),
            [zero, r, s].concat(),
            [r, zero, s].concat(),
            [r, s, zero].concat(),
            [&r[1..], &s[1..]].concat(),
            [&r[1..], s].concat(),
            [s, r].concat().repeat(2),
        ] {
            assert_forged(algorithm, &signature, "length");
        }
        assert_forged(algorithm, &[s, r].concat(), "swapped");
    }
}

/// RFC 7518 §3.4: the two numbers side by side, and not in ASN.1.
#[test]
fn an_ecdsa_signature_in_der_is_refused() {
    for (algorithm, form) in [
        (Algorithm::ES256, &ECDSA_P256_SHA256_ASN1_SIGNING),
        (Algorithm::ES384, &ECDSA_P384_SHA384_ASN1_SIGNING),
    ] {
        let pair = EcdsaKeyPair::generate(form).unwrap();
        let key = JwtKey::der(algorithm, spki(pair.public_key())).unwrap();
        let provider = keyless().key(key).build().unwrap();
        let signed = signed(algorithm);
        let der = pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();

        let refused = reason(&provider, &format!("{signed}.{}", b64(der.as_ref())));

        assert_eq!(refused, Reason::SignatureInvalid);
    }
}

/// `S` is below the group's order (RFC 8032 §5.1.7): else a token had several signatures.
#[test]
fn an_eddsa_signature_has_one_form() {
    let order = bytes(ED25519_ORDER);
    let honest = sign(Algorithm::EdDSA, &signed(Algorithm::EdDSA));

    let mut larger = honest.clone();
    for times in 1..=15 {
        let mut carry = 0;
        for (byte, added) in larger[32..].iter_mut().zip(&order) {
            let sum = u16::from(*byte) + u16::from(*added) + carry;
            *byte = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
        if carry > 0 {
            break;
        }
        assert_forged(Algorithm::EdDSA, &larger, &format!("S + {times}L"));
    }
    for bit in 4..8 {
        let mut marked = honest.clone();
        marked[63] |= 1 << bit;
        assert_forged(Algorithm::EdDSA, &marked, "a high bit of S");
    }
    let mut negative = honest;
    negative[31] ^= 0x80;
    assert_forged(Algorithm::EdDSA, &negative, "the sign of R");
}

/// With such an `R`, a signature says little or nothing about the message. Those of small order are
/// written in all ways, with numbers beyond the field as well.
#[test]
fn an_eddsa_signature_by_a_point_of_small_order_is_refused() {
    let honest = sign(Algorithm::EdDSA, &signed(Algorithm::EdDSA));
    let mut one = [0; 32];
    one[0] = 1;
    let numbers = [
        vec![0; 32],
        one.to_vec(),
        bytes(ED25519_ORDER),
        honest[32..].to_vec(),
    ];

    for point in SMALL_ORDER {
        for sign in [0, 0x80] {
            let mut r = bytes(point);
            r[31] |= sign;
            for s in &numbers {
                assert_forged(Algorithm::EdDSA, &[&r[..], s].concat(), point);
            }
        }
    }
    for s in &numbers {
        let own = ED25519.public_key().as_ref();
        assert_forged(Algorithm::EdDSA, &[own, s].concat(), "the key as R");
    }
}

/// An RSA key, and which signatures of [`RSA_FORGERIES`] are by it.
fn rsa(line: &str) -> (Algorithm, JwtProvider) {
    let (algorithm, modulus, exponent) = match line {
        "RS256" => (Algorithm::RS256, MODULUS, "AQAB"),
        "PS256" => (Algorithm::PS256, MODULUS, "AQAB"),
        _ => (Algorithm::RS256, MODULUS_OF_EXPONENT_3, "Aw"),
    };
    let jwk = json!({"kty": "RSA", "alg": algorithm.as_str(), "n": modulus, "e": exponent});
    let key = JwtKey::jwk(&jwk.to_string()).unwrap();
    (algorithm, keyless().key(key).build().unwrap())
}

/// PKCS #1 v1.5 is one text, byte by byte (RFC 8017 §8.2.2), and PSS has a salt as long as its hash
/// (RFC 7518 §3.5). Bleichenbacher's forgeries of 2006 and CVE-2006-4339 need a small exponent and
/// no private key; BERserk (CVE-2014-1568) needs lengths that are read leniently.
#[test]
fn an_rsa_signature_of_another_shape_is_refused() {
    let (mut good, mut forged) = (0, 0);

    for line in RSA_FORGERIES.lines() {
        let [of, what, signature] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let (algorithm, provider) = rsa(of);
        let header = b64(format!(r#"{{"alg":"{algorithm}"}}"#));
        let judged = judge(&provider, &format!("{header}.{}.{signature}", b64(PAYLOAD)));

        if what == "good" {
            assert!(judged.is_ok(), "{line}");
            good += 1;
        } else {
            assert_eq!(judged.unwrap_err(), Reason::SignatureInvalid, "{of} {what}");
            forged += 1;
        }
    }

    assert_eq!((good, forged), (3, RSA_FORGED));
}

/// Numbers that no key makes, by a key that makes others.
#[test]
fn an_rsa_signature_that_is_no_number_below_the_modulus_is_refused() {
    let modulus = URL_SAFE_NO_PAD.decode(MODULUS).unwrap();
    let mut less_one = modulus.clone();
    *less_one.last_mut().unwrap() -= 1;
    let mut one = vec![0; modulus.len()];
    *one.last_mut().unwrap() = 1;

    for of in ["RS256", "PS256"] {
        let (algorithm, provider) = rsa(of);
        let header = b64(format!(r#"{{"alg":"{algorithm}"}}"#));
        for number in [&vec![0; modulus.len()], &one, &less_one, &modulus] {
            let token = format!("{header}.{}.{}", b64(PAYLOAD), b64(number));

            assert_eq!(reason(&provider, &token), Reason::SignatureInvalid);
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Each line: by which key, what is wrong, and the signature of `{"alg":…}` and [`PAYLOAD`]. They
/// were made by raising each block to the private exponent by hand.
const RSA_FORGERIES: &str = include_str!("forgeries/rsa.txt");
const RSA_FORGED: usize = 39;

const PAYLOAD: &str = r#"{"iss":"https://login.shop.example","aud":"https://api.shop.example","sub":"c1","exp":1767226200}"#;

const MODULUS: &str = "\
     jZxftiEFUxDPa4fSkoZgXO4hI4jko5kqGSpgp3s447Y0HzqcOV2ztLLJ-vBdQocslTjHZMr6eRjKuXs2zVqv\
     xv4pF-8_ubTGtTEVuUy87rqykETsOBS_EnwRWacXME7sKYifMeuXsSeTOKeRavrmFl8BcP8eUmeZkfr--Tmw\
     fD17xXDzVxzOAMzMKvzKgtmgQ14tv2uM1YjEHo2sZnUm-JCT6LXz7H9KQyPL0-Y4FUMrv8OmaVADZ15ZyEU9\
     -0WHG7HMwsNDWudfshLq3WgVfxs6ls7mIPTeFfz_aRj2n36BgIMB8dXCjVmW6oPA1lJ0KEd4I9bSHNHkrVMs\
     dmTkcQ";

const MODULUS_OF_EXPONENT_3: &str = "\
     yugdPkbVhrnhCzTVr83U2UzNdmSnb2g8COj3qqJajDFCy6DUJGqgICauK3ioT1niKuffBuIbu0rrIw3w_h4B\
     dM-PymmxJmi_nYnl0Su3Ox3B-QtC6BvIdUuohQBAsuLHLc70j_IOS-AT2myx_aS6TK38D6-OSUH4fiW5pTXl\
     C7FV-GlPQWzvNihZL6KSbWliJXudmsfGa7AEmGwRLHyuxW5QNZTKwjYeMJ2jDRUErZ7Y8NXQnBkSPnRe7hKn\
     tQ4IDBD9b6gJa-jLcM10w5qC85eR1T0bIxHA4_0WLqJXjCvc4nEZ4eg6nZ4YczZEwIFW2wkIVXr0VEtiylqk\
     CepIlw";

const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const P384_ORDER: &str = "ffffffffffffffffffffffffffffffffffffffffffffffff\
     c7634d81f4372ddf581a0db248b0a77aecec196accc52973";

/// Little-endian, as RFC 8032 writes it.
const ED25519_ORDER: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

const SMALL_ORDER: [&str; 7] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
];
