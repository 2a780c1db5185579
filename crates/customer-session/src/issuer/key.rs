//! A key that signs sessions.

use std::{fmt, sync::Arc};

use aws_lc_rs::{error::Unspecified, rsa::KeySize};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{jwk::PublicParts, pair::Pair, pem};
use crate::{config::ConfigError, provider::jwt::Algorithm};

/// A private key that signs sessions, and the name by which verifiers find its public half.
///
/// Cheap to clone: clones share the key. Its `Debug` shows name and algorithm only, it cannot be
/// serialized but by [`to_pkcs8_pem`](Self::to_pkcs8_pem), and its memory is wiped when the last
/// clone is dropped.
///
/// # Example
///
/// ```
/// use customer_session::{issuer::SigningKey, provider::jwt::Algorithm};
/// use secrecy::ExposeSecret;
///
/// let key = SigningKey::generate(Algorithm::EdDSA)?;
/// let stored = key.to_pkcs8_pem()?; // Give it to your secret store, and to nobody else.
///
/// let same = SigningKey::from_pkcs8_pem(stored.expose_secret())?;
/// assert_eq!(same.key_id(), key.key_id());
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct SigningKey(Arc<Named>);

struct Named {
    /// The key's own name, whatever else it is called by.
    thumbprint: String,
    key_id: String,
    pair: Arc<Pair>,
    /// The public half, whole.
    jwk: Value,
    /// The header of each token that it signs, encoded.
    header: String,
}

impl SigningKey {
    /// Makes a new key: Ed25519 for [`EdDSA`](Algorithm::EdDSA), P-256 for
    /// [`ES256`](Algorithm::ES256), 2048 bits for [`RS256`](Algorithm::RS256).
    ///
    /// Take `EdDSA` unless a verifier does not know it: the smallest keys and signatures, the fastest
    /// to sign. `ES256` is known everywhere, and `RS256` even to what is old. The randomness is the
    /// cryptographic library's own.
    ///
    /// # Errors
    ///
    /// For any other algorithm, and when the library has no randomness.
    pub fn generate(algorithm: Algorithm) -> Result<Self, ConfigError> {
        let pair = Pair::generate(algorithm).ok_or_else(|| {
            ConfigError::invalid("algorithm", algorithm, "sign with EdDSA, ES256 or RS256")
        })?;
        pair.map_err(out_of_order).and_then(Self::new)
    }

    /// Makes a new RSA key of 2048, 3072 or 4096 bits. Each verification with one of 4096 bits costs
    /// three to four times as much as with one of 2048.
    ///
    /// # Errors
    ///
    /// For any other size, and when the library has no randomness.
    pub fn generate_rsa(bits: usize) -> Result<Self, ConfigError> {
        let size = match bits {
            2048 => KeySize::Rsa2048,
            3072 => KeySize::Rsa3072,
            4096 => KeySize::Rsa4096,
            _ => {
                let mend = "choose 2048, 3072 or 4096";
                return Err(ConfigError::invalid("bits", bits, mend));
            }
        };
        Pair::generate_rsa(size)
            .map_err(out_of_order)
            .and_then(Self::new)
    }

    /// Reads a private key in PKCS#8, as PEM text: Ed25519, P-256, or RSA of 2048 to 4096 bits.
    ///
    /// # Errors
    ///
    /// When the text is no single such key: another form (PKCS#1, SEC 1, encrypted), another curve,
    /// an RSA key that is too small or too large. Nothing of the text is shown.
    pub fn from_pkcs8_pem(text: &str) -> Result<Self, ConfigError> {
        let der = pem::read(text)
            .map_err(|mend| ConfigError::invalid("signing_key", "(hidden)", mend))?;
        Self::from_pkcs8_der(&der)
    }

    /// Reads a private key in PKCS#8, as DER bytes (RFC 5958).
    ///
    /// # Errors
    ///
    /// As [`from_pkcs8_pem`](Self::from_pkcs8_pem).
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, ConfigError> {
        Pair::from_pkcs8(der)
            .map_err(|mend| ConfigError::invalid("signing_key", "(hidden)", mend))
            .and_then(Self::new)
    }

    /// Names the key, in 1 to 128 visible characters of ASCII. Default: its thumbprint (RFC 7638,
    /// SHA-256), which is the same wherever the key is loaded, and which no other key has.
    ///
    /// Never give one name to two keys, not even one after the other: verifiers remember keys by
    /// their names.
    ///
    /// # Errors
    ///
    /// When the name is empty, too long, or holds anything else.
    pub fn named(self, key_id: impl Into<String>) -> Result<Self, ConfigError> {
        let key_id = key_id.into();
        let fits =
            (1..=128).contains(&key_id.len()) && key_id.bytes().all(|b| b.is_ascii_graphic());
        if !fits {
            return Err(ConfigError::invalid(
                "key_id",
                key_id.escape_default(),
                "use 1 to 128 visible characters of ASCII",
            ));
        }
        let pair = self.0.pair.clone();
        let parts = pair.public().ok_or_else(|| out_of_order(Unspecified))?;
        Ok(Self::assemble(pair, &parts, key_id))
    }

    fn new(pair: Pair) -> Result<Self, ConfigError> {
        let parts = pair.public().ok_or_else(|| out_of_order(Unspecified))?;
        let key_id = parts.thumbprint();
        Ok(Self::assemble(Arc::new(pair), &parts, key_id))
    }

    fn assemble(pair: Arc<Pair>, parts: &PublicParts, key_id: String) -> Self {
        let algorithm = pair.algorithm();
        Self(Arc::new(Named {
            thumbprint: parts.thumbprint(),
            jwk: parts.jwk(algorithm, &key_id),
            header: header(algorithm, &key_id, TYPE),
            key_id,
            pair,
        }))
    }

    /// The name by which tokens say which key signed them, `kid`.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.0.key_id
    }

    /// What it signs with.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.0.pair.algorithm()
    }

    /// The public half as a JWK (RFC 7517 §4): `kty` and its numbers, `alg`, `use`, `kid`.
    #[must_use]
    pub fn public_jwk(&self) -> &Value {
        &self.0.jwk
    }

    /// The private key as PEM text in PKCS#8, to be stored. It is not encrypted: whoever reads it
    /// can sign in as every customer.
    ///
    /// # Errors
    ///
    /// When the cryptographic library cannot write it.
    pub fn to_pkcs8_pem(&self) -> Result<SecretString, ConfigError> {
        self.0.pair.to_pkcs8_pem().map_err(out_of_order)
    }

    /// The compact form (RFC 7515 §7.1) of a token with these claims.
    pub(super) fn sign(&self, claims: &str) -> Result<String, Unspecified> {
        self.sign_under(self.0.header.clone(), claims)
    }

    /// The same, of something that is no session: its kind, `typ`, says what it is.
    #[cfg(feature = "introspection")]
    pub(crate) fn sign_as(&self, kind: &str, claims: &str) -> Result<String, Unspecified> {
        self.sign_under(header(self.algorithm(), self.key_id(), kind), claims)
    }

    fn sign_under(&self, header: String, claims: &str) -> Result<String, Unspecified> {
        let mut token = header;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let signature = self.0.pair.sign(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// Whether both are one key, under whatever names.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.thumbprint == other.0.thumbprint
    }

    /// Whether a verifier could take one for the other: one name, or one key under two names.
    pub(super) fn is_confusable_with(&self, other: &Self) -> bool {
        self.key_id() == other.key_id() || self.is(other)
    }
}

/// Shows name and algorithm only.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("key_id", &self.0.key_id)
            .field("algorithm", &self.0.pair)
            .finish_non_exhaustive()
    }
}

fn header(algorithm: Algorithm, key_id: &str, kind: &str) -> String {
    let header = json!({ "alg": algorithm.as_str(), "kid": key_id, "typ": kind });
    URL_SAFE_NO_PAD.encode(header.to_string())
}

fn out_of_order(_: Unspecified) -> ConfigError {
    ConfigError::invalid(
        "signing_key",
        "(hidden)",
        "the cryptographic library failed; try again, and look at the machine's randomness",
    )
}

/// RFC 9068 §2.1.
const TYPE: &str = "at+jwt";

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const SIGNING: [Algorithm; 3] = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256];

    #[test]
    fn a_stored_key_comes_back_as_the_same_key() {
        for algorithm in SIGNING {
            let key = SigningKey::generate(algorithm).unwrap();
            let pem = key.to_pkcs8_pem().unwrap();

            let back = SigningKey::from_pkcs8_pem(pem.expose_secret()).unwrap();

            assert_eq!(back.algorithm(), algorithm);
            assert_eq!(back.public_jwk(), key.public_jwk());
            assert!(back.is(&key));
        }
    }

    #[test]
    fn the_default_name_is_the_thumbprint_and_another_can_be_given() {
        let key = SigningKey::generate(Algorithm::ES256).unwrap();
        let renamed = key.clone().named("2026-01").unwrap();

        assert_eq!(key.key_id(), key.0.thumbprint);
        assert_eq!(key.key_id().len(), 43);
        assert_eq!(renamed.key_id(), "2026-01");
        assert_eq!(renamed.public_jwk()["kid"], "2026-01");
        assert!(renamed.is(&key));
        for name in ["", "two words", "lin\nes", "é", &"k".repeat(129)] {
            assert!(key.clone().named(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn only_what_stands_in_public_is_in_the_jwk() {
        for (algorithm, members) in [
            (Algorithm::EdDSA, "alg crv kid kty use x"),
            (Algorithm::ES256, "alg crv kid kty use x y"),
            (Algorithm::RS256, "alg e kid kty n use"),
        ] {
            let key = SigningKey::generate(algorithm).unwrap();
            let mut names: Vec<_> = key.public_jwk().as_object().unwrap().keys().collect();
            names.sort();

            assert_eq!(names, members.split(' ').collect::<Vec<_>>());
            assert_eq!(key.public_jwk()["use"], "sig");
            assert_eq!(key.public_jwk()["alg"], algorithm.as_str());
        }
    }

    #[test]
    fn what_nothing_is_signed_with_here_is_refused() {
        for algorithm in Algorithm::ALL {
            let made = SigningKey::generate(*algorithm);
            assert_eq!(made.is_ok(), SIGNING.contains(algorithm), "{algorithm}");
        }
        for bits in [0, 512, 1024, 2047, 2056, 8192] {
            let error = SigningKey::generate_rsa(bits).unwrap_err().to_string();
            assert!(
                error.contains("`bits`") && error.contains("2048"),
                "{error}"
            );
        }
        let key = SigningKey::generate_rsa(3072).unwrap();
        assert_eq!(key.public_jwk()["n"].as_str().unwrap().len(), 512);
    }

    #[test]
    fn debug_shows_nothing_of_the_key() {
        for algorithm in SIGNING {
            let key = SigningKey::generate(algorithm)
                .unwrap()
                .named("k1")
                .unwrap();

            assert_eq!(
                format!("{key:?}"),
                format!("SigningKey {{ key_id: \"k1\", algorithm: {algorithm}, .. }}")
            );
        }
    }
}
