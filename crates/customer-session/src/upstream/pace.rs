//! Keeps calls to an issuer below its rate limit.

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::sync::{Mutex, lock};

/// How often an issuer may be called.
///
/// Over any stretch of time, at most `burst` calls pass and `calls` more for each `per`. Choose
/// them so that `burst` and `calls` together stay below what the issuer allows per `per`, less
/// what others call with the same credentials.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Rate {
    /// This many calls in each [`per`](Self::per); at least 1.
    pub calls: u32,
    /// The stretch of time that `calls` is about; at least 1 ms.
    pub per: Duration,
    /// This many calls may be made at once after a quiet time; at least 1.
    pub burst: u32,
}

impl Rate {
    /// `calls` calls in each `per`.
    #[must_use]
    pub const fn new(calls: u32, per: Duration) -> Self {
        let tenth = calls / 10;
        Self {
            calls,
            per,
            burst: if tenth == 0 { 1 } else { tenth },
        }
    }

    /// Sets how many calls may be made at once. Default: a tenth of the calls and at least 1, so
    /// that no stretch of `per` sees more than a tenth above the rate.
    #[must_use]
    pub const fn burst(mut self, burst: u32) -> Self {
        self.burst = burst;
        self
    }

    /// What one call takes out of the bucket: the length of `per` in nanoseconds. In each of them
    /// `calls` flow in, so that every sum is exact; the greatest needs 127 bits.
    const fn cost(self) -> u128 {
        self.per.as_nanos()
    }

    fn inflow(self, time: Duration) -> u128 {
        time.as_nanos() * u128::from(self.calls)
    }

    fn capacity(self) -> u128 {
        self.cost() * u128::from(self.burst)
    }

    /// How long until that much has flown in; at most 584 years.
    fn time_for(self, amount: u128) -> Duration {
        if self.calls == 0 {
            return Duration::MAX;
        }
        let nanoseconds = amount.div_ceil(u128::from(self.calls));
        Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
    }
}

/// A bucket that calls are taken out of and that fills again with time.
#[derive(Debug)]
pub(crate) struct Pace {
    rate: Rate,
    bucket: Mutex<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    level: u128,
    /// Up to when it was filled.
    filled: Duration,
    held_until: Duration,
}

impl Pace {
    /// A full bucket.
    pub(crate) fn new(rate: Rate) -> Self {
        Self {
            rate,
            bucket: Mutex::new(Bucket {
                level: rate.capacity(),
                filled: Duration::ZERO,
                held_until: Duration::ZERO,
            }),
        }
    }

    /// Takes a call; if there is none, how long until there will be, which is more than zero. The
    /// wait is no place in a queue: others may come first.
    pub(crate) fn take(&self, now: Duration) -> Result<(), Duration> {
        let mut bucket = lock(&self.bucket);
        bucket.fill(self.rate, now);
        bucket.wait(self.rate, now)?;
        bucket.level -= self.rate.cost();
        Ok(())
    }

    /// Whether a call would be let through, without letting it through; else how long until then.
    pub(crate) fn peek(&self, now: Duration) -> Result<(), Duration> {
        let mut bucket = lock(&self.bucket);
        bucket.fill(self.rate, now);
        bucket.wait(self.rate, now)
    }

    /// Whether the issuer asked to be left alone; for how much longer.
    pub(crate) fn held(&self, now: Duration) -> Result<(), Duration> {
        let held = lock(&self.bucket).held_until.saturating_sub(now);
        if held.is_zero() { Ok(()) } else { Err(held) }
    }

    /// Lets nothing through before `until`, whatever the bucket holds: the issuer said
    /// `Retry-After`. An earlier end than that of a hold before changes nothing.
    pub(crate) fn hold(&self, until: Duration) {
        let mut bucket = lock(&self.bucket);
        bucket.held_until = bucket.held_until.max(until);
    }
}

impl Bucket {
    /// How long until a call would be let through, if none would be now.
    fn wait(&self, rate: Rate, now: Duration) -> Result<(), Duration> {
        let held = self.held_until.saturating_sub(now);
        let missing = rate.cost().saturating_sub(self.level);
        if held.is_zero() && missing == 0 {
            Ok(())
        } else {
            Err(held.max(rate.time_for(missing)))
        }
    }

    /// Another thread may have filled it up to a later moment already.
    fn fill(&mut self, rate: Rate, now: Duration) {
        let passed = now.saturating_sub(self.filled);
        self.level = (self.level + rate.inflow(passed)).min(rate.capacity());
        self.filled = self.filled.max(now);
    }
}
