//! Keys that the application brings itself.

use std::{fmt, sync::Arc};

use jsonwebtoken::DecodingKey;

use super::{Flaw, VerifyingKey, jwk, read::KeyRules, secret, spki};
use crate::{config::ConfigError, provider::jwt::Algorithm};

/// A key for verifying signed tokens that is at hand, rather than fetched from the issuer.
///
/// Each key serves one [`Algorithm`]. It is judged when it is made: RSA keys have 2048 to 8192 bits
/// and an odd exponent of 3 at least, points lie on their curve, and shared secrets are as long as
/// their hash at least.
///
/// # Example
///
/// ```
/// use customer_session::provider::jwt::JwtKey;
///
/// let key = JwtKey::jwk(
///     r#"{"kty":"OKP","crv":"Ed25519","kid":"2026","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
/// )?;
/// assert_eq!(key.algorithm().as_str(), "EdDSA");
/// # Ok::<(), customer_session::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct JwtKey(VerifyingKey);

impl JwtKey {
    /// A public key in JSON (RFC 7517). Without `alg`, an RSA key serves RS256, and a key on a
    /// curve the algorithm of that curve.
    ///
    /// # Errors
    ///
    /// When it is not a public key, or not one that can be trusted.
    pub fn jwk(json: &str) -> Result<Self, ConfigError> {
        jwk::key(json.as_bytes(), &KeyRules::new())
            .map(Self)
            .map_err(|flaw| unusable("a JWK", flaw))
    }

    /// A public key in PEM: `PUBLIC KEY` (RFC 7468 §13), or `RSA PUBLIC KEY` (RFC 8017 §A.1.1).
    ///
    /// # Errors
    ///
    /// When it is not one such key, or not one that can be trusted, or not of this algorithm.
    pub fn pem(algorithm: Algorithm, pem: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        let read = pem::parse(pem).map_err(|_| unusable("a PEM", "it is not readable"))?;
        match read.tag() {
            "PUBLIC KEY" | "RSA PUBLIC KEY" => Self::document(algorithm, "a PEM", read.contents()),
            tag if tag.ends_with("PRIVATE KEY") => Err(unusable("a PEM", "it holds a private key")),
            _ => Err(unusable("a PEM", "it holds no public key")),
        }
    }

    /// A public key in DER: a `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
    ///
    /// # Errors
    ///
    /// When it is not one, or not one that can be trusted, or not of this algorithm.
    pub fn der(algorithm: Algorithm, der: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        Self::document(algorithm, "a DER document", der.as_ref())
    }

    /// A secret that is shared with the issuer, for HS256, HS384 or HS512.
    ///
    /// # Errors
    ///
    /// When the algorithm has no shared secret; when the secret is shorter than the algorithm's
    /// hash (32, 48 or 64 bytes; RFC 7518 §3.2); and when it is a public key in PEM, JSON or DER,
    /// which is no secret.
    ///
    /// # Security
    ///
    /// Whoever verifies with it can sign too. It must be random: a password is guessed from a
    /// single token.
    pub fn secret(algorithm: Algorithm, secret: impl AsRef<[u8]>) -> Result<Self, ConfigError> {
        let secret = secret.as_ref();
        let least = secret::least_bytes(algorithm).ok_or_else(|| {
            ConfigError::invalid(
                "algorithm",
                algorithm,
                "it has no shared secret; use HS256, HS384 or HS512, or a public key",
            )
        })?;
        if secret.len() < least {
            return Err(ConfigError::invalid(
                "secret",
                format_args!("{} bytes", secret.len()),
                format!("{algorithm} needs {least} random bytes at least (RFC 7518 §3.2)"),
            ));
        }
        if secret::is_a_key(secret) {
            return Err(ConfigError::invalid(
                "secret",
                "a key, or a document",
                "it is no secret: others have it and could sign; give a public key to `.key(..)`",
            ));
        }
        Ok(Self::new(algorithm, DecodingKey::from_secret(secret)))
    }

    /// Sets the id (`kid`) by which tokens name the key. Without one, the key is tried for every
    /// token that names no other key, where it is the only such key of its algorithm.
    #[must_use]
    pub fn id(mut self, id: impl Into<Arc<str>>) -> Self {
        self.0.id = Some(id.into());
        self
    }

    /// The algorithm that the key serves.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.0.algorithm
    }

    fn document(algorithm: Algorithm, form: &'static str, der: &[u8]) -> Result<Self, ConfigError> {
        spki::key(algorithm, der)
            .map(|backend| Self::new(algorithm, backend))
            .map_err(|flaw| unusable(form, flaw))
    }

    const fn new(algorithm: Algorithm, backend: DecodingKey) -> Self {
        Self(VerifyingKey {
            id: None,
            algorithm,
            backend,
        })
    }

    pub(crate) const fn verifying(&self) -> &VerifyingKey {
        &self.0
    }
}

fn unusable(form: &'static str, flaw: Flaw) -> ConfigError {
    ConfigError::invalid(
        "key",
        form,
        format!("{flaw}; give the public key that the issuer signs with"),
    )
}

/// Shows the id and the algorithm only.
impl fmt::Debug for JwtKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtKey")
            .field("id", &self.0.id)
            .field("algorithm", &self.0.algorithm)
            .finish_non_exhaustive()
    }
}
