//! How old an answer may be.

use std::time::Duration;

/// How long a change at the issuer may go unseen.
///
/// It is the price of not asking at every request. Both count from the moment the issuer was asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Staleness {
    /// For how long a session that the issuer ended, or whose member lost a role, may still be
    /// served.
    pub session: Duration,
    /// For how long a customer's name, e-mail address and details may still be the old ones.
    pub customer: Duration,
}

impl Staleness {
    pub(super) const fn new(session: Duration, customer: Duration) -> Self {
        Self { session, customer }
    }
}
