//! What was ended, and until when that must be remembered.

#[cfg(all(test, customer_session_model))]
mod model;

use std::{
    collections::HashMap,
    time::{Duration, SystemTime},
};

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

#[derive(Debug, Default)]
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

/// What became of somebody's sessions.
#[derive(Clone, Copy, Debug)]
struct Stone {
    ended: Option<Extent>,
    /// Answers to questions older than this change are too old.
    recheck: u64,
    /// Until when it matters, on both clocks.
    until: Deadline,
}

/// Which of somebody's sessions are over.
#[derive(Clone, Copy, Debug)]
enum Extent {
    /// All of them.
    All,
    /// Those issued at or before a moment.
    Before(SystemTime),
    /// Those issued at or before a moment, and those that were asked about before this change:
    /// they had begun, whatever two clocks say that do not agree.
    Until(SystemTime, u64),
}

/// The wish to end sessions.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    All,
    /// Those issued at or before a moment that somebody stated.
    Before(SystemTime),
    /// Those that have begun; by the issuer's clock this is now, as far as anybody knows.
    Now(SystemTime),
}

impl End {
    const fn moment(self) -> Option<SystemTime> {
        match self {
            Self::All => None,
            Self::Before(moment) | Self::Now(moment) => Some(moment),
        }
    }

    const fn extent(self, number: u64) -> Extent {
        match self {
            Self::All => Extent::All,
            Self::Before(moment) => Extent::Before(moment),
            Self::Now(moment) => Extent::Until(moment, number),
        }
    }
}

/// What a session was found to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Standing {
    /// It was ended.
    Ended,
    /// Nothing is known against it.
    Good,
    /// What is remembered of it is too old.
    Recheck,
}

/// When a session began, and when its issuer was asked about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    pub(crate) issued_at: Option<SystemTime>,
    pub(crate) asked: u64,
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

impl Stone {
    const fn new(now: Now) -> Self {
        Self {
            ended: None,
            recheck: 0,
            until: Deadline::at(now),
        }
    }

    /// Ends more sessions than before, never fewer.
    fn end(&mut self, extent: Extent) {
        self.ended = Some(match self.ended {
            None => extent,
            Some(ended) => ended.and(extent),
        });
    }

    fn judge(&mut self, life: Life, now: Now) -> Standing {
        // On both clocks: a wall clock that is set forward must not let an ended session in.
        if self.until.passed_on_both(now) {
            return Standing::Good;
        }
        if let Some(extent) = &mut self.ended
            && let Some(raised) = extent.reaches(life)
        {
            // Whoever began later may last longer.
            self.until = self.until.put_off(raised);
            return Standing::Ended;
        }
        if life.asked < self.recheck {
            Standing::Recheck
        } else {
            Standing::Good
        }
    }
}

impl Extent {
    /// Whether it is over, and by how much later than was known the last one began that is.
    fn reaches(&mut self, life: Life) -> Option<Duration> {
        let Some(issued_at) = life.issued_at else {
            return Some(Duration::ZERO);
        };
        match self {
            Self::All => Some(Duration::ZERO),
            Self::Before(moment) => (issued_at <= *moment).then_some(Duration::ZERO),
            Self::Until(moment, number) => {
                let raised = issued_at.duration_since(*moment).unwrap_or_default();
                if raised.is_zero() {
                    return Some(raised);
                }
                // It had begun when it was ended, so the issuer's clock was at least here. It must
                // be known when the session is asked about anew.
                (life.asked < *number).then(|| {
                    *moment = issued_at;
                    raised
                })
            }
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Before(one), Self::Before(other)) => Self::Before(one.max(other)),
            (Self::Before(one), Self::Until(other, number))
            | (Self::Until(one, number), Self::Before(other)) => {
                Self::Until(one.max(other), number)
            }
            (Self::Until(one, first), Self::Until(other, second)) => {
                Self::Until(one.max(other), first.max(second))
            }
        }
    }
}

/// So few are not worth a look.
const SMALL: usize = 1024;
