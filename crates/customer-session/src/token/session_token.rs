//! The owned token: made on a miss only, never printed, wiped when dropped.

use std::{fmt, sync::Arc};

use secrecy::{ExposeSecret, SecretString};

/// A customer-session token that is kept beyond the request it arrived with.
///
/// It has no `Display` and no `Serialize`, its `Debug` shows nothing of it, and its memory is wiped
/// when the last clone is dropped. A clone shares the memory.
///
/// # Example
///
/// ```
/// use customer_session::token::SessionToken;
///
/// let token = SessionToken::new("polar_cst_secret");
/// assert_eq!(format!("{token:?}"), "SessionToken(redacted)");
/// assert_eq!(token.expose(), "polar_cst_secret");
/// ```
#[derive(Clone)]
pub struct SessionToken(Arc<SecretString>);

impl SessionToken {
    /// Takes the token's text into keeping.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self(Arc::new(SecretString::from(token.into())))
    }

    /// The token's text, to be sent to its issuer and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(redacted)")
    }
}

impl<'de> serde::Deserialize<'de> for SessionToken {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
