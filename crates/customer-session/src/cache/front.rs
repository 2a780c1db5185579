//! A small table in front of the session cache: the sessions that were presented last.

mod row;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering::Relaxed},
    },
};

use self::row::{Displace, PLACES, Put, Row};
use crate::{session::Proven, token::LocalKey};

/// The sessions that were presented last, each in the row that its key gives, or in the neighbour
/// of that.
///
/// moka keeps account of every read, so as to know which entries are worth keeping; that is three
/// quarters of what a look-up costs. Most requests come with a token that was here a moment ago,
/// and find it in this table for one lock that hardly anybody else wants and one comparison. It
/// decides nothing: what stands here stands in the cache too, is judged by the same deadlines, and
/// is taken out when the cache lets go of it. Where rows are full or contended, the cache is asked.
///
/// It is dense, for a loaded server waits for memory more than it computes: it holds nothing but
/// where the sessions are, and uses no more rows than they needed so far. A row is then used often
/// enough to stay where the processor finds it at once, though the sessions, of which each is used
/// seldom, are not.
pub(super) struct Front {
    rows: Box<[Row]>,
    /// How many of the rows keys lead to; a power of two. It only grows, and then the sessions are
    /// found by the cache once more, and put into their new rows.
    in_use: AtomicUsize,
    /// How many sessions stand here. Signed: one may be taken out before it is counted in.
    sessions: AtomicI64,
}

impl Front {
    /// A session that `serve` says may be served.
    pub(super) fn get(
        &self,
        key: LocalKey,
        serve: impl Fn(&Proven) -> bool,
    ) -> Option<Arc<Proven>> {
        let [own, neighbour] = self.rows(key, self.in_use.load(Relaxed));
        own.get(key, &serve).or_else(|| neighbour.get(key, &serve))
    }

    /// Puts a session into its row; into the neighbour, if it stands there or only there is room.
    pub(super) fn put(&self, key: LocalKey, mut session: Arc<Proven>) {
        let in_use = self.in_use.load(Relaxed);
        let [own, neighbour] = self.rows(key, in_use);
        let tries = [
            (neighbour, Displace::Itself),
            (own, Displace::Nobody),
            (neighbour, Displace::Nobody),
            (own, Displace::Anybody),
        ];
        for (row, displace) in tries {
            match row.put(key, session, displace) {
                Put::Full(back) => session = back,
                Put::Added => return self.count(in_use),
                Put::Exchanged => return,
            }
        }
    }

    /// Takes a session out, wherever it was put: also by somebody who did not know yet that the
    /// table had grown.
    pub(super) fn remove(&self, key: LocalKey) {
        let mut in_use = FEWEST_ROWS;
        while in_use <= MOST_ROWS {
            for row in self.rows(key, in_use) {
                if row.remove(key) {
                    self.sessions.fetch_sub(1, Relaxed);
                }
            }
            in_use *= 2;
        }
    }

    /// Counts a session in that was added.
    fn count(&self, in_use: usize) {
        let sessions = self.sessions.fetch_add(1, Relaxed) + 1;
        if sessions > room(in_use) && in_use < MOST_ROWS {
            self.grow(in_use);
        }
    }

    /// Doubles the rows in use.
    #[cold]
    fn grow(&self, in_use: usize) {
        let mine = self
            .in_use
            .compare_exchange(in_use, in_use * 2, Relaxed, Relaxed);
        if mine.is_ok() {
            for row in &self.rows[..in_use] {
                self.sessions.fetch_sub(row.clear(), Relaxed);
            }
        }
    }

    /// The row of a key, and its neighbour: the processor fetches lines in pairs.
    fn rows(&self, key: LocalKey, in_use: usize) -> [&Row; 2] {
        let own = key.low_bits() & (in_use - 1);
        [&self.rows[own], &self.rows[own ^ 1]]
    }
}

impl Default for Front {
    fn default() -> Self {
        Self {
            rows: (0..MOST_ROWS).map(|_| Row::default()).collect(),
            in_use: AtomicUsize::new(FEWEST_ROWS),
            sessions: AtomicI64::new(0),
        }
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front")
            .field("in_use", &self.in_use)
            .field("sessions", &self.sessions)
            .finish_non_exhaustive()
    }
}

/// How many sessions take so many rows: half of the places, so that of those who take turns hardly
/// one in a hundred finds its row and the neighbour full.
const fn room(rows: usize) -> i64 {
    (rows * PLACES / 2) as i64
}

/// For 640 sessions.
const FEWEST_ROWS: usize = 256;

/// 256 KiB, for 10,240 sessions and more. Where tens of thousands take turns more rows would find
/// more of them, but what is not found here costs about 100 ns only.
const MOST_ROWS: usize = 4096;
