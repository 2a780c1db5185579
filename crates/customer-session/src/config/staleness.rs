//! How old an answer may be.

use std::time::Duration;

use crate::cache::Lifetimes;

/// How long a change at the issuer may go unseen.
///
/// It is the price of not asking at every request. Both count from the moment the issuer was asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Staleness {
    /// For how long a session that the issuer ended, or whose member lost a role, may still be
    /// served.
    pub session: Duration,
    /// For how long a customer's name, e-mail address, details and
    /// [extensions](crate::Customer::extension) may still be the old ones.
    pub customer: Duration,
    /// For how much longer either may be served while the issuer cannot be asked; none unless
    /// `stale_if_error` is set.
    pub outage: Duration,
}

impl Staleness {
    pub(super) const fn new(lifetimes: &Lifetimes) -> Self {
        Self {
            session: lifetimes.session.served,
            customer: lifetimes.customer.served,
            outage: lifetimes.session.stale,
        }
    }
}
