//! A small table in front of the session cache: the sessions that were presented last.

use std::{
    fmt, mem,
    sync::{Arc, RwLock, TryLockError},
};

use crate::{session::Proven, token::LocalKey};

/// The sessions that were presented last, each in the row that its key gives.
///
/// moka keeps account of every read, so as to know which entries are worth keeping; that is three
/// quarters of what a look-up costs. Most requests come with a token that was here a moment ago,
/// and find it in this table for one lock that nobody else wants and one or two comparisons. It
/// decides nothing: what stands here stands in the cache too, is judged by the same deadlines, and
/// is taken out when the cache lets go of it. Where a row is full or contended, the cache is asked.
pub(super) struct Front(Box<[Row]>);

/// The two places that a key may have, the newest session first. With its lock a row takes one line
/// of the processor's cache, and never parts of two.
///
/// With one place each, a fifth of a thousand tokens would share theirs with another and, taking
/// turns, never be found; with two it is a fortieth.
#[derive(Default)]
#[repr(align(64))]
struct Row(RwLock<[Option<Place>; 2]>);

struct Place {
    key: LocalKey,
    session: Arc<Proven>,
}

impl Front {
    pub(super) fn new() -> Self {
        Self((0..ROWS).map(|_| Row::default()).collect())
    }

    pub(super) fn get(&self, key: LocalKey) -> Option<Arc<Proven>> {
        let row = self.row(key).try_read().ok()?;
        row.iter()
            .flatten()
            .find(|place| place.key == key)
            .map(|place| place.session.clone())
    }

    /// Puts a session into its row, in place of the one that was put there before the last: the
    /// newest has the best chance to come again.
    pub(super) fn put(&self, key: LocalKey, session: Arc<Proven>) {
        match self.row(key).try_write() {
            Ok(mut row) => {
                let [newest, other] = &mut *row;
                if newest.as_ref().is_none_or(|place| place.key != key) {
                    mem::swap(newest, other);
                }
                *newest = Some(Place { key, session });
            }
            // Somebody reads or writes it this very moment; the cache has the session all the same.
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Poisoned(poisoned)) => *poisoned.into_inner() = [None, None],
        }
    }

    pub(super) fn remove(&self, key: LocalKey) {
        let mut row = self
            .row(key)
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        for place in &mut *row {
            *place = place.take().filter(|place| place.key != key);
        }
    }

    fn row(&self, key: LocalKey) -> &RwLock<[Option<Place>; 2]> {
        &self.0[key.low_bits() % ROWS].0
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front")
            .field("rows", &self.0.len())
            .finish()
    }
}

/// 256 KiB in all. More would find more tokens where tens of thousands take turns, but what is not
/// found here costs about 100 ns only.
const ROWS: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entropy::SystemEntropy,
        provider::SessionFacts,
        session::{Customer, CustomerRecord},
        token::LocalKeys,
    };

    fn session() -> Arc<Proven> {
        let customer = Customer::assertion(CustomerRecord::new("c1"), "test");
        Arc::new(Proven::new(SessionFacts::new("c1"), customer, None))
    }

    #[test]
    fn a_session_is_found_by_its_own_key_and_by_no_other() {
        let keys = LocalKeys::new(&SystemEntropy).unwrap();
        let (front, one) = (Front::new(), keys.of(b"one"));
        front.put(one, session());

        // Among so many keys some share the place of the first, and none is it.
        let others =
            (0..100_000_u32).filter(|other| front.get(keys.of(&other.to_le_bytes())).is_some());

        assert_eq!(others.count(), 0);
        assert!(front.get(one).is_some());
    }

    /// Three keys that share a row.
    fn of_one_row(keys: &LocalKeys) -> [LocalKey; 3] {
        let row = |key: &LocalKey| key.low_bits() % ROWS;
        let first = keys.of(b"first");
        let mut others = (0_u32..)
            .map(|number| keys.of(&number.to_le_bytes()))
            .filter(|key| row(key) == row(&first));
        let mut other = || others.next().expect("keys are spread over all rows");
        [first, other(), other()]
    }

    #[test]
    fn of_the_sessions_that_share_a_row_the_two_newest_are_found() {
        let keys = LocalKeys::new(&SystemEntropy).unwrap();
        let (front, [one, two, three]) = (Front::new(), of_one_row(&keys));

        front.put(one, session());
        front.put(two, session());
        assert!(front.get(one).is_some() && front.get(two).is_some());

        front.put(three, session());
        assert!(front.get(one).is_none());
        assert!(front.get(two).is_some() && front.get(three).is_some());
    }

    #[test]
    fn a_session_stands_in_its_row_once_however_often_it_was_put_there() {
        let keys = LocalKeys::new(&SystemEntropy).unwrap();
        let (front, [one, two, _]) = (Front::new(), of_one_row(&keys));
        let (old, new) = (session(), session());

        front.put(one, old.clone());
        front.put(two, session());
        front.remove(two);
        front.put(one, new.clone());
        front.put(one, new.clone());

        assert!(
            front
                .get(one)
                .is_some_and(|found| Arc::ptr_eq(&found, &new))
        );
        assert_eq!((Arc::strong_count(&old), Arc::strong_count(&new)), (1, 2));
    }

    #[test]
    fn removing_a_session_leaves_the_other_of_its_row() {
        let keys = LocalKeys::new(&SystemEntropy).unwrap();
        let (front, [one, two, _]) = (Front::new(), of_one_row(&keys));
        front.put(one, session());
        front.put(two, session());

        front.remove(one);

        assert!(front.get(one).is_none());
        assert!(front.get(two).is_some());
    }

    #[test]
    fn what_was_removed_is_gone() {
        let keys = LocalKeys::new(&SystemEntropy).unwrap();
        let (front, one) = (Front::new(), keys.of(b"one"));
        front.put(one, session());

        front.remove(one);

        assert!(front.get(one).is_none());
    }
}
