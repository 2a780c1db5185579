//! One place of the table.

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use crate::{
    cache::{
        Deadline, Now,
        replaced::{Checked, Replaced},
    },
    session::Proven,
    token::LocalKey,
};

/// A place for one session. It takes one line of the processor's cache, and never parts of two:
/// with thousands of sessions every line that a hit touches must be fetched, and waited for.
#[derive(Default)]
#[repr(align(64))]
pub(super) struct Place {
    /// Whose place it is; zeros if it is nobody's. Written under the lock only, so that under the
    /// lock it is true; read without, to pass by the places of others without taking theirs.
    key: [AtomicU64; 2],
    presented: RwLock<Option<Presented>>,
}

/// A session, and what decides about a hit.
pub(super) struct Presented {
    session: Arc<Proven>,
    /// The session's own; here, so that a hit reads nothing of the session but whose it is.
    fresh: Deadline,
    /// Whether the session's copy of its customer is the newest answer.
    checked: Checked,
}

impl Place {
    pub(super) fn holds(&self, key: LocalKey) -> bool {
        self.key() == key.words()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.key() == NOBODY
    }

    /// What is made of the session of this key, if it stands here.
    pub(super) fn get<T>(
        &self,
        key: LocalKey,
        make: impl FnOnce(&Presented) -> Option<T>,
    ) -> Option<T> {
        if !self.holds(key) {
            return None;
        }
        // Contended, it is not found here; the cache has it all the same.
        let presented = self.presented.try_read().ok()?;
        let presented = presented.as_ref().filter(|_| self.holds(key))?;
        make(presented)
    }

    /// Puts a session here, in place of any other.
    pub(super) fn put(&self, key: LocalKey, presented: Presented) {
        // Somebody reads or writes it this very moment; the cache has the session all the same.
        let Ok(mut place) = self.presented.try_write() else {
            return;
        };
        let old = place.replace(presented);
        self.set_key(key.words());
        drop(place);
        // The application's own values may do anything when they are dropped, but not under a lock.
        drop(old);
    }

    /// Takes the session of this key out, if it stands here.
    pub(super) fn remove(&self, key: LocalKey) {
        let mut place = self
            .presented
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if !self.holds(key) {
            return;
        }
        let old = place.take();
        self.set_key(NOBODY);
        drop(place);
        drop(old);
    }

    fn key(&self) -> [u64; 2] {
        [self.key[0].load(Relaxed), self.key[1].load(Relaxed)]
    }

    fn set_key(&self, words: [u64; 2]) {
        self.key[0].store(words[0], Relaxed);
        self.key[1].store(words[1], Relaxed);
    }
}

impl Presented {
    /// `None` for a session that nobody remembers.
    pub(super) fn new(session: Arc<Proven>) -> Option<Self> {
        let fresh = session.remembered.as_ref()?.fresh();
        Some(Self {
            session,
            fresh,
            checked: Checked::never(),
        })
    }

    /// The session, if nothing of it is worth renewing and no newer answer about its customer
    /// arrived.
    pub(super) fn serve(&self, now: Now, replaced: &Replaced) -> Option<Arc<Proven>> {
        let serve = !self.fresh.passed(now)
            && self
                .checked
                .is_newest(replaced, || self.session.has_newest_customer());
        serve.then(|| self.session.clone())
    }
}

/// No token's key, but with a probability of 2^-128.
const NOBODY: [u64; 2] = [0; 2];
