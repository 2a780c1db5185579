//! The only source of randomness.

use std::{error::Error, fmt};

/// Fills buffers with unpredictable bytes.
///
/// An implementation that can be predicted is a hole: an attacker who knows the key of the token
/// hash can aim at another customer's cache entry. Replace it in tests only.
pub trait Entropy: fmt::Debug + Send + Sync + 'static {
    /// Fills the buffer.
    ///
    /// # Errors
    ///
    /// When the source is out of order. The configuration is not built then.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError>;
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(buffer).map_err(EntropyError::new)
    }
}

/// The source of randomness is out of order.
#[derive(Debug)]
pub struct EntropyError(Box<dyn Error + Send + Sync>);

impl EntropyError {
    /// Wraps the cause.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

impl fmt::Display for EntropyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the source of randomness is out of order")
    }
}

impl Error for EntropyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}
