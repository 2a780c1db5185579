//! How much a cache may hold, and how much it holds.

use serde::Serialize;

/// How much a cache may hold: a number of entries and a number of bytes, whichever is reached
/// first.
///
/// Bytes are estimated from the text that an entry holds and a fixed overhead; the manual's chapter
/// on caching gives the measured figure per session. What is [added](crate::enrich) to customers
/// counts as much as it says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CacheBounds {
    /// At most this many entries; at least 1.
    pub entries: u64,
    /// At most this many bytes; at least 4,096.
    pub bytes: u64,
}

impl CacheBounds {
    /// At most `entries` entries and at most `bytes` bytes.
    #[must_use]
    pub const fn new(entries: u64, bytes: u64) -> Self {
        Self { entries, bytes }
    }

    /// The capacity in which entries of these [weights](Self::weigh) keep both bounds. An entry's weight has 32 bits, so that
    /// more bytes than that for each entry would let more entries in.
    pub(crate) fn capacity(self) -> u64 {
        self.bytes
            .min(self.entries.saturating_mul(u64::from(u32::MAX)))
    }

    /// What an entry of this size counts, so that one capacity in bytes keeps both bounds: no entry
    /// counts less than its share of the bytes if all entries were used.
    pub(crate) fn weigh(self, bytes: usize) -> u32 {
        let share = self.bytes.div_ceil(self.entries);
        let bytes = u64::try_from(bytes.saturating_add(OVERHEAD)).unwrap_or(u64::MAX);
        u32::try_from(bytes.max(share)).unwrap_or(u32::MAX)
    }
}

/// How much is remembered at a moment; see
/// [`CustomerSessionConfig::cache_usage`](crate::CustomerSessionConfig::cache_usage).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CacheUsage {
    /// Sessions.
    pub sessions: u64,
    /// What the sessions count against the bound in bytes: an entry counts at least its share of
    /// the bytes if all entries were used.
    pub session_bytes: u64,
    /// Customers.
    pub customers: u64,
    /// What the customers count against the bound in bytes, likewise.
    pub customer_bytes: u64,
    /// Denials, of tokens and of customers.
    pub denials: u64,
}

/// What moka keeps beside key and value: hash table slots, list nodes, frequency counts, and
/// reference counts of ours.
const OVERHEAD: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_entries_are_bounded_by_number_and_large_ones_by_bytes() {
        let bounds = CacheBounds::new(10, 100_000);

        assert_eq!(100_000 / u64::from(bounds.weigh(1)), 10);
        assert_eq!(100_000 / u64::from(bounds.weigh(49_744)), 2);
    }

    #[test]
    fn the_number_holds_however_many_bytes_there_are() {
        let bounds = CacheBounds::new(10, 1 << 40);

        assert_eq!(bounds.capacity() / u64::from(bounds.weigh(1)), 10);
    }
}
