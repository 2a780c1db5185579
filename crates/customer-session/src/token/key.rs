//! The key by which this process knows a token.

use std::{
    fmt,
    hash::{BuildHasher, BuildHasherDefault, Hash, Hasher},
};

use siphasher::sip128::SipHasher13;

use crate::{
    cache::Spread,
    entropy::{Entropy, EntropyError},
};

/// A keyed hash of a token, under a key that lives as long as this engine and never leaves it.
///
/// SipHash-1-3 with 128 bits of output and a random 128-bit key, and this is why that is enough:
///
/// - It is a keyed function of which no output ever leaves the process: there is nothing to learn
///   the key from, and without the key nobody can compute, or even aim at, the hash of a token. The
///   standard library's hash maps rest on the same function where an attacker chooses the keys and
///   sees how long look-ups take.
/// - Two of a million live tokens share a hash with a probability of about 10⁻²⁷, and a presented
///   token meets one of them with 10⁻³².
/// - It costs about 24 ns for 53 bytes. SipHash-2-4 costs 40 ns, keyed BLAKE3 78 ns and
///   HMAC-SHA-256 more than 100 ns, and what they add would guard an output that nobody sees. What
///   leaves the process needs, and will get, a cryptographic digest.
///
/// The cache therefore holds no token, and a dump of it does not let anybody present one.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct LocalKey([u64; 2]);

impl LocalKey {
    /// No token's, but with a probability of 2⁻¹²⁸.
    pub(crate) const NOBODY: Self = Self([0; 2]);

    /// Some of its bits, which are as random as all.
    pub(crate) fn low_bits(self) -> usize {
        self.0[0] as usize
    }

    /// Others of its bits.
    pub(crate) fn bits(self) -> u32 {
        (self.0[1] >> 32) as u32
    }

    /// Where it stands among all others.
    pub(crate) fn spread(self) -> Spread {
        Spread((self.0[1] >> 48) as u16)
    }
}

impl Hash for LocalKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0[1]);
    }
}

impl fmt::Debug for LocalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalKey(..)")
    }
}

/// Makes [`LocalKey`]s, and hashes other keys in the same manner: then one source of randomness
/// decides all that an engine does by chance.
#[derive(Clone)]
pub(crate) struct LocalKeys(SipHasher13);

impl LocalKeys {
    pub(crate) fn new(entropy: &dyn Entropy) -> Result<Self, EntropyError> {
        let mut key = [0; 16];
        entropy.fill(&mut key)?;
        Ok(Self(SipHasher13::new_with_key(&key)))
    }

    pub(crate) fn of(&self, token: &[u8]) -> LocalKey {
        let hash = self.0.hash(token);
        LocalKey([hash.h1, hash.h2])
    }
}

impl BuildHasher for LocalKeys {
    type Hasher = SipHasher13;

    fn build_hasher(&self) -> SipHasher13 {
        self.0
    }
}

impl fmt::Debug for LocalKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalKeys(redacted)")
    }
}

/// Passes the bits of a [`LocalKey`] through: they are random already, and hashing them again costs
/// time on every hit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PassThrough(u64);

impl Hasher for PassThrough {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, bits: u64) {
        self.0 = bits;
    }
}

/// Builds [`PassThrough`] hashers.
pub(crate) type BuildPassThrough = BuildHasherDefault<PassThrough>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn the_same_token_has_one_key_in_an_engine_and_another_in_the_next() {
        let (one, other) = (
            LocalKeys::new(&SystemEntropy).unwrap(),
            LocalKeys::new(&SystemEntropy).unwrap(),
        );

        assert!(one.of(b"token") == one.of(b"token"));
        assert!(one.of(b"token") != one.of(b"tokem"));
        assert!(one.of(b"token") != other.of(b"token"));
    }

    #[test]
    fn neither_keys_nor_their_maker_can_be_printed() {
        let keys = LocalKeys::new(&SystemEntropy).unwrap();

        assert_eq!(
            format!("{keys:?} {:?}", keys.of(b"token")),
            "LocalKeys(redacted) LocalKey(..)"
        );
    }
}
