//! Records by their digests, and in the order in which they end.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use serde_json::Value;

use super::super::{SessionRecord, StoreError};
use crate::{cache::Deadline, clock::Now, token::TokenDigest};

/// Records by their digests, and in the order in which they end.
#[derive(Default)]
pub(super) struct Shelf {
    ends: BTreeSet<(Duration, TokenDigest)>,
    kept: HashMap<TokenDigest, Kept>,
}

/// A record as it is kept. Cheap to clone.
#[derive(Clone)]
pub(super) struct Kept {
    /// Text takes a fraction of the room that a tree of values does.
    details: Option<Arc<str>>,
    end: Deadline,
    /// Without its details.
    plain: Arc<SessionRecord>,
}

impl Kept {
    pub(super) fn new(record: &SessionRecord, now: Now) -> Result<Self, StoreError> {
        let details = match &record.details {
            Value::Null => None,
            details => {
                let text = serde_json::to_string(details).map_err(StoreError::unavailable)?;
                Some(text.into())
            }
        };
        Ok(Self {
            details,
            end: Deadline::new(now, Duration::MAX, Some(record.expires_at)),
            plain: Arc::new(record.without_details()),
        })
    }

    pub(super) fn plain(&self) -> &SessionRecord {
        &self.plain
    }

    pub(super) fn into_record(self) -> Result<SessionRecord, StoreError> {
        let mut record = Arc::unwrap_or_clone(self.plain);
        if let Some(details) = self.details {
            record.details = serde_json::from_str(&details).map_err(StoreError::unavailable)?;
        }
        Ok(record)
    }

    /// Whether it is not to be found.
    pub(super) fn is_over(&self, now: Now) -> bool {
        self.end.passed(now)
    }

    /// From when on it is over for good: this clock never goes back.
    fn end(&self) -> Duration {
        self.end.monotonic()
    }
}

impl Shelf {
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn holds(&self, digest: TokenDigest) -> bool {
        self.kept.contains_key(&digest)
    }

    pub(super) fn get(&self, digest: TokenDigest) -> Option<&Kept> {
        self.kept.get(&digest)
    }

    pub(super) fn put(&mut self, digest: TokenDigest, kept: Kept) {
        self.ends.insert((kept.end(), digest));
        if let Some(before) = self.kept.insert(digest, kept)
            && self.kept.get(&digest).map(Kept::end) != Some(before.end())
        {
            self.ends.remove(&(before.end(), digest));
        }
    }

    /// Forgets at most so many records that are over for good, and says how many.
    pub(super) fn sweep(&mut self, now: Now, most: usize) -> u64 {
        let mut swept = 0;
        for _ in 0..most {
            let Some((_, digest)) = self
                .ends
                .first()
                .copied()
                .filter(|(end, _)| *end <= now.monotonic())
            else {
                break;
            };
            self.ends.pop_first();
            self.kept.remove(&digest);
            swept += 1;
        }
        swept
    }

    /// Forgets what this is true of, and says how many records that were.
    pub(super) fn remove(&mut self, gone: impl Fn(&SessionRecord) -> bool) -> u64 {
        let Self { ends, kept } = self;
        let before = kept.len();
        kept.retain(|digest, kept| {
            let stays = !gone(kept.plain());
            if !stays {
                ends.remove(&(kept.end(), *digest));
            }
            stays
        });
        (before - kept.len()) as u64
    }
}
