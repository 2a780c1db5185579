//! Keeps retries a small part of all calls.

use crate::sync::{Mutex, lock};

/// How many calls may be retries.
///
/// Retries help against a lost packet and make an outage worse. As a share of the calls they cannot
/// do the latter: an issuer that fails every call gets this share on top and no more.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RetryShare {
    /// This many retries for each 100 first tries; at most 100. 0 switches retries off.
    pub percent: u32,
    /// At most this many retries are saved up; at most 1,000,000. 0 switches retries off.
    pub most: u32,
}

impl RetryShare {
    /// 10 percent, of which 10 retries are saved up.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            percent: 10,
            most: 10,
        }
    }

    /// Sets how many retries there may be for each 100 first tries. Default: 10, far more than
    /// packets are lost and too little to hurt.
    #[must_use]
    pub const fn percent(mut self, percent: u32) -> Self {
        self.percent = percent;
        self
    }

    /// Sets how many retries may be saved up. Default: 10, so that an outage after a long good time
    /// does not begin with a wave of them.
    #[must_use]
    pub const fn most(mut self, most: u32) -> Self {
        self.most = most;
        self
    }
}

impl Default for RetryShare {
    fn default() -> Self {
        Self::new()
    }
}

/// Saves up retries: each first try puts in a share of one.
///
/// It starts empty, so that from the start on there are never more retries than the share of the
/// first tries; and over any stretch at most [`RetryShare::most`] more than that.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    share: RetryShare,
    /// In hundredths of a retry.
    saved: Mutex<u64>,
}

impl RetryBudget {
    pub(crate) fn new(share: RetryShare) -> Self {
        Self {
            share,
            saved: Mutex::new(0),
        }
    }

    /// For each first try.
    pub(crate) fn deposit(&self) {
        let mut saved = lock(&self.saved);
        *saved = (*saved + u64::from(self.share.percent)).min(u64::from(self.share.most) * RETRY);
    }

    /// Before each retry: whether it may be made.
    pub(crate) fn withdraw(&self) -> bool {
        let mut saved = lock(&self.saved);
        match saved.checked_sub(RETRY) {
            Some(rest) => {
                *saved = rest;
                true
            }
            None => false,
        }
    }
}

/// One retry in hundredths.
const RETRY: u64 = 100;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_starts_empty_and_one_call_in_ten_may_be_retried() {
        let budget = RetryBudget::new(RetryShare::new());

        let granted: Vec<_> = (1..=20)
            .filter(|_| {
                budget.deposit();
                budget.withdraw()
            })
            .collect();

        assert!(!RetryBudget::new(RetryShare::new()).withdraw());
        assert_eq!(granted, [10, 20]);
    }

    #[test]
    fn no_more_is_saved_up_than_allowed() {
        let budget = RetryBudget::new(RetryShare::new().most(3));
        (0..10_000).for_each(|_| budget.deposit());

        let granted = (0..100).filter(|_| budget.withdraw()).count();

        assert_eq!(granted, 3);
    }

    #[test]
    fn zero_switches_retries_off() {
        for share in [RetryShare::new().percent(0), RetryShare::new().most(0)] {
            let budget = RetryBudget::new(share);
            (0..1_000).for_each(|_| budget.deposit());

            assert!(!budget.withdraw());
        }
    }

    #[test]
    fn values_beyond_all_bounds_neither_wrap_nor_panic() {
        let budget = RetryBudget::new(RetryShare::new().percent(u32::MAX).most(u32::MAX));
        (0..1_000).for_each(|_| budget.deposit());

        assert!(budget.withdraw());
    }

    proptest! {
        #[test]
        fn retries_stay_a_share_of_the_first_tries(
            percent in 0u32..=100,
            most in 0u32..5,
            wishes in proptest::collection::vec(0u8..3, 0..300),
        ) {
            let budget = RetryBudget::new(RetryShare::new().percent(percent).most(most));
            // Of each call with so many wishes to retry it: how many were granted.
            let granted: Vec<u64> = wishes
                .into_iter()
                .map(|wished| {
                    budget.deposit();
                    (0..wished).map(|_| u64::from(budget.withdraw())).sum()
                })
                .collect();

            let percent = u64::from(percent);
            for from in 0..granted.len() {
                let saved = if from == 0 { 0 } else { u64::from(most) };
                let mut retries = 0;
                for (tries, granted) in (1..).zip(&granted[from..]) {
                    retries += granted;
                    prop_assert!(retries * 100 <= percent * tries + saved * 100);
                }
            }
        }
    }
}
