//! A small table in front of the session cache: the sessions that were presented last.

use std::{
    fmt,
    sync::{Arc, RwLock, TryLockError},
};

use crate::{session::Proven, token::LocalKey};

/// The sessions that were presented last, each in the one place that its key gives.
///
/// moka keeps account of every read, so as to know which entries are worth keeping; that is three
/// quarters of what a look-up costs. Most requests come with a token that was here a moment ago,
/// and find it in this table for one lock that nobody else wants and one comparison. It decides
/// nothing: what stands here stands in the cache too, is judged by the same deadlines, and is taken
/// out when the cache lets go of it. Where a place is taken or contended, the cache is asked.
pub(super) struct Front(Box<[RwLock<Option<Place>>]>);

#[derive(Clone)]
struct Place {
    key: LocalKey,
    session: Arc<Proven>,
}

impl Front {
    pub(super) fn new() -> Self {
        Self((0..PLACES).map(|_| RwLock::default()).collect())
    }

    pub(super) fn get(&self, key: LocalKey) -> Option<Arc<Proven>> {
        let place = self.place(key).try_read().ok()?;
        place
            .as_ref()
            .filter(|place| place.key == key)
            .map(|place| place.session.clone())
    }

    /// Puts a session into its place, whoever has it now: the newest has the best chance to come
    /// again.
    pub(super) fn put(&self, key: LocalKey, session: Arc<Proven>) {
        match self.place(key).try_write() {
            Ok(mut place) => *place = Some(Place { key, session }),
            // Somebody reads or writes it this very moment; the cache has the session all the same.
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Poisoned(poisoned)) => *poisoned.into_inner() = None,
        }
    }

    pub(super) fn remove(&self, key: LocalKey) {
        let mut place = self
            .place(key)
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if place.as_ref().is_some_and(|place| place.key == key) {
            *place = None;
        }
    }

    fn place(&self, key: LocalKey) -> &RwLock<Option<Place>> {
        &self.0[key.low_bits() % PLACES]
    }
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front")
            .field("places", &self.0.len())
            .finish()
    }
}

/// 160 KiB in all. More would find more tokens where tens of thousands take turns, but a miss here
/// costs 20 ns only.
const PLACES: usize = 4096;

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

    #[test]
    fn what_was_removed_is_gone() {
        let keys = LocalKeys::new(&SystemEntropy).unwrap();
        let (front, one) = (Front::new(), keys.of(b"one"));
        front.put(one, session());

        front.remove(one);

        assert!(front.get(one).is_none());
    }
}
