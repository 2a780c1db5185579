//! The answer to creating a session.

use std::{fmt, time::SystemTime};

use customer_session::token::SessionToken;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Components, Expandable, time};

/// A session that Stripe created: its secret, whose it is, and what it is for.
///
/// It is the answer of `POST /v1/customer_sessions`, and the `CustomerSession` of Stripe's SDKs in
/// every language. Every API version of it is read.
///
/// # Security
///
/// It holds a secret, so it has no `Serialize`, and `Debug` shows ids, mode and times only.
///
/// # Example
///
/// ```
/// use customer_session_stripe::CustomerSession;
///
/// let session: CustomerSession = serde_json::from_str(
///     r#"{
///         "object": "customer_session",
///         "client_secret": "cuss_secret_made_up",
///         "created": 1795167078,
///         "expires_at": 1795168878,
///         "livemode": false,
///         "customer": "cus_Example0001",
///         "components": { "pricing_table": { "enabled": true } }
///     }"#,
/// )?;
/// assert_eq!(session.customer.id(), "cus_Example0001");
/// assert_eq!(session.components.unwrap_or_default().enabled(), ["pricing_table"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct CustomerSession {
    /// `customer_session`.
    pub object: String,
    /// The secret that grants client-side access to the customer; at most 5000 characters. Stripe
    /// says: it "should not be stored, logged, or exposed to anyone other than the relevant
    /// customer".
    pub client_secret: SessionToken,
    /// When the session began. Every API version has it; samples leave it out.
    #[serde(default, deserialize_with = "time::optional::deserialize")]
    pub created: Option<SystemTime>,
    /// When the session ends. Stripe states no length of sessions anywhere else.
    #[serde(deserialize_with = "time::required")]
    pub expires_at: SystemTime,
    /// `true` in live mode, `false` in test mode.
    pub livemode: bool,
    /// Whose session it is.
    pub customer: Expandable,
    /// The account whose session it is, at most 5000 characters; since 2025-12-15, and `None` for
    /// customers without one.
    #[serde(default)]
    pub customer_account: Option<String>,
    /// What the session may be used for.
    #[serde(default)]
    pub components: Option<Components>,
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Shows ids, mode and times only: the secret is secret, the rest may be personal.
impl fmt::Debug for CustomerSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerSession")
            .field("customer", &self.customer.id())
            .field("customer_account", &self.customer_account)
            .field("livemode", &self.livemode)
            .field("created", &self.created)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
