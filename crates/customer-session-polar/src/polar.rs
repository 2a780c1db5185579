//! The client that users hold: provider, minting and start-up check in one.

use std::sync::Arc;

use crate::{Checksum, PolarBuilder, client::Client};

/// Polar, as one organization sees it: verifies its customers' sessions, creates them, and checks
/// its own configuration.
///
/// Cheap to clone.
///
/// # Example
///
/// ```no_run
/// use customer_session::CustomerSessionConfig;
/// use customer_session_polar::Polar;
///
/// # async fn start(token: String) -> Result<(), Box<dyn std::error::Error>> {
/// let polar = Polar::production()
///     .access_token(token)
///     .organization_id("7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01")
///     .build()?;
/// polar.check().await?;
/// let config = CustomerSessionConfig::builder().provider(polar).build()?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Polar {
    pub(crate) client: Arc<Client>,
    pub(crate) organization_id: Arc<str>,
    pub(crate) checksum: Checksum,
}

impl Polar {
    /// Polar's production server, `https://api.polar.sh`.
    pub fn production() -> PolarBuilder {
        PolarBuilder::new("https://api.polar.sh")
    }

    /// Polar's sandbox, `https://sandbox-api.polar.sh`, whose data and tokens are apart from
    /// production's.
    pub fn sandbox() -> PolarBuilder {
        PolarBuilder::new("https://sandbox-api.polar.sh")
    }

    /// A server at another address, such as a fake of Polar in tests: https, or http on this
    /// machine.
    pub fn server(address: impl Into<String>) -> PolarBuilder {
        PolarBuilder::new(address)
    }
}
