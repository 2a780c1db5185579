//! Configures how much is remembered, taken in and asked at one time.

use super::CustomerSessionConfigBuilder;
use crate::cache::CacheBounds;

impl CustomerSessionConfigBuilder {
    /// Sets how many [revocations](crate::revoke) are remembered, 1 to 10,000,000. Default:
    /// 100,000. Beyond it no session can be ended, and the attempt says so.
    pub fn max_revocations(mut self, entries: usize) -> Self {
        self.max_revocations = entries;
        self
    }

    /// Sets how many sessions are remembered. Default: 100,000 entries, 96 MiB.
    pub fn session_cache(mut self, bounds: CacheBounds) -> Self {
        self.sessions = bounds;
        self
    }

    /// Sets how many customers are remembered. Default: 100,000 entries, 128 MiB.
    pub fn customer_cache(mut self, bounds: CacheBounds) -> Self {
        self.customers = bounds;
        self
    }

    /// Sets how many denials are remembered, of tokens and of customers each, 1 to 1,000,000.
    /// Default: 10,000: denials are garbage, and garbage gets a small room of its own.
    pub fn max_denials(mut self, entries: u64) -> Self {
        self.max_denials = entries;
        self
    }

    /// Sets how long a token may be, 64 B to 64 KiB. Default: 8 KiB, which is what servers accept
    /// as a whole header.
    pub fn max_token_bytes(mut self, bytes: usize) -> Self {
        self.max_token_bytes = bytes;
        self
    }

    /// Sets how many different tokens may be asked about at one time, 1 to 100,000. Default: 1,024.
    /// Beyond it a request is answered with 503 at once.
    pub fn max_verifications(mut self, flights: usize) -> Self {
        self.max_verifications = flights;
        self
    }
}
