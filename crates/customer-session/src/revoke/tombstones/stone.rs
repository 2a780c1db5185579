//! What became of somebody's sessions, and which of them that reaches.

use std::time::{Duration, SystemTime};

use crate::cache::{Deadline, Now};

/// What became of somebody's sessions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stone {
    ended: Option<Extent>,
    /// Answers to questions older than this change are too old.
    pub(super) recheck: u64,
    /// Until when it matters, on both clocks.
    pub(super) until: Deadline,
}

/// Which of somebody's sessions are over.
#[derive(Clone, Copy, Debug)]
pub(super) enum Extent {
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
    pub(super) const fn moment(self) -> Option<SystemTime> {
        match self {
            Self::All => None,
            Self::Before(moment) | Self::Now(moment) => Some(moment),
        }
    }

    pub(super) const fn extent(self, number: u64) -> Extent {
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

impl Stone {
    pub(super) const fn new(now: Now) -> Self {
        Self {
            ended: None,
            recheck: 0,
            until: Deadline::at(now),
        }
    }

    /// Ends more sessions than before, never fewer.
    pub(super) fn end(&mut self, extent: Extent) {
        self.ended = Some(match self.ended {
            None => extent,
            Some(ended) => ended.and(extent),
        });
    }

    pub(super) fn judge(&mut self, life: Life, now: Now) -> Standing {
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
