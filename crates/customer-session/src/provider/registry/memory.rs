//! A store in the memory of this process.

use std::{collections::HashMap, fmt, sync::Arc};

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
#[derive(Clone)]
pub struct MemoryStore(Arc<Shared>);

struct Shared {
    capacity: usize,
    clock: Arc<dyn Clock>,
    records: Mutex<HashMap<TokenDigest, SessionRecord>>,
}

impl MemoryStore {
    /// How many records are kept unless another bound is set, one for each token.
    ///
    /// A record takes some 0.5 KB without [`details`](SessionRecord::details), so that all of them
    /// take 50 MB. Details come on top, and are larger in memory than as text: each JSON object
    /// takes about as much as a record does. Those of a Stripe session, with seven components, make
    /// it 7 KB, and 700 MB in all. Set a bound that fits by [`with`](Self::with).
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
            records: Mutex::new(HashMap::new()),
        }))
    }

    /// How many records take up room, those whose time is over included.
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.0.records).len()
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
        let mut records = lock(&self.0.records);
        if records.len() >= self.0.capacity && !records.contains_key(&digest) {
            remove(&mut records, |record| now.is_at_or_past(record.expires_at));
            if records.len() >= self.0.capacity {
                return Err(StoreError::full());
            }
        }
        records.insert(digest, record.clone());
        Ok(())
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
        let found = lock(&self.0.records).get(&digest).cloned();
        Ok(found.filter(|record| !now.is_at_or_past(record.expires_at)))
    }

    async fn revoke_session(&self, digest: TokenDigest) -> Result<u64, StoreError> {
        let mut records = lock(&self.0.records);
        let Some(revoked) = records.get(&digest).cloned() else {
            return Ok(0);
        };
        Ok(remove(&mut records, |record| {
            record.provider == revoked.provider && record.session_id == revoked.session_id
        }))
    }

    async fn revoke_id(&self, provider: &str, session_id: &str) -> Result<u64, StoreError> {
        Ok(remove(&mut lock(&self.0.records), |record| {
            record.provider == provider && record.session_id == session_id
        }))
    }

    async fn revoke_customer(
        &self,
        provider: &str,
        customer: &CustomerId,
    ) -> Result<u64, StoreError> {
        Ok(remove(&mut lock(&self.0.records), |record| {
            record.provider == provider && record.customer_id == *customer
        }))
    }

    async fn purge(&self) -> Result<u64, StoreError> {
        let now = self.now();
        Ok(remove(&mut lock(&self.0.records), |record| {
            now.is_at_or_past(record.expires_at)
        }))
    }
}

/// Removes what this is true of, and says how many records that were.
fn remove(
    records: &mut HashMap<TokenDigest, SessionRecord>,
    gone: impl Fn(&SessionRecord) -> bool,
) -> u64 {
    let before = records.len();
    records.retain(|_, record| !gone(record));
    (before - records.len()) as u64
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
