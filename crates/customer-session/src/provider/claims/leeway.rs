//! By how much clocks may differ.

use std::time::Duration;

#[cfg(any(feature = "introspection", feature = "jwt"))]
use crate::config::ConfigError;

/// Refuses a leeway that would make another matter of it.
#[cfg(any(feature = "introspection", feature = "jwt"))]
pub(in crate::provider) fn refuse_leeway(leeway: Duration) -> Result<(), ConfigError> {
    if leeway <= MAX_LEEWAY {
        return Ok(());
    }
    Err(ConfigError::invalid(
        "leeway",
        format_args!("{leeway:?}"),
        "it must be 300 s at most: for so long what is over, or has not begun, is good",
    ))
}

/// Clocks that are synchronized differ by less.
pub(in crate::provider) const DEFAULT_LEEWAY: Duration = Duration::from_secs(30);

#[cfg(any(feature = "introspection", feature = "jwt"))]
const MAX_LEEWAY: Duration = Duration::from_secs(300);
