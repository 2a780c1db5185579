//! Secrets, and the two ways in which Polar signs with them.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::error::WebhookError;
use crate::{hashed, polar::token};

/// The secret of a webhook.
///
/// Its text does not tell how it is signed with: from 2026-06-29 to 2026-09-08 Polar generated
/// secrets that begin with `whsec_`, and signed with them in the old way.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret {
    text: String,
    key: Vec<u8>,
    mode: SignatureMode,
}

/// What the key of a signature is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum SignatureMode {
    /// The UTF-8 bytes of the whole secret, prefix included.
    ///
    /// Polar signs so with every secret that a merchant chose, and with those that it generated
    /// before 2026-09-08.
    Legacy,
    /// The bytes that the rest of the secret, after `whsec_`, is the base64 of, as the Standard
    /// Webhooks specification wants it.
    ///
    /// Polar signs so with secrets that it generated since 2026-09-08.
    Standard,
}

impl Secret {
    /// A secret that a merchant chose, which is always signed with in the
    /// [legacy](SignatureMode::Legacy) way.
    pub fn chosen(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            key: text.as_bytes().to_vec(),
            text,
            mode: SignatureMode::Legacy,
        }
    }

    /// A secret as Polar generated it from 2026-06-29 to 2026-09-08: `whsec_` and 43 characters,
    /// signed with in the [legacy](SignatureMode::Legacy) way.
    #[must_use]
    pub fn legacy() -> Self {
        Self::chosen(token::generate(STANDARD_PREFIX))
    }

    /// A secret as Polar generated it before 2026-06-29: `polar_whs_` and 43 characters, signed
    /// with in the [legacy](SignatureMode::Legacy) way.
    #[must_use]
    pub fn oldest() -> Self {
        Self::chosen(token::generate("polar_whs_"))
    }

    /// A secret as Polar generates it since 2026-09-08: `whsec_` and the base64 of 32 random bytes,
    /// signed with in the [standard](SignatureMode::Standard) way.
    #[must_use]
    pub fn standard() -> Self {
        let mut key = [0; 32];
        hashed::fill(&mut key);
        Self::of_key(key.to_vec())
    }

    /// A secret that Polar generated since 2026-09-08, such as one out of a configuration.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Secret`] unless `text` is `whsec_` and the base64, with padding, of at least
    /// one byte.
    pub fn standard_from(text: &str) -> Result<Self, WebhookError> {
        let encoded = text
            .strip_prefix(STANDARD_PREFIX)
            .ok_or(WebhookError::Secret)?;
        let key = STANDARD.decode(encoded).map_err(|_| WebhookError::Secret)?;
        if key.is_empty() {
            return Err(WebhookError::Secret);
        }
        Ok(Self::of_key(key))
    }

    /// The text, which a receiver is given.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What the key of a signature is.
    #[must_use]
    pub const fn mode(&self) -> SignatureMode {
        self.mode
    }

    /// One signature, as the header `webhook-signature` has it.
    pub(super) fn sign(&self, id: &str, unix_seconds: i64, body: &[u8]) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        mac.update(format!("{id}.{unix_seconds}.").as_bytes());
        mac.update(body);
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }

    fn of_key(key: Vec<u8>) -> Self {
        Self {
            text: format!("{STANDARD_PREFIX}{}", STANDARD.encode(&key)),
            key,
            mode: SignatureMode::Standard,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({:?}, ..)", self.mode)
    }
}

const STANDARD_PREFIX: &str = "whsec_";
