//! `customer-session fake`: issuers to try things out with.

mod introspection;
mod polar;
mod stripe;

use std::{io, pin::pin};

pub(crate) use self::{introspection::introspection, polar::polar, stripe::stripe};
use crate::exit::{Exit, Failure};

/// Introduces a fake, and lets it run until Ctrl-C.
async fn until_ctrl_c(introduce: impl FnOnce() -> io::Result<()>) -> Result<Exit, Failure> {
    let mut stopped = pin!(tokio::signal::ctrl_c());
    tokio::select! {
        // First, so that Ctrl-C ends it well from the first line on.
        biased;
        stopped = &mut stopped => return ended(stopped),
        told = async { introduce() } => told.map_err(|error| Failure::output(&error))?,
    }
    ended(stopped.await)
}

fn ended(stopped: io::Result<()>) -> Result<Exit, Failure> {
    stopped
        .map(|()| Exit::Good)
        .map_err(|error| Failure::io("Ctrl-C cannot be waited for", &error))
}

fn port_taken(port: u16, error: &io::Error) -> Failure {
    Failure::usage(format!(
        "port {port} cannot be listened on, choose another with --port: {error}"
    ))
}
