//! The client that users hold: provider, minting and start-up check in one.

use std::{sync::Arc, time::Duration};

use customer_session::upstream::Rate;

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
    pub(crate) customer_rate: Rate,
    /// Whether customers are looked up with their state.
    pub(crate) customer_state: bool,
}

impl Polar {
    /// Polar's production server, `https://api.polar.sh`.
    pub fn production() -> PolarBuilder {
        PolarBuilder::new("https://api.polar.sh", PRODUCTION)
    }

    /// Polar's sandbox, `https://sandbox-api.polar.sh`, whose data and tokens are apart from
    /// production's.
    pub fn sandbox() -> PolarBuilder {
        PolarBuilder::new("https://sandbox-api.polar.sh", SANDBOX)
    }

    /// A server at another address, such as a fake of Polar in tests: https, or http on this
    /// machine.
    pub fn server(address: impl Into<String>) -> PolarBuilder {
        PolarBuilder::new(address, PRODUCTION)
    }
}

/// Polar allows an organization 500 calls a minute, whichever of its access tokens they are made
/// with.
const PRODUCTION: Rate = Rate::new(400, MINUTE).burst(100);
/// The sandbox allows 100.
const SANDBOX: Rate = Rate::new(80, MINUTE).burst(20);
const MINUTE: Duration = Duration::from_secs(60);
