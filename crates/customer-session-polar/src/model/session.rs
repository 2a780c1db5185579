//! The answer to creating a session.

use std::{fmt, time::SystemTime};

use customer_session::token::SessionToken;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Customer, PortalUrl, SessionKind, lenient, time};

/// A session that Polar created: its token, whose it is, and when it ends.
///
/// It is the answer of `POST /v1/customer-sessions/`, and the `CustomerSession` of Polar's Python,
/// PHP, Go and TypeScript SDKs. Every published version of it is read.
///
/// The nested customer is required although `customer_id` would identify it: every API version and
/// every SDK since the first of 2024-12-19 has it, so an `Option` would ask each caller to handle a
/// case that does not exist. Within it only the id is required.
///
/// # Security
///
/// It holds a secret, so it has no `Serialize`, and `Debug` shows ids and the expiry only.
///
/// # Example
///
/// ```
/// use customer_session_polar::{CustomerSession, SessionKind};
///
/// let session: CustomerSession = serde_json::from_str(
///     r#"{
///         "id": "s1",
///         "token": "polar_mst_made_up",
///         "expires_at": "2026-11-02T09:15:30.120020Z",
///         "customer_id": "c1",
///         "customer": { "id": "c1" }
///     }"#,
/// )?;
/// assert_eq!(session.kind(), Some(SessionKind::Member));
/// assert_eq!(session.customer.email, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Deserialize)]
pub struct CustomerSession {
    /// The session's id, a UUID. No API takes it: Polar can neither list nor revoke sessions.
    #[serde(alias = "ID")]
    pub id: String,
    /// The bearer token. Polar shows it once, here, and stores a hash of it.
    #[serde(alias = "Token")]
    pub token: SessionToken,
    /// When the session ends, in UTC: one hour after it began, which no request can change and no
    /// use prolongs.
    #[serde(
        alias = "expiresAt",
        alias = "ExpiresAt",
        deserialize_with = "time::required"
    )]
    pub expires_at: SystemTime,
    /// The id of the customer whose session it is, a UUID. In a member's session, the customer who
    /// pays for the member.
    #[serde(alias = "customerId", alias = "CustomerID")]
    pub customer_id: String,
    /// The customer whose session it is, as it was when the session began.
    #[serde(alias = "Customer")]
    pub customer: Customer,
    /// When the session began, in UTC. Every version has it.
    #[serde(
        alias = "createdAt",
        alias = "CreatedAt",
        default,
        deserialize_with = "time::optional::deserialize"
    )]
    pub created_at: Option<SystemTime>,
    /// When the session was changed, in UTC; `None` for a new one.
    #[serde(
        alias = "modifiedAt",
        alias = "ModifiedAt",
        default,
        deserialize_with = "time::optional::deserialize"
    )]
    pub modified_at: Option<SystemTime>,
    /// Where the portal's "back" link leads, as the request asked; `None` if it did not. Since
    /// 2025-10-15.
    #[serde(
        alias = "returnUrl",
        alias = "ReturnURL",
        default,
        deserialize_with = "lenient::return_url"
    )]
    pub return_url: Option<String>,
    /// The link that signs the customer into the portal; it holds the token. Since 2025-01-02, and
    /// not in the Go SDK's first versions.
    #[serde(alias = "customerPortalUrl", alias = "CustomerPortalURL", default)]
    pub customer_portal_url: Option<PortalUrl>,
    /// Fields that this version of the crate does not know, by the name under which they came.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CustomerSession {
    /// Who acts in the session, by the token's prefix; `None` if it has neither prefix of a
    /// session.
    #[must_use]
    pub fn kind(&self) -> Option<SessionKind> {
        SessionKind::of(self.token.expose())
    }
}

/// Shows ids and the expiry only: the token and the portal URL are secret, the rest is personal
/// data.
impl fmt::Debug for CustomerSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerSession")
            .field("id", &self.id)
            .field("kind", &self.kind())
            .field("customer_id", &self.customer_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
