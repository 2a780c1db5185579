//! The link into the customer portal, as secret as the token in it.

use std::fmt;

use customer_session::token::SessionToken;
use serde::Deserialize;

/// A link that signs the customer into Polar's customer portal.
///
/// # Security
///
/// The URL holds the session's token and the customer's e-mail address. Redirect the customer to it
/// and do nothing else with it. Like [`SessionToken`], it has no `Display` and no `Serialize`, its
/// `Debug` shows nothing of it, and its memory is wiped when the last clone is dropped.
///
/// # Example
///
/// ```
/// use customer_session_polar::PortalUrl;
///
/// let url: PortalUrl =
///     serde_json::from_str(r#""https://polar.sh/acme/portal?customer_session_token=secret""#)?;
/// assert_eq!(format!("{url:?}"), "PortalUrl(redacted)");
/// assert!(url.expose().ends_with("=secret"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct PortalUrl(SessionToken);

impl PortalUrl {
    /// The URL, for a redirect of the customer it belongs to.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for PortalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PortalUrl(redacted)")
    }
}
