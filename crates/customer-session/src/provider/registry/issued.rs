//! What an issuer says when it created a session: its token, and when it ends.

use std::{error::Error, fmt, time::SystemTime};

use serde_json::Value;

use crate::{
    provider::{TimeFormat, time_format::system_time},
    token::SessionToken,
};

/// What an issuer says when it created a session: its token, and when it ends.
///
/// Made of the answer to the call that creates one, whichever client made the call. Of an issuer that
/// offers nothing else, this is all that is ever known: [register](super::Registry::register) it.
///
/// # Example
///
/// Paddle's answer, and the session that becomes of it:
///
/// ```
/// use customer_session::{
///     clock::{Clock, SystemClock},
///     provider::registry::{IssuedToken, MemoryStore, Registry},
///     token::DigestSecret,
/// };
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let secret = "0123456789abcdef0123456789abcdef";
/// # let answer = br#"{"data":{"customer_auth_token":"pca_made_up","expires_at":"2099-10-12T07:20:50.52Z"},"meta":{"request_id":"r"}}"#;
/// let registry = Registry::new("paddle live", DigestSecret::new(secret)?, MemoryStore::new());
///
/// // POST /customers/ctm_1/auth-token was answered with 200 and this body.
/// let issued = IssuedToken::paddle(answer)?;
/// let record = registry
///     .record(issued.token().expose(), "ctm_1", issued.expires_at())
///     .created(SystemClock::new().wall());
/// registry.register(issued.token().expose(), &record).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct IssuedToken {
    expires_at: SystemTime,
    token: SessionToken,
}

impl IssuedToken {
    /// Reads an answer: the token stands at one place and its end, written in this format, at the
    /// other (JSON pointers, RFC 6901). Both must be there.
    ///
    /// # Errors
    ///
    /// When it is not JSON, or something is missing, empty or written otherwise.
    pub fn read(
        answer: &[u8],
        token: &str,
        expires_at: &str,
        format: TimeFormat,
    ) -> Result<Self, IssuedTokenError> {
        let answer: Value =
            serde_json::from_slice(answer).map_err(|_| IssuedTokenError("it is not JSON"))?;
        let text = answer.pointer(token).and_then(Value::as_str);
        let text = text.filter(|text| !text.is_empty());
        let text = text.ok_or(IssuedTokenError("there is no token where it should stand"))?;
        let end = answer.pointer(expires_at).and_then(|end| format.read(end));
        let end = end.and_then(system_time).ok_or(IssuedTokenError(
            "there is no end where it should stand, or not in the format that it should have",
        ))?;
        Ok(Self {
            expires_at: end,
            token: SessionToken::new(text),
        })
    }

    /// Reads the answer of [Paddle](https://developer.paddle.com/api-reference/customers/generate-customer-authentication-token)
    /// to `POST /customers/{customer_id}/auth-token`.
    ///
    /// Paddle looks no token up. Its token is for Paddle.js, where it shows the customer's saved
    /// ways to pay, so that a token of [your own](super::opaque_token), registered with the same
    /// record, is the better one to send to your API. Paddle's begin with `pca_`.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn paddle(answer: &[u8]) -> Result<Self, IssuedTokenError> {
        let (token, end) = ("/data/customer_auth_token", "/data/expires_at");
        Self::read(answer, token, end, TimeFormat::Rfc3339)
    }

    /// Reads the answer of [Autumn](https://docs.useautumn.com/api-reference/keys/mintKey) to
    /// `POST /v1/keys.mint`: the access token. Its refresh token is no session.
    ///
    /// Where customers' apps renew access tokens themselves (`keys.refresh`), nobody registers those, and
    /// they are denied: mint them anew instead. Tokens without an end (`indefinite`) are refused.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn autumn(answer: &[u8]) -> Result<Self, IssuedTokenError> {
        let (token, end) = ("/access_token", "/expires_at");
        Self::read(answer, token, end, TimeFormat::Milliseconds)
    }

    /// The issuer's token.
    #[must_use]
    pub const fn token(&self) -> &SessionToken {
        &self.token
    }

    /// When the session ends.
    #[must_use]
    pub const fn expires_at(&self) -> SystemTime {
        self.expires_at
    }
}

impl fmt::Debug for IssuedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedToken")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Why an answer tells of no session. Opaque; it holds nothing of the answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct IssuedTokenError(&'static str);

impl fmt::Display for IssuedTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer tells of no session: {}", self.0)
    }
}

impl Error for IssuedTokenError {}
