//! What an engine did so far, as numbers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::upstream::BreakerState;

/// What an engine did so far.
///
/// Every well-formed token that was presented counts once in `hits`, `negative_hits`, `misses` or
/// `coalesced`. A token that no provider can have made (`token_unrecognized`, `token_malformed`) is
/// none, and counts as rejected only.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// HTTP requests that providers made to verify sessions.
    pub upstream_calls: u64,
    /// Tokens whose session was remembered.
    pub hits: u64,
    /// Tokens whose denial was remembered.
    pub negative_hits: u64,
    /// Tokens that the issuer had to be asked about.
    pub misses: u64,
    /// Tokens that waited for an answer which was already on its way.
    pub coalesced: u64,
    /// Answers that were renewed in the background before their time was over.
    pub refreshed: u64,
    /// Requests that were given a session which should have been asked about, since its issuer
    /// could not be asked; each counts as a miss or as coalesced too.
    pub stale_hits: u64,
    /// The state of the way to each issuer, by the provider's name; of several that are called the
    /// same, the worst.
    pub breaker: BTreeMap<String, BreakerState>,
    /// Calls that ended sessions before their time.
    pub revocations: u64,
    /// Requests that were given a customer.
    pub accepted: u64,
    /// Requests that were refused, by the word of the [`Reason`](crate::Reason). One whose session
    /// lacks what its route [requires](crate::rights) counts as accepted too.
    pub rejected: BTreeMap<&'static str, u64>,
}
