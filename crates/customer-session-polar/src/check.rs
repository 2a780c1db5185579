//! Asks at start-up whether the configuration can work.

use serde::Deserialize;

use crate::{Polar, PolarError, PolarErrorKind, client::read, model::Identity};

/// What [`Polar::check`] found out about a configuration that can verify sessions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Checked {
    /// Whether the access token may create sessions (scope `customer_sessions:write`).
    pub creates_sessions: bool,
    /// Whether a customer proved that the access token belongs to the configured organization. An
    /// organization without customers cannot prove it yet.
    pub organization_confirmed: bool,
}

impl Polar {
    /// Asks Polar whether the access token, its scopes, the organization and the API version are
    /// right. Two calls, which change nothing.
    ///
    /// # Errors
    ///
    /// - [`CredentialsRefused`](PolarErrorKind::CredentialsRefused): the access token is wrong, or
    ///   lacks `customers:read`.
    /// - [`Misconfigured`](PolarErrorKind::Misconfigured): the address is not Polar's, Polar
    ///   does not know the API version, or the access token belongs to another organization.
    /// - The faults, when Polar cannot be asked. They need not keep an application from starting.
    pub async fn check(&self) -> Result<Checked, PolarError> {
        let organization_confirmed = self.check_customers().await?;
        let creates_sessions = self.check_creation().await?;
        Ok(Checked {
            creates_sessions,
            organization_confirmed,
        })
    }

    /// Lists one customer: proves token, scope and version, and the organization if there is a
    /// customer.
    async fn check_customers(&self) -> Result<bool, PolarError> {
        #[derive(Deserialize)]
        struct Page {
            items: Vec<Identity>,
        }

        let mut url = self.client.address(&["v1", "customers", ""]);
        url.query_pairs_mut().append_pair("limit", "1");
        let answer = self.client.get(url).await?;
        self.check_version(answer.header("polar-version"))?;
        let page: Page = read(&answer)?;
        let Some(customer) = page.items.first() else {
            return Ok(false);
        };
        match customer.organization_id.as_deref() {
            Some(id) if id == &*self.organization_id => Ok(true),
            found => Err(PolarError::new(
                PolarErrorKind::Misconfigured,
                format!(
                    "the access token belongs to the organization {}, not to {}: set the `organization_id` or the access token of the other",
                    found.unwrap_or("(unknown)"),
                    self.organization_id
                ),
            )),
        }
    }

    /// A call whose pinned version Polar does not know was answered without it, and so in another
    /// version. Polar does not tell a version that is retired from one that is yet to come.
    fn check_version(&self, answered: Option<&str>) -> Result<(), PolarError> {
        match (self.client.version.header(), answered) {
            (Some(pinned), Some(answered)) if pinned != answered => Err(PolarError::new(
                PolarErrorKind::Misconfigured,
                format!(
                    "Polar does not know the API version {pinned} (it is retired, or not published yet) and answers in {answered}: set `api_version` to {answered}"
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Asks for a session of a customer who cannot exist: with the scope it is an invalid request,
    /// without it a refusal.
    async fn check_creation(&self) -> Result<bool, PolarError> {
        let body = format!(r#"{{"customer_id":"{NOBODY}"}}"#);
        match self
            .client
            .post(&["v1", "customer-sessions", ""], body)
            .await
        {
            Ok(_) => Ok(true),
            Err(error) => match error.kind() {
                PolarErrorKind::InvalidRequest => Ok(true),
                PolarErrorKind::CredentialsRefused => Ok(false),
                _ => Err(error),
            },
        }
    }
}

/// A UUID of version 4 that nobody has: all of its random bits are zero.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";
