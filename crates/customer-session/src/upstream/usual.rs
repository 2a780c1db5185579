//! The client of providers that were brought none.

use url::Url;

use super::Upstream;
#[cfg(feature = "upstream")]
use super::{ReqwestTransport, TlsRoots};
use crate::config::ConfigError;

/// A client to go to this address with, where none is brought along; `mend` says what for.
///
/// An address in clear text shows no certificate, and a machine without any must still be able to
/// reach it.
#[cfg(feature = "upstream")]
pub(crate) fn usual(address: &Url, _: &str) -> Result<Upstream, ConfigError> {
    let roots = if address.scheme() == "http" {
        TlsRoots::None
    } else {
        TlsRoots::System
    };
    let transport = ReqwestTransport::builder().tls_roots(roots).build()?;
    Ok(Upstream::new(transport))
}

/// There is none.
#[cfg(not(feature = "upstream"))]
pub(crate) fn usual(_: &Url, mend: &str) -> Result<Upstream, ConfigError> {
    let mend = format!("{mend}, or switch on the feature `upstream`");
    Err(ConfigError::invalid("transport", "not set", mend))
}
