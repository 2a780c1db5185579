//! One row of the table.

use std::{
    mem,
    sync::{Arc, PoisonError, RwLock, RwLockWriteGuard},
};

use crate::{session::Proven, token::LocalKey};

/// A few sessions under one lock. It takes one line of the processor's cache, and never parts of
/// two.
#[derive(Default)]
#[repr(align(64))]
pub(super) struct Row(RwLock<Places>);

#[derive(Default)]
struct Places {
    /// Some bits of the key of each, so that the session of another is hardly ever looked at: it
    /// would have to be fetched.
    tags: [u8; 8],
    sessions: [Option<Arc<Proven>>; PLACES],
}

/// In whose place a session may be put.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Displace {
    /// In that of the same token only.
    Itself,
    /// In that of the same token, or where nothing stands.
    Nobody,
    /// If need be, in the key's own place, whoever stands there.
    Anybody,
}

/// What became of a session that was to be put into a row.
pub(super) enum Put {
    /// It stands beside those that stood there before.
    Added,
    /// It stands in the place of another, or stood there already; or nowhere, since the row is
    /// contended.
    Exchanged,
    /// There is no place for it.
    Full(Arc<Proven>),
}

/// What stands in a row of a token whose session is to be put there.
enum Holds {
    Nothing,
    This,
    Another,
}

impl Row {
    /// The session of this key, if it stands here and `serve` says so.
    pub(super) fn get(
        &self,
        key: LocalKey,
        serve: impl Fn(&Proven) -> bool,
    ) -> Option<Arc<Proven>> {
        // Contended, it is not found here; the cache has it all the same.
        let places = self.0.try_read().ok()?;
        let session = places.sessions[places.find(key)?].as_ref()?;
        serve(session).then(|| session.clone())
    }

    /// Puts a session here, if there is a place for it.
    pub(super) fn put(&self, key: LocalKey, session: Arc<Proven>, displace: Displace) -> Put {
        // Who finds nothing to change keeps no reader off.
        match self.holds(key, &session) {
            Some(Holds::This) | None => return Put::Exchanged,
            Some(Holds::Nothing) if displace == Displace::Itself => return Put::Full(session),
            Some(Holds::Nothing | Holds::Another) => {}
        }
        // Somebody reads or writes the row this very moment; the cache has the session all the same.
        let Ok(mut places) = self.0.try_write() else {
            return Put::Exchanged;
        };
        let Some(place) = places.place(key, displace) else {
            return Put::Full(session);
        };
        places.tags[place] = tag(key);
        let old = places.sessions[place].replace(session);
        // The application's own values may do anything when they are dropped, but not under a lock.
        drop(places);
        if old.is_some() {
            Put::Exchanged
        } else {
            Put::Added
        }
    }

    /// What stands here of this key; `None` if the row is contended.
    fn holds(&self, key: LocalKey, session: &Arc<Proven>) -> Option<Holds> {
        let places = self.0.try_read().ok()?;
        let known = places
            .find(key)
            .and_then(|place| places.sessions[place].as_ref());
        Some(match known {
            None => Holds::Nothing,
            Some(known) if Arc::ptr_eq(known, session) => Holds::This,
            Some(_) => Holds::Another,
        })
    }

    /// Takes the session of this key out; whether it stood here.
    pub(super) fn remove(&self, key: LocalKey) -> bool {
        let mut places = self.write();
        let place = places.find(key);
        let old = place.and_then(|place| places.sessions[place].take());
        drop(places);
        old.is_some()
    }

    /// Takes all sessions out; how many there were.
    pub(super) fn clear(&self) -> i64 {
        let old = mem::take(&mut *self.write());
        old.sessions.iter().flatten().map(|_| 1).sum()
    }

    fn write(&self) -> RwLockWriteGuard<'_, Places> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Places {
    /// Where a session goes.
    fn place(&self, key: LocalKey, displace: Displace) -> Option<usize> {
        let empty = || self.sessions.iter().position(Option::is_none);
        self.find(key).or_else(|| match displace {
            Displace::Itself => None,
            Displace::Nobody => empty(),
            Displace::Anybody => empty().or_else(|| Some(key.bits() as usize % PLACES)),
        })
    }

    fn find(&self, key: LocalKey) -> Option<usize> {
        let mut alike = alike(self.tags, tag(key));
        while alike != 0 {
            let place = alike.trailing_zeros() as usize / 8;
            let session = self.sessions.get(place)?.as_ref();
            if session.is_some_and(|session| session.at_hand.key() == key) {
                return Some(place);
            }
            alike &= alike - 1;
        }
        None
    }
}

/// The highest bit of each byte that is this one, of some others too: all at once, for the processor
/// cannot foretell in which place a session stands.
fn alike(tags: [u8; 8], tag: u8) -> u64 {
    let different = u64::from_le_bytes(tags) ^ (EACH * u64::from(tag));
    different.wrapping_sub(EACH) & !different & (EACH << 7)
}

/// One in each byte.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Bits that do not choose the row.
fn tag(key: LocalKey) -> u8 {
    (key.bits() >> 24) as u8
}

/// As many as there is room for in one line.
pub(super) const PLACES: usize = 5;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Few different bytes, so that many are alike, and neighbours differ by one bit.
        #[test]
        fn the_first_that_is_alike_is_never_missed(tags in prop::array::uniform8(0_u8..4), tag in 0_u8..4) {
            let first = tags.iter().position(|&other| other == tag);
            let marked = |place: usize| alike(tags, tag) >> (8 * place) & 0x80 != 0;

            prop_assert_eq!(first, (0..8).find(|&place| marked(place)));
            for (place, &other) in tags.iter().enumerate() {
                prop_assert!(other != tag || marked(place));
            }
        }
    }
}
