//! How far issuers' clocks are known to be.

use std::time::{Duration, SystemTime};

use crate::sync::{AtomicU64, Ordering};

/// The latest moment at which any session was issued that was seen here.
///
/// Sessions begin by their issuer's clock and are ended by ours. Where ours is behind, "issued at
/// or before now" would miss sessions that are known to have begun; with this it does not.
#[derive(Debug)]
pub(crate) struct Newest(AtomicU64);

impl Default for Newest {
    fn default() -> Self {
        Self(AtomicU64::new(0))
    }
}

impl Newest {
    pub(crate) fn note(&self, issued_at: Option<SystemTime>) {
        let since_1970 = issued_at.and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
        if let Some(nanoseconds) = since_1970.and_then(|at| u64::try_from(at.as_nanos()).ok()) {
            self.0.fetch_max(nanoseconds, Ordering::AcqRel);
        }
    }

    pub(crate) fn get(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_nanos(self.0.load(Ordering::Acquire))
    }
}
