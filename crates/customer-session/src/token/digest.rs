//! The digest by which a token is known outside of this process.

use std::{error::Error, fmt, str::FromStr};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::config::ConfigError;

/// HMAC-SHA-256 of a token, under a [`DigestSecret`]: what a store of sessions knows a token by.
///
/// Whoever reads the store can neither present a token nor, without the secret, try out guesses.
/// It is a digest of the provider's identity and the token together, each preceded by its length:
/// a token that is a session at one provider is none at another, and no two pairs run together.
///
/// # Security
///
/// Digests are looked up, not compared in constant time, and need not be: what an attacker can
/// choose is the token, and without the secret nobody can choose a token by its digest.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// A digest that was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 digits in lower case, which [`FromStr`] reads.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }
}

/// Reads 64 hexadecimal digits in lower case: a digest has one spelling.
impl FromStr for TokenDigest {
    type Err = ParseDigestError;

    fn from_str(text: &str) -> Result<Self, ParseDigestError> {
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
            return Err(ParseDigestError(()));
        };
        let mut bytes = [0; 32];
        if pairs.len() != bytes.len() {
            return Err(ParseDigestError(()));
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Debug for TokenDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenDigest(..)")
    }
}

/// The text is not a digest in 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ParseDigestError(());

impl fmt::Display for ParseDigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a token's digest is 64 hexadecimal digits in lower case")
    }
}

impl Error for ParseDigestError {}

/// The secret under which tokens are digested, and those that it was before.
///
/// All processes that share a store share it, and it outlives them: with another secret, no stored
/// session is found.
///
/// To replace it where several processes share a store, take two phases, or those that have not
/// restarted yet deny what the others store:
///
/// 1. Everywhere, keep the old one and let the new one be found: `new(old)?.previous(new)?`.
/// 2. When that runs everywhere, swap them: `new(new)?.previous(old)?`. Keep the old one as
///    [`previous`](Self::previous) for as long as a session can last.
///
/// # Example
///
/// ```
/// use customer_session::token::DigestSecret;
///
/// # fn main() -> Result<(), customer_session::ConfigError> {
/// # let (new, old) = ("n".repeat(32), "o".repeat(32));
/// let secret = DigestSecret::new(new)?.previous(old)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct DigestSecret {
    current: Hmac<Sha256>,
    previous: Vec<Hmac<Sha256>>,
}

impl DigestSecret {
    /// How many bytes a secret has at least: as many as the hash (RFC 2104 §3).
    pub const MIN_BYTES: usize = 32;

    /// A secret of at least 32 bytes, made by a random generator; `openssl rand -hex 32` makes one
    /// of 64.
    ///
    /// # Errors
    ///
    /// When it is shorter.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        Ok(Self {
            current: keyed("digest_secret", secret.as_ref())?,
            previous: Vec::new(),
        })
    }

    /// Keeps finding the sessions that were stored under an earlier secret. New ones are stored
    /// under the current one. Each previous secret costs one more look-up for a token that is
    /// unknown.
    ///
    /// # Errors
    ///
    /// When it is shorter than 32 bytes.
    pub fn previous(mut self, secret: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        let keyed = keyed("digest_secret.previous", secret.as_ref())?;
        self.previous.push(keyed);
        Ok(self)
    }

    /// The digest under which a token of this provider is stored.
    #[must_use]
    pub fn digest(&self, provider: &str, token: &str) -> TokenDigest {
        digest(&self.current, provider, token)
    }

    /// Each digest under which a token of this provider may have been stored, the current one
    /// first.
    pub fn digests<'a>(
        &'a self,
        provider: &'a str,
        token: &'a str,
    ) -> impl Iterator<Item = TokenDigest> + Send + 'a {
        std::iter::once(&self.current)
            .chain(&self.previous)
            .map(move |keyed| digest(keyed, provider, token))
    }
}

impl fmt::Debug for DigestSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DigestSecret")
            .field("previous", &self.previous.len())
            .finish_non_exhaustive()
    }
}

fn keyed(field: &'static str, secret: &[u8]) -> Result<Hmac<Sha256>, ConfigError> {
    let mend = "set at least 32 random bytes, such as `openssl rand -hex 32` prints";
    if secret.len() < DigestSecret::MIN_BYTES {
        return Err(ConfigError::invalid(field, "too short", mend));
    }
    Hmac::new_from_slice(secret).map_err(|_| ConfigError::invalid(field, "unusable", mend))
}

fn digest(keyed: &Hmac<Sha256>, provider: &str, token: &str) -> TokenDigest {
    let mut mac = keyed.clone();
    for part in [provider, token] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    TokenDigest(mac.finalize().into_bytes().into())
}

/// Bytes as digits in lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0'))
        .collect()
}

fn digit(byte: u8) -> Result<u8, ParseDigestError> {
    match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(ParseDigestError(())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
    const OTHER: &[u8] = b"fedcba9876543210fedcba9876543210";

    fn secret() -> DigestSecret {
        DigestSecret::new(SECRET).unwrap()
    }

    /// Computed with Python's `hmac`: what was stored by one version must be found by the next.
    #[test]
    fn the_digest_is_what_it_was_when_sessions_were_stored() {
        assert_eq!(
            secret().digest("stripe", "cuss_secret_a").to_hex(),
            "ae7254d0dc2650248e22d9603c60d4732e0b4d87ab1e9c75d9579dedf4454534"
        );
    }

    #[test]
    fn provider_and_token_do_not_run_together() {
        assert!(secret().digest("ab", "c") != secret().digest("a", "bc"));
        assert!(secret().digest("a", "b") != secret().digest("b", "a"));
        assert!(secret().digest("", "ab") != secret().digest("ab", ""));
    }

    #[test]
    fn another_secret_gives_another_digest_and_a_previous_one_is_tried_second() {
        let other = DigestSecret::new(OTHER).unwrap();
        let rotated = DigestSecret::new(OTHER)
            .and_then(|new| new.previous(SECRET))
            .unwrap();

        let (new, old) = (other.digest("p", "t"), secret().digest("p", "t"));
        let tried: Vec<_> = rotated.digests("p", "t").collect();

        assert!(new != old);
        assert!(tried == [new, old]);
        assert!(rotated.digest("p", "t") == new);
    }

    #[test]
    fn a_short_secret_is_refused_unseen_wherever_it_stands() {
        let short = "canary".repeat(5);

        let errors = [
            DigestSecret::new(&short).unwrap_err(),
            secret().previous(&short).unwrap_err(),
        ];

        for (error, field) in errors
            .into_iter()
            .zip(["digest_secret", "digest_secret.previous"])
        {
            let printed = format!("{error} {error:?}");
            assert!(printed.contains(field) && printed.contains("openssl"));
            assert!(!printed.contains("canary"), "{printed}");
        }
    }

    #[test]
    fn a_digest_survives_being_written_and_read_and_has_one_spelling() {
        let digest = secret().digest("stripe", "token");
        let hex = digest.to_hex();

        assert!(hex.parse() == Ok(digest));
        assert!(TokenDigest::from_bytes(*digest.as_bytes()) == digest);
        for wrong in [
            "",
            "0",
            &hex[1..],
            &hex[2..],
            &format!("{hex}00"),
            &hex.to_uppercase(),
            &hex.replace(|_: char| true, "g"),
            "é",
        ] {
            assert!(wrong.parse::<TokenDigest>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn debug_shows_neither_secret_nor_digest() {
        let digest = secret().digest("stripe", "token");

        let printed = format!("{:?} {digest:?}", secret());

        assert_eq!(printed, "DigestSecret { previous: 0, .. } TokenDigest(..)");
    }
}
