//! How an issuer is reached.

use customer_session::upstream::{ReqwestTransport, TlsRoots};

use super::{core::set, setters, translate::translate};
use crate::{Http, SettingsError, environment::Surroundings, value::Period};

/// The client that settings ask for; `None` if they ask for nothing, so that the provider makes its
/// own.
pub(super) fn transport(
    http: &Http,
    address: &str,
    at: &str,
    surroundings: &Surroundings,
) -> Result<Option<ReqwestTransport>, SettingsError> {
    if *http == Http::default() {
        return Ok(None);
    }
    let roots = match &http.tls_roots {
        Some(crate::TlsRoots::None) => TlsRoots::None,
        Some(crate::TlsRoots::PemFile(path)) => {
            let at = format!("{at}.http.tls_roots.pem_file");
            TlsRoots::PemFile(surroundings.path(path, &at)?)
        }
        Some(crate::TlsRoots::System) => TlsRoots::System,
        // An address in clear text shows no certificate, and a machine without any must still be
        // able to reach it.
        None if address.starts_with("http://") => TlsRoots::None,
        None => TlsRoots::System,
    };
    let builder = ReqwestTransport::builder().tls_roots(roots);
    let builder = set!(builder,
        http.connect_timeout.map(Period::get) => connect_timeout,
        http.timeout.map(Period::get) => timeout,
    );
    let transport = builder
        .build()
        .map_err(|error| translate(error, at, setters::HTTP))?;
    Ok(Some(transport))
}
