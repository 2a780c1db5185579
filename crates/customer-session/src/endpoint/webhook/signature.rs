//! Who signed, and when.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use hmac::{Hmac, KeyInit, Mac, digest::CtOutput};
use sha2::Sha256;

/// What a request claims to be signed.
#[derive(Clone)]
#[non_exhaustive]
pub struct Delivery<'a> {
    /// When it was signed, in seconds since 1970. It must be a part of what is signed.
    pub timestamp: u64,
    /// What is signed: these parts, one after the other.
    pub signed: Vec<&'a [u8]>,
    /// The signatures that it carries. One good one is enough: while a secret is being replaced, a
    /// sender signs with the old and the new one.
    pub signatures: Vec<[u8; 32]>,
}

impl<'a> Delivery<'a> {
    /// A delivery.
    #[must_use]
    pub const fn new(timestamp: u64, signed: Vec<&'a [u8]>, signatures: Vec<[u8; 32]>) -> Self {
        Self {
            timestamp,
            signed,
            signatures,
        }
    }
}

/// Shows neither signatures nor what is signed.
impl fmt::Debug for Delivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("timestamp", &self.timestamp)
            .field("signatures", &self.signatures.len())
            .finish_non_exhaustive()
    }
}

/// A key for HMAC-SHA256. It is not printed, and wiped when dropped.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    /// What a secret must have at least, in bytes, beside a prefix that every secret has: 16, which
    /// is 96 bits in base64. Whoever guesses a secret can sign customers out.
    pub const MIN_SECRET_BYTES: usize = 16;

    /// A key of any length.
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes keys of any length"))
    }

    /// Whether one of the signatures was made with this key. The time that it takes tells nothing
    /// about the right one.
    pub(super) fn signed(&self, delivery: &Delivery<'_>) -> bool {
        let mut mac = self.0.clone();
        for part in &delivery.signed {
            mac.update(part);
        }
        let right = mac.finalize();
        delivery
            .signatures
            .iter()
            .any(|signature| CtOutput::new((*signature).into()) == right)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}

/// How far from now a delivery may have been signed, in either direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance(pub(super) Duration);

impl Tolerance {
    /// Counted in whole seconds, since the timestamp is.
    pub(super) fn allows(self, timestamp: u64, now: SystemTime) -> bool {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        now.as_secs().abs_diff(timestamp) <= self.0.as_secs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231 §4.3, test case 2.
    const RFC_4231: [u8; 32] = [
        0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75,
        0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec,
        0x38, 0x43,
    ];

    fn signed(parts: &[&str], signatures: Vec<[u8; 32]>) -> bool {
        let parts = parts.iter().map(|part| part.as_bytes()).collect();
        SigningKey::new(b"Jefe").signed(&Delivery::new(0, parts, signatures))
    }

    #[test]
    fn a_signature_is_hmac_sha256_over_the_parts_one_after_the_other() {
        assert!(signed(&["what do ya want for nothing?"], vec![RFC_4231]));
        assert!(signed(
            &["what do ya", " want", "", " for nothing?"],
            vec![RFC_4231]
        ));
        assert!(!signed(&["what do ya want for nothing!"], vec![RFC_4231]));
    }

    #[test]
    fn one_good_signature_among_bad_ones_is_enough_and_none_is_not() {
        let text = ["what do ya want for nothing?"];

        assert!(signed(&text, vec![[0; 32], RFC_4231, [1; 32]]));
        assert!(!signed(&text, vec![[0; 32]]));
        assert!(!signed(&text, vec![]));
    }

    /// A signature that is wrong in one bit, wherever it stands.
    #[test]
    fn every_bit_of_a_signature_counts() {
        for bit in 0..256 {
            let mut wrong = RFC_4231;
            wrong[bit / 8] ^= 1 << (bit % 8);

            assert!(!signed(&["what do ya want for nothing?"], vec![wrong]));
        }
    }

    #[test]
    fn the_tolerance_holds_in_both_directions_and_no_timestamp_overflows() {
        let tolerance = Tolerance(Duration::from_secs(300));
        let now = UNIX_EPOCH + Duration::from_millis(1_700_000_000_999);
        let allows = |timestamp| tolerance.allows(timestamp, now);

        assert!(allows(1_700_000_000) && allows(1_699_999_700) && allows(1_700_000_300));
        assert!(!allows(1_699_999_699) && !allows(1_700_000_301));
        assert!(!allows(0) && !allows(u64::MAX));
    }

    #[test]
    fn debug_shows_neither_keys_nor_signatures() {
        let delivery = Delivery::new(7, vec![b"canary"], vec![[77; 32]]);

        let printed = format!("{:?} {delivery:?}", SigningKey::new(b"canary"));

        assert!(!printed.contains("canary") && !printed.contains("77"));
    }
}
