//! What lies behind an error.

use std::{error::Error, fmt};

/// What lies behind an error, in one line.
pub(super) fn cause_of(error: &dyn Error) -> Option<String> {
    error.source().map(|cause| Chain(cause).to_string())
}

/// An error and all that lies behind it, in one line.
pub(super) struct Chain<'a>(pub(super) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}
