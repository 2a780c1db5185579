//! Public keys in DER: `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7), and `RSAPublicKey` (RFC 8017
//! §A.1.1).

use jsonwebtoken::DecodingKey;

use super::{Flaw, curve::Curve, rsa};
use crate::provider::jwt::Algorithm;

/// The key in a document, for an algorithm.
pub(super) fn key(algorithm: Algorithm, der: &[u8]) -> Result<DecodingKey, Flaw> {
    match curve_of(algorithm) {
        Some(curve) => {
            let point = point_in(curve, der).ok_or(
                "it is not the public key of this algorithm's curve, with its whole point",
            )?;
            curve.key(point)
        }
        None if algorithm.is_symmetric() => Err("it is a public key, and no shared secret"),
        None => rsa_in(der),
    }
}

fn curve_of(algorithm: Algorithm) -> Option<Curve> {
    match algorithm {
        Algorithm::ES256 => Some(Curve::P256),
        Algorithm::ES384 => Some(Curve::P384),
        Algorithm::EdDSA => Some(Curve::Ed25519),
        _ => None,
    }
}

fn rsa_in(der: &[u8]) -> Result<DecodingKey, Flaw> {
    let parsed = aws_lc_rs::rsa::PublicKey::from_der(der)
        .map_err(|_| "it is not an RSA public key, or its numbers are out of range")?;
    rsa::key(
        parsed.modulus().big_endian_without_leading_zero(),
        parsed.exponent().big_endian_without_leading_zero(),
    )
}

fn point_in(curve: Curve, der: &[u8]) -> Option<&[u8]> {
    der.strip_prefix(head(curve))
}

/// Whether it is a public key.
pub(super) fn is_public_key(der: &[u8]) -> bool {
    [Curve::Ed25519, Curve::P256, Curve::P384]
        .into_iter()
        .any(|curve| point_in(curve, der).is_some())
        || aws_lc_rs::rsa::PublicKey::from_der(der).is_ok()
}

/// What stands before the point: there is one way in DER to write a named curve (RFC 5480 §2.1.1,
/// RFC 8410 §4).
const fn head(curve: Curve) -> &'static [u8] {
    match curve {
        Curve::Ed25519 => b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00",
        Curve::P256 => {
            b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00"
        }
        Curve::P384 => {
            b"\x30\x76\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22\x03\x62\x00"
        }
    }
}
