//! What was ended, and until when that must be remembered.

#[cfg(all(test, customer_session_model))]
mod model;
mod stone;

use std::{collections::HashMap, fmt, time::Duration};

use self::stone::Stone;
pub(crate) use self::stone::{End, Life, Standing};
use super::{RevocationError, Whose};
use crate::{
    cache::{Deadline, Now},
    sync::{AtomicU64, Mutex, MutexGuard, Ordering, lock},
};

/// Which sessions were ended or must be verified anew, in the order in which that happened.
///
/// Every such change has a number, and so has every question to an issuer: an answer is too old if
/// its question left before the change. Every remembered session notes the number up to which it
/// was found good, so that a hit compares two numbers and takes no lock; only the first hit after a
/// change looks into the map. Nothing is searched and nothing is purged when a session ends, and an
/// answer that was on its way meets the change when it is first used.
#[derive(Debug)]
pub(crate) struct Tombstones {
    bound: usize,
    /// The number of the newest change of any kind.
    newest: AtomicU64,
    /// The number of the newest change that stands in the map.
    number: AtomicU64,
    stones: Mutex<Stones>,
}

#[derive(Default)]
struct Stones {
    by_whose: HashMap<Whose, Stone>,
    /// Answers of these providers to questions older than this change are too old. Not more than
    /// there are providers, and kept for good, so that this never fails.
    rechecked: HashMap<usize, u64>,
    /// Look for stones that ran out when there are so many.
    sweep_at: usize,
    /// Before this nothing can have run out.
    first_out: Option<Deadline>,
}

/// Shows how many there are, and none of them.
impl fmt::Debug for Stones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stones")
            .field("by_whose", &self.by_whose.len())
            .field("rechecked", &self.rechecked.len())
            .finish_non_exhaustive()
    }
}

impl Tombstones {
    pub(crate) fn new(bound: usize) -> Self {
        Self {
            bound,
            newest: AtomicU64::new(0),
            number: AtomicU64::new(0),
            stones: Mutex::new(Stones::default()),
        }
    }

    /// The number to compare with that of a session.
    pub(crate) fn number(&self) -> u64 {
        self.number.load(Ordering::Acquire)
    }

    /// The number of a question that is about to be asked.
    pub(crate) fn asking(&self) -> u64 {
        self.newest.load(Ordering::SeqCst)
    }

    /// Numbers a change that does not stand in the map.
    pub(crate) fn next(&self) -> u64 {
        self.newest.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Ends sessions of somebody. One that was issued at the last moment that counts lives for
    /// `longest` at most.
    pub(crate) fn end(
        &self,
        whose: Whose,
        end: End,
        longest: Duration,
        now: Now,
    ) -> Result<(), RevocationError> {
        let beyond = end
            .moment()
            .map_or(Duration::ZERO, |moment| now.until(moment));
        let until = Deadline::new(now, beyond.saturating_add(longest), None);
        self.put(whose, now, |stone, number| {
            stone.end(end.extent(number));
            stone.until = stone.until.later(until);
        })
    }

    /// Makes every answer about somebody's sessions too old whose question left before now; no
    /// answer is kept for longer than `kept`.
    pub(crate) fn recheck(
        &self,
        whose: Whose,
        kept: Duration,
        now: Now,
    ) -> Result<(), RevocationError> {
        let until = Deadline::new(now, kept, None);
        self.put(whose, now, |stone, number| {
            stone.recheck = number;
            stone.until = stone.until.later(until);
        })
    }

    /// Makes every answer about sessions of one provider too old whose question left before now.
    pub(crate) fn recheck_issuer(&self, place: usize) {
        let mut stones = self.lock();
        let number = self.next();
        stones.rechecked.insert(place, number);
        // Under the lock, as for every change.
        self.number.store(number, Ordering::Release);
    }

    /// What a session is, and the number up to which that holds.
    pub(crate) fn judge(
        &self,
        whose: impl Iterator<Item = Whose>,
        life: Life,
        now: Now,
    ) -> (Standing, u64) {
        let number = self.number();
        // Nothing was ever ended: what a session is need not be written out.
        if number == 0 {
            return (Standing::Good, number);
        }
        let mut stones = self.lock();
        let mut standing = Standing::Good;
        for whose in whose {
            if stones.is_rechecked(&whose, life) {
                standing = Standing::Recheck;
            }
            let stone = stones.by_whose.get_mut(&whose);
            match stone.map(|stone| stone.judge(life, now)) {
                Some(Standing::Ended) => return (Standing::Ended, number),
                Some(Standing::Recheck) => standing = Standing::Recheck,
                Some(Standing::Good) | None => {}
            }
        }
        (standing, number)
    }

    fn put(
        &self,
        whose: Whose,
        now: Now,
        change: impl FnOnce(&mut Stone, u64),
    ) -> Result<(), RevocationError> {
        let mut stones = self.lock();
        if !stones.has_room_for(&whose, self.bound, now) {
            return Err(RevocationError::full(self.bound));
        }
        let number = self.next();
        let stone = stones
            .by_whose
            .entry(whose)
            .or_insert_with(|| Stone::new(now));
        change(stone, number);
        let until = stone.until;
        stones.first_out = Some(stones.first_out.map_or(until, |first| first.earlier(until)));
        // Under the lock, so that whoever reads the number and then looks finds the stone.
        self.number.store(number, Ordering::Release);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Stones> {
        // A panic cannot leave a stone half-changed.
        lock(&self.stones)
    }
}

impl Stones {
    /// Whether one more may stand here; drops what ran out if it must.
    fn has_room_for(&mut self, whose: &Whose, bound: usize, now: Now) -> bool {
        let count = self.by_whose.len();
        if self.by_whose.contains_key(whose) {
            return true;
        }
        if count >= bound.min(self.sweep_at) {
            self.sweep(now);
        }
        self.by_whose.len() < bound
    }

    fn is_rechecked(&self, whose: &Whose, life: Life) -> bool {
        let Whose::Issuer(place) = whose else {
            return false;
        };
        self.rechecked
            .get(place)
            .is_some_and(|number| life.asked < *number)
    }

    fn sweep(&mut self, now: Now) {
        if self.first_out.is_none_or(|first| first.passed_on_both(now)) {
            self.by_whose
                .retain(|_, stone| !stone.until.passed_on_both(now));
            self.first_out = self
                .by_whose
                .values()
                .map(|stone| stone.until)
                .reduce(Deadline::earlier);
        }
        // Twice as many as are left: so every stone pays for one look at itself.
        self.sweep_at = (self.by_whose.len() * 2).max(SMALL);
    }
}

/// So few are not worth a look.
const SMALL: usize = 1024;
