//! A small table in front of the session cache: the sessions that were presented last.

mod place;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use self::place::{Place, Presented};
use super::{Now, replaced::Replaced};
use crate::{session::Proven, token::LocalKey};

/// The sessions that were presented last, each in the row that its key gives.
///
/// moka keeps account of every read, so as to know which entries are worth keeping; that is three
/// quarters of what a look-up costs. Most requests come with a token that was here a moment ago,
/// and find it in this table for one lock that nobody else wants and one or two comparisons. It
/// decides nothing: what stands here stands in the cache too, is judged by the same deadlines, and
/// is taken out when the cache lets go of it. Where a row is full or contended, the cache is asked.
pub(super) struct Front {
    rows: Box<[Row]>,
    replaced: Arc<Replaced>,
}

/// The places that a key may have. Its own one, which its bits give, is looked at first: where a
/// thousand sessions take turns, one in sixteen stands in another, and hardly one is not found. Of
/// five thousand it is one in nine.
#[derive(Default)]
#[repr(align(256))]
struct Row([Place; PLACES]);

impl Front {
    pub(super) fn new(replaced: Arc<Replaced>) -> Self {
        Self {
            rows: (0..ROWS).map(|_| Row::default()).collect(),
            replaced,
        }
    }

    /// A session that may be served without a thought, unless it was ended: that is not looked at
    /// here.
    pub(super) fn get(&self, key: LocalKey, now: Now) -> Option<Arc<Proven>> {
        self.places(key)
            .find_map(|place| place.get(key, |presented| presented.serve(now, &self.replaced)))
    }

    /// Puts a session into its row: where it stands already, else where nothing stands, else in the
    /// key's own place.
    pub(super) fn put(&self, key: LocalKey, session: Arc<Proven>) {
        let Some(presented) = Presented::new(session) else {
            return;
        };
        let known = self.places(key).find(|place| place.holds(key));
        let empty = || self.places(key).find(|place| place.is_empty());
        let place = known.or_else(empty).or_else(|| self.places(key).next());
        if let Some(place) = place {
            place.put(key, presented);
        }
    }

    /// Takes a session out.
    pub(super) fn remove(&self, key: LocalKey) {
        for place in self.places(key) {
            place.remove(key);
        }
    }

    /// The places of a key, its own first and then the nearest: the processor fetches lines in
    /// pairs.
    fn places(&self, key: LocalKey) -> impl Iterator<Item = &Place> {
        let Row(places) = &self.rows[key.low_bits() % ROWS];
        let own = key.bits() as usize % PLACES;
        (0..PLACES).map(move |step| &places[own ^ step])
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front")
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

/// 512 KiB in all. More would find more tokens where tens of thousands take turns, but what is not
/// found here costs about 100 ns only.
const ROWS: usize = 2048;

/// A power of two, so that `^` leads through all of them.
const PLACES: usize = 4;
