//! How an issuer is reached.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::value::Period;

/// How an issuer is reached.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Http {
    /// How long a connection may take to be made, 10 ms to 60 s. Default: `2s`.
    pub connect_timeout: Option<Period>,
    /// How long an exchange may take as a whole, 10 ms to 60 s. Default: `5s`.
    pub timeout: Option<Period>,
    /// Whose certificates are trusted: `system`, those that the operating system trusts; `none`,
    /// for an address that is http; `{ pem_file = "…" }`, those in this file and no others. Default:
    /// `system`, and `none` where the address is http.
    pub tls_roots: Option<TlsRoots>,
}

/// Whose certificates are trusted.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TlsRoots {
    /// Nobody's: for addresses that are plain http on this machine.
    None,
    /// Those in this PEM file, and no others.
    PemFile(PathBuf),
    /// Those that the operating system trusts.
    System,
}
