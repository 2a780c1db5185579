//! The runtime that issuers are asked on.

use std::io;

use tokio::runtime::{Builder, Runtime};

use crate::exit::Failure;

/// One thread is enough: tokens are verified one after the other.
pub(crate) fn start() -> Result<Runtime, Failure> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error: io::Error| Failure::io("the runtime could not be started", &error))
}
