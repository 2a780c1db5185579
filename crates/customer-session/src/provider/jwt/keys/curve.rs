//! Keys on elliptic curves (RFC 7518 §6.2, RFC 8037 §2).

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, ParsedPublicKey,
    VerificationAlgorithm,
};
use jsonwebtoken::DecodingKey;

use super::Flaw;

/// A curve that a key may lie on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Curve {
    Ed25519,
    P256,
    P384,
}

impl Curve {
    /// How long a coordinate is, in bytes.
    pub(super) const fn coordinate(self) -> usize {
        match self {
            Self::Ed25519 | Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    fn backend(self) -> &'static dyn VerificationAlgorithm {
        match self {
            Self::Ed25519 => &ED25519,
            Self::P256 => &ECDSA_P256_SHA256_FIXED,
            Self::P384 => &ECDSA_P384_SHA384_FIXED,
        }
    }

    /// The key of a point: uncompressed for the NIST curves (SEC 1 §2.3.3), as it is for Ed25519.
    pub(super) fn key(self, point: &[u8]) -> Result<DecodingKey, Flaw> {
        let length = match self {
            Self::Ed25519 => self.coordinate(),
            Self::P256 | Self::P384 => 1 + 2 * self.coordinate(),
        };
        if point.len() != length {
            return Err("its point has the wrong length for its curve");
        }
        ParsedPublicKey::new(self.backend(), point).map_err(|_| "its point is not on its curve")?;
        match self {
            Self::Ed25519 if has_small_order(point) => Err("its point has a small order"),
            Self::Ed25519 => Ok(DecodingKey::from_ed_der(point)),
            Self::P256 | Self::P384 => Ok(DecodingKey::from_ec_der(point)),
        }
    }
}

/// Whether a point of Ed25519 has an order of 8 at most: under such a key everybody can sign.
fn has_small_order(point: &[u8]) -> bool {
    SMALL_ORDER.iter().any(|small| {
        let (Some((last, head)), Some((small_last, small_head))) =
            (point.split_last(), small.split_last())
        else {
            return false;
        };
        // The highest bit is the sign of the other coordinate.
        head == small_head && last & 0x7F == *small_last
    })
}

/// All points whose order divides 8, by their `y`, and the two that can be written in another way.
const SMALL_ORDER: [[u8; 32]; 7] = {
    let (mut one, mut minus_one) = ([0; 32], [0xFF; 32]);
    one[0] = 1;
    minus_one[31] = 0x7F;
    let (mut zero_again, mut one_again) = (minus_one, minus_one);
    minus_one[0] = 0xEC;
    zero_again[0] = 0xED;
    one_again[0] = 0xEE;
    [
        [0; 32],
        one,
        minus_one,
        zero_again,
        one_again,
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF,
            0x98, 0xF0, 0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88,
            0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10,
            0x67, 0x0F, 0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77,
            0x92, 0xAC, 0x03, 0x7A,
        ],
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Under the neutral element `R = S·B` holds for every message: `S = 0`, `R` neutral.
    #[test]
    fn the_forgery_that_small_orders_allow_is_real() {
        let (mut neutral, mut forged) = ([0; 32], [0; 64]);
        (neutral[0], forged[0]) = (1, 1);

        let key = ParsedPublicKey::new(&ED25519, neutral).unwrap();

        assert!(key.verify_sig(b"anything", &forged).is_ok());
        assert!(Curve::Ed25519.key(&neutral).is_err());
    }

    #[test]
    fn every_point_of_small_order_is_refused_with_either_sign() {
        for mut point in SMALL_ORDER {
            assert!(Curve::Ed25519.key(&point).is_err());
            point[31] |= 0x80;
            assert!(Curve::Ed25519.key(&point).is_err());
        }
    }

    #[test]
    fn a_point_off_its_curve_is_refused() {
        let mut point = [1; 65];
        point[0] = 4;

        assert_eq!(
            Curve::P256.key(&point).unwrap_err(),
            "its point is not on its curve"
        );
        assert!(Curve::P384.key(&point).is_err());
        assert!(Curve::P256.key(&[0]).is_err());
    }
}
