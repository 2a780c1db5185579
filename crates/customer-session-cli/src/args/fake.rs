//! `customer-session fake`.

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(crate) enum Fake {
    Introspection(IntrospectionFake),
    Polar(PolarFake),
    Stripe(StripeFake),
}

/// Run a fake of the Polar API with three customers, until Ctrl-C
///
/// Prints its address, an access token, the organization's id, a session token of each customer,
/// and curl lines to try. It listens on 127.0.0.1 only.
#[derive(Args)]
pub(crate) struct PolarFake {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4010)]
    pub(crate) port: u16,
    /// Send signed webhooks to this address for every change, and print their secret
    #[arg(long, value_name = "URL")]
    pub(crate) webhook_url: Option<String>,
}

/// Run a fake of Stripe's customer sessions with two customers, until Ctrl-C
///
/// Prints its address, a secret key, the customers' ids, settings, and curl lines to try. It listens
/// on 127.0.0.1 only.
#[derive(Args)]
pub(crate) struct StripeFake {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4011)]
    pub(crate) port: u16,
}

/// Run a fake of an OAuth server that is asked about tokens (RFC 7662), until Ctrl-C
///
/// Prints its address, a client's id and secret, tokens, settings, and curl lines to try. It listens
/// on 127.0.0.1 only.
#[derive(Args)]
pub(crate) struct IntrospectionFake {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4012)]
    pub(crate) port: u16,
}
