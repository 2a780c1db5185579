//! What a fake keeps in place of the tokens and secrets that it gave out.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The key under which tokens are hashed, made anew for every fake.
pub(crate) struct HashKey([u8; 32]);

impl HashKey {
    /// A random key.
    pub(crate) fn random() -> Self {
        let mut key = [0; 32];
        fill(&mut key);
        Self(key)
    }

    /// The HMAC-SHA-256 of the whole token: the only form in which a token is kept.
    pub(crate) fn hash(&self, token: &str) -> TokenHash {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(token.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey(..)")
    }
}

/// What a token is stored as.
pub(crate) type TokenHash = [u8; 32];

/// Fills `bytes` with randomness.
pub(crate) fn fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system has randomness wherever tests run");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_key_does_not_show_itself() {
        assert_eq!(format!("{:?}", HashKey([7; 32])), "HashKey(..)");
    }
}
