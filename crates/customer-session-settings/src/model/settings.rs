//! The whole.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Cache, Limits, Outage, Revocation, Source, provider::Providers};
use crate::{
    Environment, SettingsError, SettingsLoader,
    environment::{Folder, Surroundings},
};

/// All settings of one configuration.
///
/// Whatever is left out has the default of the builders. Read it from a text, a file or the
/// environment, and [`build`](Self::build) it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table")]
#[non_exhaustive]
pub struct Settings {
    /// Where the schema of this file is, for editors; read by nobody here.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// The realm of the `WWW-Authenticate` challenge: printable ASCII without `"` and `\`. Default:
    /// `customer`.
    pub realm: Option<String>,
    /// Where a token may stand. Default: the `Authorization` header alone.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub sources: Option<Vec<Source>>,
    /// What is remembered, and for how long.
    pub cache: Cache,
    /// What one token, and all that are asked about at a time, may take.
    pub limits: Limits,
    /// What happens when an issuer cannot be asked.
    pub outage: Outage,
    /// For how long it is remembered that sessions were ended.
    pub revocation: Revocation,
    /// Who issues the sessions. At least one, unless the program adds its own.
    pub providers: Providers,
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(crate) surroundings: Surroundings,
}

impl Settings {
    /// Reads settings in TOML.
    ///
    /// # Errors
    ///
    /// See [`SettingsLoader::load`].
    pub fn from_toml(text: &str) -> Result<Self, SettingsError> {
        Self::loader().toml(text).load()
    }

    /// Reads settings in JSON.
    ///
    /// # Errors
    ///
    /// See [`SettingsLoader::load`].
    pub fn from_json(text: &str) -> Result<Self, SettingsError> {
        Self::loader().json(text).load()
    }

    /// Reads a file: TOML or JSON, by its name's end.
    ///
    /// # Errors
    ///
    /// See [`SettingsLoader::load`].
    pub fn from_file(path: impl Into<PathBuf>) -> Result<Self, SettingsError> {
        Self::loader().file(path).load()
    }

    /// Reads the variables of this process that begin with this prefix and two underscores.
    ///
    /// # Errors
    ///
    /// See [`SettingsLoader::load`].
    pub fn from_env(prefix: &str) -> Result<Self, SettingsError> {
        Self::loader().env(prefix).load()
    }

    /// Begins to put settings together from several layers, such as a file and the variables that
    /// outweigh it.
    pub fn loader() -> SettingsLoader {
        SettingsLoader::default()
    }

    pub(crate) fn surrounded_by(mut self, environment: Environment, folder: Folder) -> Self {
        self.surroundings = Surroundings {
            environment,
            folder,
        };
        self
    }
}
