//! A store in the memory of this process.

mod shelf;

use std::{fmt, sync::Arc};

use self::shelf::{Kept, Shelf};
use super::{SessionRecord, SessionStore, StoreError};
use crate::{
    clock::{Clock, Now, SystemClock},
    session::CustomerId,
    sync::{Mutex, lock},
    token::TokenDigest,
};

/// Keeps sessions in the memory of this process: for one process, and for tests.
///
/// A restart forgets them, so that every customer must get a new session; a second process does not
/// find those of the first. Clones share everything.
///
/// # Clocks
///
/// A session is found until its time is over by **both** clocks, as in the cache: one that is over
/// is not found again because the wall clock was set back. It is forgotten when the monotonic clock
/// says so, and not earlier: if the wall clock was set ahead by mistake, its sessions are found
/// again when that is mended.
///
/// # Cost
///
/// Finding and inserting take a moment. Ending sessions, by whatever they are named, looks at every
/// record: some milliseconds where 100,000 are kept.
#[derive(Clone)]
pub struct MemoryStore(Arc<Shared>);

struct Shared {
    capacity: usize,
    clock: Arc<dyn Clock>,
    shelf: Mutex<Shelf>,
}

impl MemoryStore {
    /// How many records are kept unless another bound is set, one for each token.
    ///
    /// A record takes about 0.9 KB without [`details`](SessionRecord::details), which are kept as
    /// text, so that all of them take 90 MB. Those of a Stripe session with all seven components
    /// make it 1.7 KB and 170 MB, which is room for 50,000 such sessions, since each has two tokens.
    /// Set a bound that fits by [`with`](Self::with).
    pub const DEFAULT_CAPACITY: usize = 100_000;

    /// A store by the system's clock.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Self::DEFAULT_CAPACITY, SystemClock::new())
    }

    /// A store that keeps at most so many records, one for each token, and judges expiry by this
    /// clock. Once it is full of sessions whose time is not over, it takes no more, and says so.
    #[must_use]
    pub fn with(capacity: usize, clock: impl Clock) -> Self {
        Self(Arc::new(Shared {
            capacity,
            clock: Arc::new(clock),
            shelf: Mutex::new(Shelf::default()),
        }))
    }

    /// How many records take up room, those whose time is over included: a few of them go whenever
    /// another one comes, and all of them by [`purge`](SessionStore::purge).
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.0.shelf).len()
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn now(&self) -> Now {
        self.0.clock.now()
    }

    fn insert_now(&self, digest: TokenDigest, record: &SessionRecord) -> Result<(), StoreError> {
        let now = self.now();
        // What takes time is done before the lock is taken.
        let kept = Kept::new(record, now)?;
        let mut shelf = lock(&self.0.shelf);
        shelf.sweep(now, SWEPT);
        if shelf.len() >= self.0.capacity && !shelf.holds(digest) {
            return Err(StoreError::full());
        }
        shelf.put(digest, kept);
        Ok(())
    }

    fn remove(&self, gone: impl Fn(&SessionRecord) -> bool) -> u64 {
        lock(&self.0.shelf).remove(gone)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl SessionStore for MemoryStore {
    async fn insert(&self, digest: TokenDigest, record: &SessionRecord) -> Result<(), StoreError> {
        self.insert_now(digest, record)
    }

    async fn find(&self, digest: TokenDigest) -> Result<Option<SessionRecord>, StoreError> {
        let now = self.now();
        let found = lock(&self.0.shelf).get(digest).cloned();
        found
            .filter(|kept| !kept.is_over(now))
            .map(|kept| kept.into_record())
            .transpose()
    }

    async fn revoke_session(&self, digest: TokenDigest) -> Result<u64, StoreError> {
        let mut shelf = lock(&self.0.shelf);
        let Some(revoked) = shelf.get(digest).map(|kept| kept.plain().clone()) else {
            return Ok(0);
        };
        Ok(shelf.remove(|record| {
            record.provider == revoked.provider && record.session_id == revoked.session_id
        }))
    }

    async fn revoke_id(&self, provider: &str, session_id: &str) -> Result<u64, StoreError> {
        Ok(self.remove(|record| record.provider == provider && record.session_id == session_id))
    }

    async fn revoke_customer(
        &self,
        provider: &str,
        customer: &CustomerId,
    ) -> Result<u64, StoreError> {
        Ok(self.remove(|record| record.provider == provider && record.customer_id == *customer))
    }

    async fn purge(&self) -> Result<u64, StoreError> {
        let now = self.now();
        Ok(lock(&self.0.shelf).sweep(now, usize::MAX))
    }
}

/// Shows how much is kept, and nothing of it.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("records", &self.len())
            .field("capacity", &self.0.capacity)
            .finish_non_exhaustive()
    }
}

/// How many records whose time is over go when another one comes: more than one, so that they
/// become fewer, and few, so that nobody waits for them.
const SWEPT: usize = 8;
