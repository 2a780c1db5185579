//! What is wrong with a configuration.

use std::{error::Error, fmt};

use crate::{entropy::EntropyError, provider::RouteError};

/// What is wrong with a configuration: names the field, the value and the mend.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The source of randomness is out of order.
    Entropy(EntropyError),
    /// A value can never work.
    Invalid {
        /// The setting.
        field: &'static str,
        /// What it was set to.
        value: String,
        /// What would work.
        mend: String,
    },
    /// There is no provider, so that no token could ever be good.
    MissingProvider,
}

impl ConfigError {
    /// A value that can never work. For the builders of providers.
    pub fn invalid(field: &'static str, value: impl fmt::Display, mend: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            value: value.to_string(),
            mend: mend.into(),
        }
    }
}

impl From<RouteError> for ConfigError {
    fn from(error: RouteError) -> Self {
        if let RouteError::SecondExtension(_, given) = &error {
            return Self::invalid("enrich", given, error.to_string());
        }
        let value = match &error {
            RouteError::EmptyPrefix(name)
            | RouteError::SecondAny(name, _)
            | RouteError::SecondExtension(name, _)
            | RouteError::TakenPrefix(name, ..) => name,
            #[cfg(feature = "jwt")]
            RouteError::NoIssuer(name)
            | RouteError::SecondAnyJwt(name, _)
            | RouteError::TakenIssuer(name, ..) => name,
        };
        Self::invalid("provider", value, error.to_string())
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entropy(_) => f.write_str("no key could be made for the token hash"),
            Self::Invalid { field, value, mend } => write!(f, "`{field}` is `{value}`: {mend}"),
            Self::MissingProvider => {
                f.write_str("no `provider` is set: add one with `.provider(..)`")
            }
        }
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Entropy(source) => Some(source),
            Self::Invalid { .. } | Self::MissingProvider => None,
        }
    }
}
